import type { DayFact, Period } from '../../../shared/domain/time/calendar.ts'

/** A calendar as people read it: hours per weekday (Monday first) and facts by date, on a clock that is +07:00 of UTC. */
export type NaiveCalendar = Readonly<{ week: readonly (readonly Period[])[]; facts: readonly DayFact[] }>

const minuteMs = 60_000
const offsetMs = 7 * 3_600_000

const readDays = new WeakMap<NaiveCalendar, Map<number, readonly Period[]>>()

/** Whether an office is open in the minute that begins at `atMs`; written without regard to the product's arithmetic. */
export const isOpenAt = (calendar: NaiveCalendar, atMs: number): boolean => {
  const wallMinute = Math.floor((atMs + offsetMs) / minuteMs)
  const day = Math.floor(wallMinute / 1440)
  const minute = wallMinute - day * 1440
  const read = readDays.get(calendar) ?? new Map<number, readonly Period[]>()
  readDays.set(calendar, read)
  const periods = read.get(day) ?? hoursOn(calendar, day)
  read.set(day, periods)
  return periods.some((period) => minute >= period.fromMin && minute < period.toMin)
}

const mondayFirst = (day: number): number => (new Date(day * 86_400_000).getUTCDay() + 6) % 7

const hoursOn = ({ week, facts }: NaiveCalendar, day: number): readonly Period[] => {
  const today = facts.filter((fact) => fact.day === day)
  const closure = today.find((fact) => fact.kind === 'closure')
  const opening =
    today.find((fact) => fact.kind === 'special_opening') ?? today.find((fact) => fact.kind === 'swapped_work')
  const fact = closure ?? opening ?? today[0]
  if (fact === undefined) return week[mondayFirst(day)] ?? []
  if (fact.periods !== null) return fact.periods
  if (fact !== opening) return []
  return week[fact.standsFor === null ? 0 : mondayFirst(fact.standsFor)] ?? []
}

type Stretch = Readonly<{ fromMs: number; toMs: number }>

const runs = (calendar: NaiveCalendar, pauses: readonly Stretch[], atMs: number): boolean =>
  isOpenAt(calendar, atMs) && !pauses.some((pause) => pause.fromMs <= atMs && atMs < pause.toMs)

/** Steps minute by minute until `minutes` of open, unpaused time have passed. */
export const naiveAddMinutes = (
  calendar: NaiveCalendar,
  startMs: number,
  minutes: number,
  pauses: readonly Stretch[] = [],
): number => {
  let atMs = startMs
  for (let left = minutes; left > 0; atMs += minuteMs) if (runs(calendar, pauses, atMs)) left -= 1
  return atMs
}

/** Counts the open minutes between two instants one by one. */
export const naiveMinutesBetween = (calendar: NaiveCalendar, fromMs: number, toMs: number): number => {
  let count = 0
  for (let atMs = fromMs; atMs < toMs; atMs += minuteMs) if (isOpenAt(calendar, atMs)) count += 1
  return count
}

/** Finds the end of the n-th day with an opening after the day on which the clock first runs, then steps over the pauses after that day. */
export const naiveAddDays = (
  calendar: NaiveCalendar,
  startMs: number,
  days: number,
  pauses: readonly Stretch[] = [],
): number => {
  let atMs = startMs
  while (!isOpenAt(calendar, atMs)) atMs += minuteMs
  atMs = nextMidnight(atMs)
  const beginMs = atMs
  for (let left = days; left > 0; atMs = nextMidnight(atMs)) if (openingsOf(calendar, atMs)) left -= 1
  const dueMs = lastOpenMinute(calendar, atMs) + minuteMs
  const workLeft = naiveMinutesBetween(calendar, beginMs, dueMs)
  return pauses.length === 0 ? dueMs : naiveAddMinutes(calendar, beginMs, workLeft, pauses)
}

const nextMidnight = (atMs: number): number => Math.floor((atMs + offsetMs) / 86_400_000 + 1) * 86_400_000 - offsetMs

const openingsOf = (calendar: NaiveCalendar, midnightMs: number): boolean =>
  naiveMinutesBetween(calendar, midnightMs, nextMidnight(midnightMs)) > 0

const lastOpenMinute = (calendar: NaiveCalendar, beforeMs: number): number => {
  let atMs = beforeMs - minuteMs
  while (!isOpenAt(calendar, atMs)) atMs -= minuteMs
  return atMs
}
