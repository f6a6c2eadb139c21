import type { CaseState } from '../../../shared/domain/states.ts'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { Language } from '../../../shared/text/catalogues.ts'
import { calendarScale, formatClock, formatDuration } from '../../../shared/text/format-duration.ts'
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
  /** "checked out by X until …". */
  heldBy: (name: string, until: string) => string
  /** "in the place of X". */
  inPlaceOf: (name: string) => string
  scaleOf: (agencyId: string) => DurationScale
}>

export type RowView = Readonly<{
  state: string
  due: string
  dueHint: string
  category: string
  area: string
  assignee: string
  /** Whose place one takes: the given name to see, a sentence to read; null in a case of one's own. */
  inPlaceOf: Readonly<{ short: string; words: string }> | null
  submitted: string
  /** Who holds it offline: two letters to see, a sentence to read; null where nobody does. */
  held: Readonly<{ initials: string; words: string }> | null
  /** The accessible name; starts with the case number. */
  label: string
}>

/** The remaining time on the clock that runs, in words; empty where none runs. */
export function dueWords(
  row: Pick<QueueRowV1, 'workingMsLeft' | 'dueStatus'>,
  scale: DurationScale,
  language: Language,
): string {
  return formatClock({ leftMs: row.workingMsLeft, paused: row.dueStatus === 'paused' }, scale, language)
}

/** The first letters of the last two words of a name: a Vietnamese name ends with the given one. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(-2)
    .map((word) => word.slice(0, 1).toLocaleUpperCase('vi'))
    .join('')

function heldOf(row: Pick<QueueRowV1, 'checkout'>, words: RowWords): RowView['held'] {
  const { checkout } = row
  if (checkout === null) return null
  const name = words.official(checkout.by)
  return { initials: initialsOf(name), words: words.heldBy(name, words.moment(checkout.untilMs)) }
}

function substitutedOf({ assignee, substituted }: QueueRowV1, words: RowWords): RowView['inPlaceOf'] {
  if (assignee === null || !substituted) return null
  const name = words.official(assignee)
  // A Vietnamese name ends with the given one, by which colleagues call each other.
  return { short: words.inPlaceOf(name.split(/\s+/u).at(-1) ?? name), words: words.inPlaceOf(name) }
}

/** Everything a row shows in words; pure, so that a row is rendered again only when its data or the minute changes. */
export function rowViewOf(row: QueueRowV1, words: RowWords): RowView {
  const due = dueWords(row, words.scaleOf(row.agency), words.language)
  const dueAtMs = row.receivedAtMs === null ? row.receptionDueAtMs : row.dueAtMs
  const elapsed = formatDuration(Math.max(0, words.nowMs - row.submittedAtMs), calendarScale, words.language)
  const state = words.state(row.state)
  const held = heldOf(row, words)
  const assignee = row.assignee === null ? words.unassigned : words.official(row.assignee)
  const inPlaceOf = substitutedOf(row, words)
  return {
    state,
    due,
    dueHint: [
      dueAtMs === null || row.dueStatus === 'paused' ? '' : words.dueAt(words.moment(dueAtMs)),
      `${words.elapsed}: ${elapsed}`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
    category: words.category(row.category),
    area: words.area(row.area),
    assignee,
    inPlaceOf,
    submitted: words.moment(row.submittedAtMs),
    held,
    label: [
      row.caseNumber,
      row.title,
      state,
      row.provisional ? words.provisional : '',
      due,
      held?.words ?? '',
      inPlaceOf?.words ?? '',
      row.unread ? words.unread : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  }
}
