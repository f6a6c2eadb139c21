import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mostExported } from '../../../../shared/contract/export-limits.ts'
import type { QueueQueryV1 } from '../../../../shared/ipc/queue-contract.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import type { ColumnLayout } from '../columns/column-layout.ts'
import { useRowWords } from '../use-row-words.ts'
import styles from '../queue.module.css'
import { aboutLines } from './about-lines.ts'
import { runExport } from './run-export.ts'
import type { ExportOutcome, ExportWish, Progress } from './run-export.ts'
import { cellsOf, sheetColumns, shownColumns } from './sheet-columns.ts'

export type ExportDialogProps = Readonly<{ query: QueueQueryV1; layout: ColumnLayout; onEnd: () => void }>

/** What is to be written, in words as they are when the export begins. */
function useWish({ query, layout }: ExportDialogProps): () => ExportWish {
  const { t } = useTranslation()
  const directory = useReference()
  const words = useRowWords(directory)
  return () => {
    const columns = sheetColumns(layout, t)
    const exportId = crypto.randomUUID()
    return {
      exportId,
      query,
      shown: shownColumns(layout),
      sheetName: t('export.sheet'),
      aboutSheetName: t('export.aboutSheet'),
      columns,
      cells: (row) => cellsOf(columns, row, words, t),
      about: (counts) => aboutLines({ query, directory, exportId, ...counts }, t),
    }
  }
}

/** Begins once, when it is first shown, and stops when it goes away. */
function useRun(props: ExportDialogProps) {
  const { worker, bridge, ask } = useServices()
  const makeWish = useWish(props)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [outcome, setOutcome] = useState<ExportOutcome | null>(null)
  const stopping = useRef<AbortController | null>(null)
  const start = useRef(() => {
    const stop = new AbortController()
    stopping.current = stop
    const going = { signal: stop.signal, onProgress: setProgress }
    void runExport({ worker, bridge, ask }, makeWish(), going).then(setOutcome)
  })
  useEffect(() => {
    start.current()
    return () => stopping.current?.abort()
  }, [])
  return { progress, outcome, stop: () => stopping.current?.abort() }
}

type Running = Readonly<{ progress: Progress; onStop: () => void }>

function RunningExport({ progress: { done, total }, onStop }: Running) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = { done: formatCount(done, language), total: formatCount(total, language) }
  return (
    <Stack gap="sm">
      <Text component="output" display="block" size="sm">
        {total === 0 ? t('export.starting') : t('export.running', words)}
      </Text>
      <progress className={styles.progress} max={total || 1} value={done} aria-label={t('export.title')} />
      <Text size="xs" c="dimmed">
        {t('export.recorded')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" size="xs" onClick={onStop} data-autofocus>
          {t('export.stop')}
        </Button>
      </Group>
    </Stack>
  )
}

type Finished = Readonly<{ outcome: ExportOutcome & { ok: true }; onEnd: () => void }>

function FinishedExport({ outcome: { ticket, fileName, rows, refused }, onEnd }: Finished) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { bridge } = useServices()
  const show = () =>
    void bridge.call('export:show', { ticket }).catch((reason: unknown) => console.error('not_shown', reason))
  return (
    <Stack gap="sm">
      <Text component="output" display="block" size="sm">
        {t('export.done', { n: formatCount(rows, language), name: fileName })}
      </Text>
      {refused > 0 && (
        <Text component="output" display="block" size="sm">
          {t('export.refused', { n: formatCount(refused, language) })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('export.careful')}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" size="xs" onClick={onEnd}>
          {t('frame.close')}
        </Button>
        <Button size="xs" onClick={show} data-autofocus>
          {t('export.show')}
        </Button>
      </Group>
    </Stack>
  )
}

/** The way of one export: nothing while the system asks where to, then how far it is, then what came of it. */
export function ExportDialog(props: ExportDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { progress, outcome, stop } = useRun(props)
  const { onEnd } = props
  const changedMind = outcome !== null && !outcome.ok && outcome.code === null
  useEffect(() => {
    if (changedMind) onEnd()
  }, [changedMind, onEnd])
  if (changedMind || (outcome === null && progress === null)) return null
  const failure = outcome !== null && !outcome.ok ? outcome.code : null
  return (
    <DialogFrame
      title={t('export.title')}
      opened
      onClose={outcome === null ? stop : onEnd}
      size="md"
      holds={outcome === null}
    >
      {outcome === null && progress !== null && <RunningExport progress={progress} onStop={stop} />}
      {outcome?.ok && <FinishedExport outcome={outcome} onEnd={onEnd} />}
      {failure !== null && (
        <Stack gap="sm">
          <Text size="sm" c="red" role="alert">
            {t(`export.failed.${failure}`, { most: formatCount(mostExported, language) })}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" size="xs" onClick={onEnd} data-autofocus>
              {t('frame.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </DialogFrame>
  )
}
