import { dayKinds, dayStatuses } from '../calendar.ts'
import type { Calendar, DayFact, Period } from '../calendar.ts'
import { compileCalendar } from '../compile-calendar.ts'
import type { OfficeHours } from '../compile-calendar.ts'
import { confirmations } from '../confirmation.ts'
import { FileFaultsError } from './file-fault.ts'
import type { FileFault, FileFaultCode } from './file-fault.ts'
import { ianaZone } from '../iana-zone.ts'
import { dayOfDate } from '../zone.ts'

/** A calendar row as it is delivered: `data` is office hours or one year's named days (see `resources/calendars`). */
export type CalendarRow = Readonly<{ id: string; data: unknown }>

/** A calendar row that cannot be used; `faults` names the row and each place in it, `problems` the same in English. */
export class CalendarFileError extends FileFaultsError {
  readonly code = 'calendar_file'
}

/** A year of named days: `series` is what office hours refer to as their days off. */
export type CalendarYear = Readonly<{ series: string; year: number; facts: readonly DayFact[] }>

/** Weekly office hours, the series of named days they follow (null for none) and named days of their own, such as a closure. */
export type HoursRow = OfficeHours & Readonly<{ series: string | null; ownFacts: readonly DayFact[] }>

/** Told of a fault: its code, the place below the one that is read (`''` for itself), and the same in English. */
type Complain = (code: FileFaultCode, place: string, says: string, n?: number) => void
type Fields = Readonly<Record<string, unknown>>

// How far before and after the known years the weekly hours are carried on, so that no case falls outside.
const yearsBefore = 2
const yearsAfter = 15

/**
 * Compiles every office-hours row, by row id, with the years of its series and those that name the row itself as their series: an
 * agency with hours of its own can close by order, or open, on days no other does. Throws `CalendarFileError` naming every problem of every
 * row.
 */
export const calendarsOf = (rows: readonly CalendarRow[]): ReadonlyMap<string, Calendar> => {
  const faults: FileFault[] = []
  const years: CalendarYear[] = []
  const hours: HoursRow[] = []
  const knownYears = rows.flatMap((row) =>
    isFields(row.data) && typeof row.data['year'] === 'number' ? [row.data['year']] : [],
  )
  const span = {
    fromYear: Math.min(2024, ...knownYears) - yearsBefore,
    toYear: Math.max(2027, ...knownYears) + yearsAfter,
  }
  for (const row of rows) {
    const complain: Complain = (code, path, says, n) =>
      faults.push({ row: row.id, code, path, ...(n === undefined ? {} : { n }), says: `calendar ${row.id}: ${says}` })
    if (!isFields(row.data)) complain('shape', '', 'not an object')
    else if (row.data['kind'] === 'year') years.push(yearOf(row.data, complain))
    else if (row.data['kind'] === 'office_hours') hours.push(hoursOf(row.id, row.data, complain, span))
    else complain('choice', 'kind', 'kind must be "year" or "office_hours"')
  }
  if (faults.length > 0) throw new CalendarFileError(faults)
  const firstDay = dayOfDate(`${span.fromYear}-01-01`) ?? 0
  const lastDay = dayOfDate(`${span.toYear}-12-31`) ?? 0
  return new Map(
    hours.map((row) => {
      const facts = years.filter((year) => year.series === row.series).flatMap((year) => year.facts)
      const ownYears = years.filter((year) => year.series === row.id).flatMap((year) => year.facts)
      const ownFacts = [...row.ownFacts, ...ownYears]
      return [row.id, compileCalendar({ hours: row, facts, ownFacts, firstDay, lastDay })]
    }),
  )
}

const yearOf = (data: Fields, complain: Complain): CalendarYear => {
  const { year, series, days } = data
  if (typeof year !== 'number' || !Number.isInteger(year)) complain('number', 'year', 'year must be a whole number')
  if (typeof series !== 'string' || series === '') complain('missing', 'series', 'series must be named')
  const facts = factsOf(days, complain)
  for (const [index, entry] of (Array.isArray(days) ? days : []).entries()) {
    const date = isFields(entry) && typeof entry['date'] === 'string' ? entry['date'] : null
    if (date !== null && dayOfDate(date) !== null && !date.startsWith(`${String(year)}-`))
      complain('other_year', dayPath(entry, index), `days[${index}]: not a date of ${String(year)}`, Number(year))
  }
  return { series: String(series), year: Number(year), facts }
}

/** A day's place: by its date where it has one, else by its number. */
const dayPath = (entry: unknown, index: number): string =>
  `days.${isFields(entry) && typeof entry['date'] === 'string' ? entry['date'].slice(0, 20) : index + 1}`

const factsOf = (days: unknown, complain: Complain): readonly DayFact[] => {
  if (!Array.isArray(days)) complain('shape', 'days', 'days must be a list')
  return (Array.isArray(days) ? days : []).flatMap((entry, index) => {
    const below = dayPath(entry, index)
    const fact = factOf(entry, (code, place, says) =>
      complain(code, place === '' ? below : `${below}.${place}`, `days[${index}]: ${says}`),
    )
    return fact === null ? [] : [fact]
  })
}

const factOf = (entry: unknown, complain: Complain): DayFact | null => {
  if (!isFields(entry)) {
    complain('shape', '', 'not an object')
    return null
  }
  const day = typeof entry['date'] === 'string' ? dayOfDate(entry['date']) : null
  const kind = dayKinds.find((known) => known === entry['kind'])
  const status = dayStatuses.find((known) => known === entry['status'])
  const standsFor = typeof entry['standsFor'] === 'string' ? dayOfDate(entry['standsFor']) : null
  if (day === null) complain('date', 'date', 'date must be YYYY-MM-DD')
  if (kind === undefined) complain('choice', 'kind', `kind must be one of ${dayKinds.join(', ')}`)
  if (status === undefined) complain('choice', 'status', `status must be one of ${dayStatuses.join(', ')}`)
  if (entry['standsFor'] !== undefined && standsFor === null)
    complain('date', 'standsFor', 'standsFor must be YYYY-MM-DD')
  if (typeof entry['name'] !== 'string' || entry['name'] === '') complain('missing', 'name', 'name must be given')
  if (typeof entry['ref'] !== 'string' || entry['ref'] === '') complain('missing', 'ref', 'ref must name the source')
  const periods = entry['periods'] === undefined ? null : periodsOf(entry['periods'], complain)
  if (day === null || kind === undefined || status === undefined) return null
  return { day, kind, status, standsFor, periods, name: String(entry['name']), ref: String(entry['ref']) }
}

const hoursOf = (id: string, data: Fields, complain: Complain, span: Parameters<typeof ianaZone>[1]): HoursRow => {
  const status = confirmations.find((known) => known === data['status'])
  if (status === undefined) complain('choice', 'status', `status must be one of ${confirmations.join(', ')}`)
  const { week, series, timeZone } = data
  if (!Array.isArray(week) || week.length !== 7) complain('shape', 'week', 'week must list seven days, Monday first')
  if (series !== null && typeof series !== 'string') complain('missing', 'series', 'series must be named or null')
  const days = (Array.isArray(week) ? week : []).map((day, index) =>
    periodsOf(day, (code, _place, says) => complain(code, `week.d${index}`, `week[${index}]: ${says}`)),
  )
  return {
    id,
    zone: zoneOf(timeZone, complain, span),
    status: status ?? 'provisional',
    week: days,
    series: typeof series === 'string' ? series : null,
    ownFacts: data['days'] === undefined ? [] : factsOf(data['days'], complain),
  }
}

const zoneOf = (timeZone: unknown, complain: Complain, span: Parameters<typeof ianaZone>[1]): HoursRow['zone'] => {
  try {
    return ianaZone(String(timeZone), span)
  } catch (error) {
    complain('choice', 'timeZone', error instanceof Error ? error.message : 'unknown time zone')
    return ianaZone('UTC', span)
  }
}

/** Reads periods written `["08:00", "12:00"]`, ascending and apart; `24:00` ends a day. */
const periodsOf = (value: unknown, complain: Complain): readonly Period[] => {
  if (!Array.isArray(value)) {
    complain('periods', 'periods', 'periods must be a list')
    return []
  }
  const periods: Period[] = []
  for (const entry of value) {
    const [from, to]: readonly unknown[] = Array.isArray(entry) ? entry : []
    const period = { fromMin: minuteOf(from), toMin: minuteOf(to) }
    const previous = periods[periods.length - 1]
    if (!(period.fromMin < period.toMin) || (previous !== undefined && period.fromMin < previous.toMin)) {
      complain('periods', 'periods', 'a period must be ["HH:MM", "HH:MM"], ascending and apart')
    } else periods.push(period)
  }
  return periods
}

const minuteOf = (value: unknown): number => {
  const match = typeof value === 'string' ? /^(\d{2}):(\d{2})$/.exec(value) : null
  const minutes = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2])
  return minutes <= 1440 && Number(match?.[2]) < 60 ? minutes : Number.NaN
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
