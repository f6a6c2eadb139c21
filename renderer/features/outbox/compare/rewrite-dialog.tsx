import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonV1 } from '../../../../shared/ipc/outbox-contract.ts'
import type { OutboxItemV1 } from '../../../../shared/ipc/worker-contract.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { LoadingState } from '../../../components/screen-states.tsx'
import { useServices } from '../../../platform/desk-services.tsx'
import { workerQueries } from '../../../platform/worker-queries.ts'
import styles from '../outbox.module.css'
import { textOf, threeWay } from './three-way.ts'
import type { Changed, Pick, Segment } from './three-way.ts'

const pickNames = ['mine', 'theirs', 'both'] as const
const isConflict = (segment: Segment): segment is Changed => segment.kind === 'conflict'

type ConflictProps = Readonly<{ segment: Changed; number: number; pick: Pick; onPick: (pick: Pick) => void }>

function ConflictChoice({ segment, number, pick, onPick }: ConflictProps) {
  const { t } = useTranslation()
  const wordsOf = (text: string) => (text.trim() === '' ? t('outbox.emptyText') : text.trim())
  return (
    <Radio.Group
      size="xs"
      label={t('outbox.conflictPlace', { n: number })}
      value={pick}
      onChange={(value) => onPick(pickNames.find((name) => name === value) ?? 'mine')}
    >
      <Stack gap={4} mt={4}>
        <Radio size="xs" value="mine" label={`${t('outbox.pickMine')}: ${wordsOf(segment.mine)}`} />
        <Radio size="xs" value="theirs" label={`${t('outbox.pickTheirs')}: ${wordsOf(segment.theirs)}`} />
        <Radio size="xs" value="both" label={t('outbox.pickBoth')} />
      </Stack>
    </Radio.Group>
  )
}

type FormProps = Readonly<{
  texts: NonNullable<ComparisonV1['texts']>
  confirmLabel: string
  onCancel: () => void
  /** Answers why it was not taken, null when it was. */
  onSave: (text: string) => Promise<string | null>
}>

function RewriteForm({ texts, confirmLabel, onCancel, onSave }: FormProps) {
  const { t } = useTranslation()
  const { base, mine, theirs } = texts
  const segments = useMemo(() => (theirs === null ? [] : threeWay(base, mine, theirs)), [base, mine, theirs])
  const [picks, setPicks] = useState<ReadonlyMap<number, Pick>>(new Map())
  // Words typed by hand win over every choice made before.
  const [typed, setTyped] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const text = typed ?? (theirs === null ? mine : textOf(segments, picks))
  const places = segments.flatMap((segment, place) => (isConflict(segment) ? [{ segment, place }] : []))
  const save = async () => {
    setSaving(true)
    setFailure(await onSave(text))
    setSaving(false)
  }
  return (
    <Stack gap="sm">
      {theirs !== null && <p className={styles.quiet}>{t('outbox.mergeHint')}</p>}
      <div className={styles.choices}>
        {places.map(({ segment, place }, number) => (
          <ConflictChoice
            key={place}
            segment={segment}
            number={number + 1}
            pick={picks.get(place) ?? 'mine'}
            onPick={(pick) => {
              setTyped(null)
              setPicks(new Map([...picks, [place, pick]]))
            }}
          />
        ))}
      </div>
      <Textarea
        label={t('outbox.newText')}
        autosize
        minRows={4}
        maxRows={14}
        lang="vi"
        maxLength={20_000}
        value={text}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" size="xs" onClick={onCancel}>
          {t('frame.cancel')}
        </Button>
        <Button size="xs" loading={saving} disabled={text.trim() === ''} onClick={() => void save()}>
          {confirmLabel}
        </Button>
      </Group>
    </Stack>
  )
}

export type RewriteDialogProps = Readonly<{
  item: OutboxItemV1 | null
  onClose: () => void
  onSave: (item: OutboxItemV1, text: string) => Promise<string | null>
}>

/** Other words for a command: those of one not sent yet changed in place, those of a refused one put together from both versions. */
export function RewriteDialog({ item, onClose, onSave }: RewriteDialogProps) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const { data } = useQuery({ ...workerQueries.comparison(worker, item?.key ?? ''), enabled: item !== null })
  const texts = data?.texts ?? null
  const isUnsent = item?.status === 'waiting'
  const name = item === null ? '' : t(`command.name.${item.name}`)
  const title = t(isUnsent ? 'outbox.editTitle' : 'outbox.rewriteTitle', { name, number: item?.caseNumber ?? '' })
  return (
    <DialogFrame title={title} opened={item !== null} onClose={onClose} size="xl">
      {item !== null && texts === null && <LoadingState lines={4} />}
      {item !== null && texts !== null && (
        <RewriteForm
          key={item.key}
          texts={isUnsent ? { ...texts, theirs: null } : texts}
          confirmLabel={t(isUnsent ? 'outbox.saveEdit' : 'outbox.saveRewrite')}
          onCancel={onClose}
          onSave={(text) => onSave(item, text)}
        />
      )}
    </DialogFrame>
  )
}
