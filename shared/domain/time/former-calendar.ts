import type { Calendar } from './calendar.ts'
import { calendarsOf } from './files/calendar-file.ts'
import type { CalendarRow } from './files/calendar-file.ts'
import { deadlineOf } from './deadline.ts'
import type { DeadlineInput } from './deadline.ts'
import { dateOfDay, localDay } from './zone.ts'

/** The office hours of an earlier time; `reopened` are the local days that were closed since. */
export type FormerCalendar = Readonly<{ calendar: Calendar; reopened: ReadonlySet<number> }>

/** With more closures within one clock it is not tried out which of them came later. */
const mostClosures = 3

/**
 * The office hours under which a clock had the deadline it keeps, where days were closed by order since. Null where no such days, or more
 * than one choice of them, give that deadline: which is true cannot be told then.
 */
export const calendarThatGave = (
  input: DeadlineInput,
  dueAtMs: number,
  rows: readonly CalendarRow[],
): FormerCalendar | null => {
  const { facts, zone, id } = input.calendar
  const first = localDay(zone, input.startMs)
  const last = localDay(zone, dueAtMs)
  const closed = [...facts.values()].filter(({ kind, day }) => kind === 'closure' && day >= first && day <= last)
  if (closed.length > mostClosures) return null
  const tried = choicesOf(closed.map(({ day }) => day)).flatMap((reopened) => {
    const calendar = calendarWithout(reopened, id, rows)
    return calendar === undefined ? [] : [{ calendar, reopened, dueMs: deadlineOf({ ...input, calendar }) }]
  })
  // A closed weekend, or the day of arrival, moves nothing: it is left as it is.
  const dueToday = deadlineOf(input)
  const idle = new Set(
    tried.flatMap(({ reopened, dueMs }) => (reopened.size === 1 && dueMs === dueToday ? [...reopened] : [])),
  )
  const found = tried.filter(({ reopened, dueMs }) => dueMs === dueAtMs && ![...reopened].some((day) => idle.has(day)))
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Every choice of at least one of the days. */
const choicesOf = (days: readonly number[]): readonly ReadonlySet<number>[] => {
  let choices: readonly (readonly number[])[] = [[]]
  for (const day of days) choices = choices.flatMap((chosen) => [chosen, [...chosen, day]])
  return choices.filter((chosen) => chosen.length > 0).map((chosen) => new Set(chosen))
}

const calendarWithout = (
  reopened: ReadonlySet<number>,
  id: string,
  rows: readonly CalendarRow[],
): Calendar | undefined => {
  const dates = new Set([...reopened].map(dateOfDay))
  const kept = rows.filter((row) => row.id === id || fieldsOf(row.data)['kind'] === 'year')
  return calendarsOf(kept.map((row) => ({ ...row, data: withoutClosures(fieldsOf(row.data), dates) }))).get(id)
}

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (data: unknown): Fields => (typeof data === 'object' && data !== null ? { ...data } : {})

const withoutClosures = (data: Fields, dates: ReadonlySet<string>): Fields => {
  const { days } = data
  if (!Array.isArray(days)) return data
  const left = days.filter((entry) => {
    const { kind, date } = fieldsOf(entry)
    return !(kind === 'closure' && typeof date === 'string' && dates.has(date))
  })
  return { ...data, days: left }
}
