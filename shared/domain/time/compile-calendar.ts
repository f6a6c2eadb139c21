import type { Calendar, DayFact, DayKind, Period } from './calendar.ts'
import type { Confirmation } from './confirmation.ts'
import { dayMs, utcOfLocal, weekdayOf } from './zone.ts'
import type { Zone } from './zone.ts'

/** The weekly office hours of one or more agencies: `week[0]` is Monday. */
export type OfficeHours = Readonly<{
  id: string
  zone: Zone
  status: Confirmation
  week: readonly (readonly Period[])[]
}>

/** What a calendar is compiled from; `firstDay` and `lastDay` are local day numbers, both inclusive. */
export type CalendarSource = Readonly<{
  hours: OfficeHours
  facts: readonly DayFact[]
  firstDay: number
  lastDay: number
}>

// When a day has several facts the strongest holds: an order to close beats an opening, an opening beats a day off.
const strength: Readonly<Record<DayKind, number>> = {
  closure: 3,
  special_opening: 2,
  swapped_work: 1,
  holiday: 0,
  adjacent: 0,
  compensatory: 0,
  swapped_off: 0,
}

const strongest = (facts: readonly DayFact[]): Map<number, DayFact> => {
  const byDay = new Map<number, DayFact>()
  for (const fact of facts) {
    const held = byDay.get(fact.day)
    if (held === undefined || strength[fact.kind] > strength[held.kind]) byDay.set(fact.day, fact)
  }
  return byDay
}

/** The openings of one local day by the weekly hours and the day's fact. A worked day without hours of its own takes those of the day it stands for, or Monday's. */
export const periodsOf = (hours: OfficeHours, day: number, fact: DayFact | undefined): readonly Period[] => {
  if (fact === undefined) return hours.week[weekdayOf(day)] ?? []
  if (fact.periods !== null) return fact.periods
  if (fact.kind !== 'swapped_work' && fact.kind !== 'special_opening') return []
  return hours.week[fact.standsFor === null ? 0 : weekdayOf(fact.standsFor)] ?? []
}

/** Turns weekly hours and named days into prefix sums of working time. Periods must ascend and not overlap (checked by `calendar-file.ts`). */
export const compileCalendar = (source: CalendarSource): Calendar => {
  const facts = strongest(source.facts)
  const openings: number[] = []
  const closings: number[] = []
  const before: number[] = []
  const workingDays: number[] = []
  const firstOpening: number[] = []
  let workedMs = 0
  for (let day = source.firstDay; day <= source.lastDay; day += 1) {
    const periods = periodsOf(source.hours, day, facts.get(day))
    if (periods.length === 0) continue
    workingDays.push(day)
    firstOpening.push(openings.length)
    for (const period of periods) {
      const fromMs = utcOfLocal(source.hours.zone, day * dayMs + period.fromMin * 60_000)
      const toMs = utcOfLocal(source.hours.zone, day * dayMs + period.toMin * 60_000)
      openings.push(fromMs)
      closings.push(toMs)
      before.push(workedMs)
      workedMs += toMs - fromMs
    }
  }
  const factDays = [...facts.keys()]
  const fromMs = utcOfLocal(source.hours.zone, source.firstDay * dayMs)
  const toMs = utcOfLocal(source.hours.zone, (source.lastDay + 1) * dayMs)
  const workStepMs = Math.max(ordinaryDayMs(source.hours), hourMs)
  return {
    id: source.hours.id,
    zone: source.hours.zone,
    hoursStatus: source.hours.status,
    openFromMs: Float64Array.from(openings),
    openToMs: Float64Array.from(closings),
    workedBeforeMs: Float64Array.from(before),
    workingDays: Int32Array.from(workingDays),
    firstOpening: Int32Array.from(firstOpening),
    openingByDay: lastBySlot(openings, { from: fromMs, step: dayMs, to: toMs }),
    openingByWork: lastBySlot(before, { from: 0, step: workStepMs, to: workedMs }),
    workStepMs,
    firstDay: source.firstDay,
    workingDayByDay: lastBySlot(workingDays, { from: source.firstDay, step: 1, to: source.lastDay }),
    facts,
    factsFrom: factDays.reduce((least, day) => Math.min(least, day), Infinity),
    factsTo: factDays.reduce((most, day) => Math.max(most, day), -Infinity),
    ordinaryDayMs: ordinaryDayMs(source.hours),
    fromMs,
    toMs,
  }
}

const hourMs = 3_600_000

/** For every step from `from` to `to` the index of the last ascending value up to it, -1 for none. */
const lastBySlot = (
  values: readonly number[],
  { from, step, to }: Readonly<{ from: number; step: number; to: number }>,
): Int32Array => {
  const slots = new Int32Array(Math.floor((to - from) / step) + 1)
  let last = -1
  for (let slot = 0; slot < slots.length; slot += 1) {
    while ((values[last + 1] ?? Infinity) <= from + slot * step) last += 1
    slots[slot] = last
  }
  return slots
}

const ordinaryDayMs = (hours: OfficeHours): number =>
  Math.max(...hours.week.map((periods) => periods.reduce((sum, period) => sum + period.toMin - period.fromMin, 0)), 0) *
  60_000
