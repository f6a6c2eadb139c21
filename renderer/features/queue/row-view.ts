import type { CaseState } from '../../../shared/domain/states.ts'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { Language } from '../../../shared/text/catalogues.ts'
import { calendarScale, formatDuration, formatTimeLeft } from '../../../shared/text/format-duration.ts'
import type { DurationScale } from '../../../shared/text/format-duration.ts'

/** The words a row needs from outside: names by id and labels in the language in use. */
export type RowWords = Readonly<{
  language: Language
  nowMs: number
  state: (state: CaseState) => string
  category: (id: string) => string
  area: (id: string | null) => string
  official: (id: string | null) => string
  moment: (atMs: number) => string
  dueAt: (moment: string) => string
  elapsed: string
  unassigned: string
  provisional: string
  unread: string
  scaleOf: (agencyId: string) => DurationScale
}>

export type RowView = Readonly<{
  state: string
  due: string
  dueHint: string
  category: string
  area: string
  assignee: string
  submitted: string
  /** The accessible name; starts with the case number. */
  label: string
}>

/** The remaining time on the clock that runs, in words; empty where none runs. */
export function dueWords(row: Pick<QueueRowV1, 'workingMsLeft'>, scale: DurationScale, language: Language): string {
  return row.workingMsLeft === null ? '' : formatTimeLeft(row.workingMsLeft, scale, language)
}

/** Everything a row shows in words; pure, so that a row is rendered again only when its data or the minute changes. */
export function rowViewOf(row: QueueRowV1, words: RowWords): RowView {
  const due = dueWords(row, words.scaleOf(row.agency), words.language)
  const dueAtMs = row.receivedAtMs === null ? row.receptionDueAtMs : row.dueAtMs
  const elapsed = formatDuration(Math.max(0, words.nowMs - row.submittedAtMs), calendarScale, words.language)
  const state = words.state(row.state)
  return {
    state,
    due,
    dueHint: [dueAtMs === null ? '' : words.dueAt(words.moment(dueAtMs)), `${words.elapsed}: ${elapsed}`]
      .filter((part) => part !== '')
      .join('\n'),
    category: words.category(row.category),
    area: words.area(row.area),
    assignee: row.assignee === null ? words.unassigned : words.official(row.assignee),
    submitted: words.moment(row.submittedAtMs),
    label: [
      row.caseNumber,
      row.title,
      state,
      row.provisional ? words.provisional : '',
      due,
      row.unread ? words.unread : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  }
}
