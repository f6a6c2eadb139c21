import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandName } from '../../../../shared/domain/command.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useRefusalWords } from '../../../platform/refusal-words.ts'
import styles from './bulk.module.css'
import type { BulkRun, NotTaken } from './use-bulk-run.ts'

type BulkOutcomeProps = Readonly<{
  bulk: BulkRun
  onKeep: (ids: readonly string[]) => void
  onOpen: (caseId: string) => void
}>

/** How far a command on many cases is, with a way to stop it; then what came of it. */
export function BulkOutcome({ bulk, onKeep, onOpen }: BulkOutcomeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [listed, setListed] = useState(false)
  const { state } = bulk
  const count = (n: number) => formatCount(n, language)
  if (state.kind === 'idle') return null
  const name = t(`command.name.${state.name}`)
  if (state.kind === 'running') {
    return (
      <>
        <output>{t('bulk.running', { name, done: count(state.done), total: count(state.total) })}</output>
        <progress className={styles.progress} max={state.total} value={state.done} aria-label={name} />
        <Button size="compact-sm" variant="default" onClick={bulk.stop}>
          {t('bulk.stop')}
        </Button>
      </>
    )
  }
  const { saved, left, notTaken } = state
  return (
    <>
      <output>
        {t('bulk.saved', { name, n: count(saved) })}
        {left > 0 && ` · ${t('bulk.left', { n: count(left) })}`}
      </output>
      {notTaken.length > 0 && (
        <Button size="compact-sm" variant="light" color="red" onClick={() => setListed(true)}>
          {t('bulk.notTaken', { n: count(notTaken.length) })}
        </Button>
      )}
      {listed && (
        <NotTakenDialog
          command={state.name}
          notTaken={notTaken}
          onOpen={onOpen}
          onKeep={() => {
            onKeep(notTaken.map(({ row }) => row.id))
            bulk.forget()
          }}
          onClose={() => setListed(false)}
        />
      )}
    </>
  )
}

type NotTakenDialogProps = Readonly<{
  command: CommandName
  notTaken: readonly NotTaken[]
  onOpen: (caseId: string) => void
  onKeep: () => void
  onClose: () => void
}>

/** Each case whose command was not taken, with why, and the way to it. */
function NotTakenDialog({ command, notTaken, onOpen, onKeep, onClose }: NotTakenDialogProps) {
  const { t } = useTranslation()
  const words = useRefusalWords()
  const name = t(`command.name.${command}`)
  return (
    <DialogFrame title={t('bulk.notTakenTitle', { name })} opened onClose={onClose} size="xl">
      <Stack gap="sm">
        <Text size="sm">{t('bulk.notTakenBody')}</Text>
        <div className={styles.list}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('queue.column.number')}</th>
                <th scope="col">{t('queue.column.title')}</th>
                <th scope="col">{t('bulk.why')}</th>
              </tr>
            </thead>
            <tbody>
              {notTaken.map(({ row, code }) => (
                <tr key={row.id}>
                  <td>
                    <Button size="compact-xs" variant="subtle" onClick={() => onOpen(row.id)}>
                      {row.caseNumber}
                    </Button>
                  </td>
                  <td>{row.title}</td>
                  <td>{code === null ? t('command.unsure') : words(command, code)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose} data-autofocus>
            {t('frame.close')}
          </Button>
          <Button size="xs" onClick={onKeep}>
            {t('bulk.keep')}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  )
}
