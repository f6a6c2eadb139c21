import { agencyStands } from './organisation.ts'
import type { Organisation } from './organisation.ts'
import { deadlineStatus } from './time/deadline-status.ts'
import type { DeadlineStatus } from './time/deadline-status.ts'
import { dateOfDay, localDay, weekdayOf } from './time/zone.ts'
import type { Zone } from './time/zone.ts'

/** What is counted of a case; a column store gives the same numbers without building cases. All times are Unix milliseconds. */
export type FigureCase = Readonly<{
  agency: string
  category: string
  /** `activeDueAtMs`: the deadline that counts, null without one. */
  dueAtMs: number | null
  /** `dueSoonFromMs` of the same deadline. */
  soonFromMs: number | null
  /** `pausedFromMs`: since when the clock stands still, null while it runs. */
  pausedFromMs: number | null
  /** `endedAtMs`: answered, or closed by the source. */
  endedAtMs: number | null
}>

/** Cases by where they stand. `onTime` and `late` have ended; `running`, `dueSoon`, `overdue` and `paused` have not; `noTarget` has no deadline. */
export type Figures = Readonly<{
  onTime: number
  late: number
  running: number
  dueSoon: number
  overdue: number
  paused: number
  noTarget: number
}>
export type FigureName = keyof Figures

/** The names of the counters, in the order charts show them. */
export const figureNames = [
  'onTime',
  'late',
  'running',
  'dueSoon',
  'overdue',
  'paused',
  'noTarget',
] as const satisfies readonly FigureName[]

const counterOf: Readonly<Record<DeadlineStatus, FigureName>> = {
  ended_on_time: 'onTime',
  ended_late: 'late',
  on_time: 'running',
  due_soon: 'dueSoon',
  overdue: 'overdue',
  paused: 'paused',
  no_target: 'noTarget',
}

/** A counter set at zero. */
export const noFigures: Figures = { onTime: 0, late: 0, running: 0, dueSoon: 0, overdue: 0, paused: 0, noTarget: 0 }

/** Which counter a case falls into at `nowMs`. A closed or answered case with a target is on time if it ended at or before it. */
export const figureOf = (entry: FigureCase, nowMs: number): FigureName => counterOf[deadlineStatus({ ...entry, nowMs })]

/** The Monday `YYYY-MM-DD` of the ISO week an instant falls into, on the zone's wall clock. */
export const weekOf = (atMs: number, zone: Zone): string => {
  const day = localDay(zone, atMs)
  return dateOfDay(day - weekdayOf(day))
}

/** What the figures are kept apart by. `week` is the week in which the deadline falls; a case without one is under `''`. */
export type FigureAxis = 'week' | 'category' | 'agency'

/** When and on which wall clock is counted. */
export type FigureMoment = Readonly<{ nowMs: number; zone: Zone }>

/** Counts cases per key of an axis; keys ascend. Every case is counted once, so the rows of each axis sum to the same totals. */
export const figuresBy = (
  axis: FigureAxis,
  cases: Iterable<FigureCase>,
  moment: FigureMoment,
): ReadonlyMap<string, Figures> => {
  const rows = new Map<string, Record<FigureName, number>>()
  for (const entry of cases) {
    const key = keyOf(axis, entry, moment.zone)
    let row = rows.get(key)
    if (row === undefined) {
      row = { ...noFigures }
      rows.set(key, row)
    }
    row[figureOf(entry, moment.nowMs)] += 1
  }
  return new Map([...rows].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

/** Under which agency a case counts: the one that handled it, or the one that stands in its place today. */
export type AgencyView = 'then' | 'now'

/**
 * Names the agency that stands today for one that handled a case: itself while it exists, afterwards the end of its line of single
 * successors. Where a unit was split, no one unit stands for it, and its cases stay under the name that was split.
 */
export const agencyNow = (organisation: Organisation): ((agency: string) => string) => {
  const known = new Map<string, string>()
  const follow = (agency: string): string => {
    const seen = new Set([agency])
    let at = agency
    while (!agencyStands(organisation, at)) {
      const [next, ...others] = organisation.agencies.get(at)?.successors ?? []
      if (next === undefined || others.length > 0 || seen.has(next)) return at
      seen.add(next)
      at = next
    }
    return at
  }
  return (agency) => {
    const named = known.get(agency) ?? follow(agency)
    known.set(agency, named)
    return named
  }
}

/** The counters of all cases together. */
export const totalFigures = (rows: Iterable<Figures>): Figures => {
  const total: Record<FigureName, number> = { ...noFigures }
  for (const row of rows) for (const name of figureNames) total[name] += row[name]
  return total
}

/** The share of ended cases with a target that ended on time, 0 to 1; null where none has ended. */
export const onTimeShare = (figures: Figures): number | null => {
  const ended = figures.onTime + figures.late
  return ended === 0 ? null : figures.onTime / ended
}

const keyOf = (axis: FigureAxis, entry: FigureCase, zone: Zone): string => {
  switch (axis) {
    case 'week':
      return entry.dueAtMs === null ? '' : weekOf(entry.dueAtMs, zone)
    case 'category':
      return entry.category
    case 'agency':
      return entry.agency
  }
}
