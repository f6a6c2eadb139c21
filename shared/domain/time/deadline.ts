import type { ClockPause } from '../complaint.ts'
import { addWorkingMs, nextOpenAt, nthWorkingDayAfter, workingMsBetween } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import type { DeadlinePolicy, Term } from './policy.ts'
import { localDay, startOfLocalDay } from './zone.ts'

/**
 * What a deadline is computed from. An open pause lasts until `asOfMs`; where that is left out it adds nothing yet. `extendedMs` is
 * time granted beyond the term: office time, real time for terms in calendar days. `orderedDueMs` is a date set by order, which
 * takes the place of the term and is not moved by pauses.
 */
export type DeadlineInput = Readonly<{
  startMs: number
  term: Term
  dayRule: DeadlinePolicy['dayRule']
  calendar: Calendar
  pauses?: readonly ClockPause[]
  asOfMs?: number
  extendedMs?: number
  orderedDueMs?: number | null
}>

/** A stretch without a gap, Unix milliseconds, end exclusive. */
export type Stretch = Readonly<{ fromMs: number; toMs: number }>

/** When a clock that starts at `startMs` begins to run: at once in calendar time, else at the next opening (domain.md section 5). */
export const clockStart = (input: DeadlineInput): number =>
  input.term.unit === 'calendar_days' ? input.startMs : nextOpenAt(input.calendar, input.startMs)

/**
 * The deadline in Unix milliseconds: the term counted from the start, the time granted added, moved on by every pause. Throws
 * `CalendarRangeError` beyond the calendar.
 */
export const deadlineOf = (input: DeadlineInput): number => {
  let dueMs = extended(input, unpausedDeadline(input))
  for (const pause of closedPauses(input)) {
    if (pause.fromMs >= dueMs) break
    // The work left when the pause began is done after it: the deadline moves by the time the pause took from the clock.
    dueMs =
      input.term.unit === 'calendar_days'
        ? dueMs + pause.toMs - pause.fromMs
        : addWorkingMs(input.calendar, dueMs, workingMsBetween(input.calendar, pause.fromMs, pause.toMs))
  }
  return dueMs
}

const extended = ({ calendar, term, extendedMs }: DeadlineInput, dueMs: number): number => {
  if (extendedMs === undefined || extendedMs <= 0) return dueMs
  return term.unit === 'calendar_days' ? dueMs + extendedMs : addWorkingMs(calendar, dueMs, extendedMs)
}

/**
 * Whether a stored deadline is the one computed now. A term in calendar days was stored as the midnight after its last day before it
 * ended with that day: such a deadline stays as it is.
 */
export const isSameDeadline = (storedMs: number | null, computedMs: number | null): boolean =>
  storedMs === computedMs || (storedMs !== null && computedMs !== null && storedMs === computedMs + 1)

/** The deadline as if the clock had never stood still and nothing had been granted. */
const unpausedDeadline = (input: DeadlineInput): number => {
  const { calendar, term, orderedDueMs } = input
  if (orderedDueMs !== undefined && orderedDueMs !== null) return orderedDueMs
  const startMs = clockStart(input)
  switch (term.unit) {
    case 'working_minutes':
      return addWorkingMs(calendar, startMs, term.amount * 60_000)
    case 'working_days':
      return afterWorkingDays(input, startMs)
    case 'calendar_days':
      return startOfLocalDay(calendar.zone, localDay(calendar.zone, startMs) + term.amount + 1) - 1
  }
}

const afterWorkingDays = (input: DeadlineInput, startMs: number): number => {
  const { calendar, term } = input
  const startDay = localDay(calendar.zone, startMs)
  const openings = nthWorkingDayAfter(calendar, startDay, term.amount)
  const closesMs = openings[openings.length - 1]?.toMs ?? startMs
  if (input.dayRule === 'end_of_day') return closesMs
  const clockTimeMs = startMs - startOfLocalDay(calendar.zone, startDay)
  const dueDay = localDay(calendar.zone, openings[0]?.fromMs ?? startMs)
  const sameTimeMs = startOfLocalDay(calendar.zone, dueDay) + clockTimeMs
  // The same clock time may be closed on that day: the next opening of the day holds, else its closing.
  const opening = openings.find((candidate) => sameTimeMs < candidate.toMs)
  return opening === undefined ? closesMs : Math.max(sameTimeMs, opening.fromMs)
}

/** Whether the day of arrival counts nothing: a term in working days begins with the day after it where it ends with a day. */
export const leavesOutStartDay = ({ term, dayRule, orderedDueMs }: DeadlineInput): boolean =>
  term.unit === 'working_days' && dayRule === 'end_of_day' && (orderedDueMs ?? null) === null

/** Since when a pause takes time from the clock. */
const pausableFrom = (input: DeadlineInput): number => {
  const { zone } = input.calendar
  const startMs = clockStart(input)
  return leavesOutStartDay(input) ? startOfLocalDay(zone, localDay(zone, startMs) + 1) : startMs
}

/** The pauses that touch the running clock, ascending, merged where they overlap, open ones cut at `asOfMs`. */
export const closedPauses = (input: DeadlineInput): readonly Stretch[] => {
  if (input.pauses === undefined || input.pauses.length === 0) return []
  if (input.orderedDueMs !== undefined && input.orderedDueMs !== null) return []
  const sinceMs = pausableFrom(input)
  const stretches = input.pauses
    .map((pause) => ({ fromMs: Math.max(pause.fromMs, sinceMs), toMs: pause.toMs ?? input.asOfMs ?? pause.fromMs }))
    .filter((pause) => pause.toMs > pause.fromMs)
    .toSorted((left, right) => left.fromMs - right.fromMs)
  const merged: Stretch[] = []
  for (const stretch of stretches) {
    const last = merged[merged.length - 1]
    if (last !== undefined && stretch.fromMs <= last.toMs) {
      merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, stretch.toMs) }
    } else merged.push(stretch)
  }
  return merged
}
