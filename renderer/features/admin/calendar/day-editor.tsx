import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayKinds, dayStatuses } from '../../../../shared/domain/time/calendar.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import styles from '../admin.module.css'
import { dayProblems, draftOf, entryFrom, opensOn, periodsText } from './calendar-data.ts'
import type { DayEntry } from './calendar-data.ts'

export type DayEditorProps = Readonly<{
  date: string
  entry: DayEntry | undefined
  /** Null where the calendar is only read. */
  onSet: ((entry: DayEntry) => void) | null
  onRemove: () => void
}>

function DayFacts({ date, entry }: { date: string; entry: DayEntry | undefined }) {
  const { t } = useTranslation()
  if (entry === undefined)
    return <p>{opensOn(date, undefined) ? t('admin.calendar.dayWork') : t('admin.calendar.dayOff')}</p>
  return (
    <p>
      {t(`admin.calendar.kind.${entry.kind}`)}: {entry.name} ({entry.ref}, {t(`admin.calendar.status.${entry.status}`)})
      {entry.periods !== undefined && `. ${t('admin.calendar.openAt', { periods: periodsText(entry.periods) })}`}
    </p>
  )
}

/** What one day is: its kind, name, source and standing, checked while it is written. Mount it anew for another day. */
export function DayEditor({ date, entry, onSet, onRemove }: DayEditorProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(entry))
  const problems = dayProblems(draft).map((code) => t(`admin.calendar.${code}`))
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next })
  const opens = draft.kind === 'swapped_work' || draft.kind === 'special_opening'
  // A storm may close an office from noon on: what is left of the day still counts.
  const closesInPart = draft.kind === 'closure'
  const title = t('admin.calendar.day', { date: formatIsoDate(date) })
  if (onSet === null)
    return (
      <section className={styles.side} aria-label={title}>
        <h2>{title}</h2>
        <DayFacts date={date} entry={entry} />
      </section>
    )
  return (
    <section className={styles.side} aria-label={title}>
      <h2>{title}</h2>
      <DayFacts date={date} entry={entry} />
      <Select
        size="xs"
        label={t('admin.calendar.kindLabel')}
        data={dayKinds.map((kind) => ({ value: kind, label: t(`admin.calendar.kind.${kind}`) }))}
        value={draft.kind}
        allowDeselect={false}
        onChange={(next) => change({ kind: dayKinds.find((kind) => kind === next) ?? draft.kind })}
      />
      <TextInput
        size="xs"
        label={t('admin.calendar.dayName')}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t('admin.calendar.source')}
        value={draft.ref}
        onChange={(event) => change({ ref: event.currentTarget.value })}
      />
      <Select
        size="xs"
        label={t('admin.calendar.statusLabel')}
        data={dayStatuses.map((status) => ({ value: status, label: t(`admin.calendar.status.${status}`) }))}
        value={draft.status}
        allowDeselect={false}
        onChange={(next) => change({ status: dayStatuses.find((status) => status === next) ?? draft.status })}
      />
      {opens && (
        <TextInput
          size="xs"
          type="date"
          label={t('admin.calendar.standsFor')}
          value={draft.standsFor}
          onChange={(event) => change({ standsFor: event.currentTarget.value })}
        />
      )}
      {(opens || closesInPart) && (
        <TextInput
          size="xs"
          label={t(opens ? 'admin.calendar.periods' : 'admin.calendar.periodsLeft')}
          description={t(opens ? 'admin.calendar.periodsHint' : 'admin.calendar.periodsLeftHint')}
          value={draft.periods}
          onChange={(event) => change({ periods: event.currentTarget.value })}
        />
      )}
      <Group gap="xs">
        <ReasonedButton
          size="xs"
          variant="light"
          reason={problems.length === 0 ? null : t('admin.wrong', { problems: problems.join('; ') })}
          onClick={() => onSet(entryFrom(date, draft))}
        >
          {t('admin.calendar.setDay')}
        </ReasonedButton>
        {entry !== undefined && (
          <Button size="xs" variant="default" onClick={onRemove}>
            {t('admin.calendar.removeDay')}
          </Button>
        )}
      </Group>
      {problems.length > 0 && draft.name + draft.ref !== '' && (
        <p className={styles.wrong} aria-live="polite">
          {t('admin.wrong', { problems: problems.join('; ') })}
        </p>
      )}
    </section>
  )
}
