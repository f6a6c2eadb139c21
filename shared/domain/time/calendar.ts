import type { Confirmation } from './confirmation.ts'
import { dayMs } from './zone.ts'
import type { Zone } from './zone.ts'

/** An opening of a local day in minutes after midnight: 08:00-12:00 is `{fromMin: 480, toMin: 720}`. */
export type Period = Readonly<{ fromMin: number; toMin: number }>

/** What a named day is. Only `swapped_work` and `special_opening` open a day; all others close it. */
export const dayKinds = [
  'holiday',
  'adjacent',
  'compensatory',
  'swapped_off',
  'swapped_work',
  'special_opening',
  'closure',
] as const
export type DayKind = (typeof dayKinds)[number]

/** How sure a day is: announced, fixed by law without the year's notice, or expected. */
export const dayStatuses = ['official', 'statutory', 'estimate'] as const
export type DayStatus = (typeof dayStatuses)[number]

/**
 * One named day of a calendar. `day` is the local day number; `ref` names the source; `standsFor` is the day off a
 * worked day makes up for, whose weekday hours it takes; `periods` replace the hours of that day altogether.
 */
export type DayFact = Readonly<{
  day: number
  kind: DayKind
  name: string
  ref: string
  status: DayStatus
  standsFor: number | null
  periods: readonly Period[] | null
}>

/** The opening times of an agency, ready for arithmetic that does not depend on how many years there are. Built by `compileCalendar`. */
export type Calendar = Readonly<{
  id: string
  zone: Zone
  /** Whether the weekly hours are published or assumed. */
  hoursStatus: Confirmation
  /** Where every opening starts and ends, ascending Unix milliseconds, and the working time before it. */
  openFromMs: Float64Array
  openToMs: Float64Array
  workedBeforeMs: Float64Array
  /** The local day numbers with an opening, and the index of each one's first opening. */
  workingDays: Int32Array
  firstOpening: Int32Array
  /** Where to begin looking: per 24 hours from `fromMs` on, the last opening that begins by their start, -1 for none. */
  openingByDay: Int32Array
  /** Per `workStepMs` of working time, the last opening with no more work before it. */
  openingByWork: Int32Array
  workStepMs: number
  /** Per local day from `firstDay` on, the index of the last working day up to it, -1 for none. */
  firstDay: number
  workingDayByDay: Int32Array
  facts: ReadonlyMap<number, DayFact>
  /** The first and last local day for which yearly facts are known; outside, only the weekly hours are. */
  factsFrom: number
  factsTo: number
  /** The working time of an ordinary day. */
  ordinaryDayMs: number
  /** Instants outside these are refused with `CalendarRangeError`. */
  fromMs: number
  toMs: number
}>

/** An instant or a result lies outside the years a calendar was compiled for. */
export class CalendarRangeError extends Error {
  readonly code = 'calendar_range'
}

/** The working time from the calendar's beginning to an instant; every question below is a difference of two of these. */
export const workedUntil = (calendar: Calendar, atMs: number): number => {
  if (!(atMs >= calendar.fromMs && atMs <= calendar.toMs)) {
    throw new CalendarRangeError(`calendar ${calendar.id} does not reach ${atMs}`)
  }
  const opening = openingBy(calendar, atMs)
  if (opening < 0) return 0
  return (
    at(calendar.workedBeforeMs, opening) +
    Math.min(atMs, at(calendar.openToMs, opening)) -
    at(calendar.openFromMs, opening)
  )
}

/** The working time between two instants, in milliseconds; negative when `toMs` is the earlier one. */
export const workingMsBetween = (calendar: Calendar, fromMs: number, toMs: number): number =>
  workedUntil(calendar, toMs) - workedUntil(calendar, fromMs)

/** The first open instant at or after `atMs`: a closing moment is already outside hours. */
export const nextOpenAt = (calendar: Calendar, atMs: number): number => {
  const opening = openingBy(calendar, atMs)
  if (opening >= 0 && atMs < at(calendar.openToMs, opening)) return atMs
  if (opening + 1 >= calendar.openFromMs.length)
    throw new CalendarRangeError(`calendar ${calendar.id} ends before the next opening`)
  return at(calendar.openFromMs, opening + 1)
}

/** The earliest instant after which `workMs` of working time has passed since `fromMs`; no time asked gives `fromMs` itself. */
export const addWorkingMs = (calendar: Calendar, fromMs: number, workMs: number): number => {
  if (workMs <= 0) return fromMs
  const target = workedUntil(calendar, fromMs) + workMs
  // The opening that reaches the target: the last one with less work before it than asked.
  let opening = openingByWork(calendar, target)
  while (opening > 0 && at(calendar.workedBeforeMs, opening) >= target) opening -= 1
  const reached = at(calendar.openFromMs, opening) + target - at(calendar.workedBeforeMs, opening)
  if (reached > at(calendar.openToMs, opening))
    throw new CalendarRangeError(`calendar ${calendar.id} ends before the deadline`)
  return reached
}

/** The latest instant from which `workMs` of working time passes until `toMs`. */
export const subtractWorkingMs = (calendar: Calendar, toMs: number, workMs: number): number => {
  if (workMs <= 0) return toMs
  const target = workedUntil(calendar, toMs) - workMs
  if (target < 0) throw new CalendarRangeError(`calendar ${calendar.id} begins after the answer`)
  const opening = openingByWork(calendar, target)
  return at(calendar.openFromMs, opening) + target - at(calendar.workedBeforeMs, opening)
}

/** The openings of the n-th working day after a local day (n >= 1), ascending. */
export const nthWorkingDayAfter = (
  calendar: Calendar,
  day: number,
  n: number,
): readonly Readonly<{ fromMs: number; toMs: number }>[] => {
  const index = workingDayBy(calendar, day) + n
  if (index >= calendar.workingDays.length)
    throw new CalendarRangeError(`calendar ${calendar.id} ends before working day ${n}`)
  const end =
    index + 1 < calendar.firstOpening.length ? at(calendar.firstOpening, index + 1) : calendar.openFromMs.length
  const openings = []
  for (let opening = at(calendar.firstOpening, index); opening < end; opening += 1) {
    openings.push({ fromMs: at(calendar.openFromMs, opening), toMs: at(calendar.openToMs, opening) })
  }
  return openings
}

/** The last opening that begins at or before an instant, -1 where there is none; a day has few of them to look at. */
const openingBy = (calendar: Calendar, atMs: number): number => {
  let opening = slotOf(calendar.openingByDay, (atMs - calendar.fromMs) / dayMs)
  while (at(calendar.openFromMs, opening + 1) <= atMs) opening += 1
  return opening
}

/** The last opening with at most this much work before it. */
const openingByWork = (calendar: Calendar, workMs: number): number => {
  let opening = slotOf(calendar.openingByWork, workMs / calendar.workStepMs)
  while (at(calendar.workedBeforeMs, opening + 1) <= workMs) opening += 1
  return opening
}

const workingDayBy = (calendar: Calendar, day: number): number =>
  slotOf(calendar.workingDayByDay, day - calendar.firstDay)

/** The entry of the slot a position falls into: -1 before the first one, the last one beyond the end. */
const slotOf = (slots: Int32Array, position: number): number =>
  slots[Math.min(Math.floor(position), slots.length - 1)] ?? -1

/** The index of the last value <= `limit` in an ascending array, -1 where there is none. */
export const lastAtMost = (values: Float64Array | Int32Array, limit: number): number => {
  let low = -1
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (at(values, middle) <= limit) low = middle
    else high = middle - 1
  }
  return low
}

const at = (values: Float64Array | Int32Array, index: number): number => values[index] ?? Infinity
