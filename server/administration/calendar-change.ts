import type { SettingValue } from '../../shared/contract/admin/settings.ts'
import type { ClockRules } from '../../shared/domain/time/clocks.ts'
import { CalendarFileError, calendarsOf } from '../../shared/domain/time/files/calendar-file.ts'
import type { Tx } from '../db/transaction.ts'
import type { Reference } from '../sync/reference.ts'
import { storedCalendars } from '../sync/stored-rules.ts'
import { flaw, flawsOfFile } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { Change } from './setting-kind.ts'

type CalendarValue = SettingValue<'calendar'>
type Row = Readonly<{ id: string; name: string; data: unknown }>

/** A calendar change with every calendar row as it was and as it will be, and which calendar each agency uses then. */
export type PlannedCalendars = Readonly<{
  rowsBefore: readonly Row[]
  rowsAfter: readonly Row[]
  calendarAfter: (agency: string) => string | undefined
}>

const ownPrefix = 'agency-'

/** The id of the hours that belong to one agency. */
export const ownCalendarId = (agency: string): string => `${ownPrefix}${agency}`

/** The agency whose own hours a calendar row holds, null for a row of the city. */
export const ownerOf = (id: string): string | null => (id.startsWith(ownPrefix) ? id.slice(ownPrefix.length) : null)

/** The city's hours that an agency's own ones were made from and that it goes back to. */
export const basedOn = (value: CalendarValue): string | null =>
  typeof value.data['basedOn'] === 'string' ? value.data['basedOn'] : null

/** Reads the stored rows and puts a change on top of them, without writing anything. */
export async function plannedCalendars(
  tx: Tx,
  reference: Reference,
  { id, before, after }: Change<CalendarValue>,
): Promise<PlannedCalendars> {
  const rowsBefore = await tx.selectFrom('calendar').select(['id', 'name', 'data']).orderBy('id').execute()
  const others = rowsBefore.filter((row) => row.id !== id)
  const rowsAfter = after === null ? others : [...others, { id, name: after.name, data: after.data }]
  const owner = (after ?? before)?.agency ?? null
  const moved = after !== null ? id : before === null ? null : basedOn(before)
  return {
    rowsBefore,
    rowsAfter,
    calendarAfter: (agency) =>
      agency === owner && moved !== null ? moved : reference.organisation.agencies.get(agency)?.calendar,
  }
}

/** What is wrong with the calendars a change would leave. */
export function calendarProblems({ rowsAfter }: PlannedCalendars, id: string): readonly Flaw[] {
  try {
    const compiled = calendarsOf(rowsAfter).get(id)
    const isShut = compiled !== undefined && compiled.workingDays.length === 0
    return isShut ? [flaw('never_open', 'data.week', 'there is no opening at all')] : []
  } catch (error) {
    if (error instanceof CalendarFileError) return flawsOfFile(error.faults)
    throw error
  }
}

/** The rules as they will be once the change is saved. */
export function rulesAfter(reference: Reference, planned: PlannedCalendars): ClockRules {
  const { organisation } = reference
  const agencies = new Map(
    [...organisation.agencies].map(([id, agency]) => [
      id,
      { ...agency, calendar: planned.calendarAfter(id) ?? agency.calendar },
    ]),
  )
  return {
    policies: reference.policies,
    organisation: { ...organisation, agencies },
    calendars: storedCalendars(planned.rowsAfter, () => undefined),
  }
}

/** The agencies whose hours or named days differ after a change. */
export function agenciesTouched(reference: Reference, planned: PlannedCalendars): readonly string[] {
  const before = contents(planned.rowsBefore)
  const after = contents(planned.rowsAfter)
  return [...reference.organisation.agencies.values()]
    .filter(({ id, calendar }) => before(calendar) !== after(planned.calendarAfter(id) ?? calendar))
    .map(({ id }) => id)
}

/** Everything a calendar is compiled from, as comparable text by its id. */
function contents(rows: readonly Row[]): (id: string) => string {
  const seriesOf = (data: unknown): unknown =>
    typeof data === 'object' && data !== null && 'series' in data ? data.series : null
  const isYear = (data: unknown): boolean =>
    typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'year'
  const known = new Map<string, string>()
  return (id) => {
    const found = known.get(id)
    if (found !== undefined) return found
    const hours = rows.find((row) => row.id === id)
    const series = seriesOf(hours?.data)
    // A row's own years name the row itself as their series (`calendar-file.ts`).
    const years = rows
      .filter((row) => isYear(row.data) && (seriesOf(row.data) === series || seriesOf(row.data) === id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const text = JSON.stringify([hours?.data, years.map((row) => [row.id, row.data])])
    known.set(id, text)
    return text
  }
}
