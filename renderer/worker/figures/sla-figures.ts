import type { z } from 'zod'
import type { SlaFiguresV1, slaRowV1 } from '../../../shared/ipc/worker-contract.ts'
import { agencyNow, figuresBy, totalFigures } from '../../../shared/domain/figures.ts'
import type { AgencyView, FigureAxis, FigureCase, Figures } from '../../../shared/domain/figures.ts'
import { agencyStands } from '../../../shared/domain/organisation.ts'
import type { Organisation } from '../../../shared/domain/organisation.ts'
import { activeDueAtMs, endedAtMs } from '../../../shared/domain/time/deadline-status.ts'
import type { Zone } from '../../../shared/domain/time/zone.ts'
import { flag } from '../index/columns.ts'
import { instantOrNull } from '../index/queue-index.ts'
import type { QueueIndex } from '../index/queue-index.ts'

export type SlaQuery = Readonly<{
  by: SlaFiguresV1['by']
  agencyView: AgencyView
  fromMs: number | null
  toMs: number | null
}>
export type SlaInput = Readonly<{
  index: QueueIndex
  organisation: Organisation
  nowMs: number
  zone: Zone
  /** Months of closed cases the device holds. */
  months: readonly string[]
  /** Whether everything in the official's scope has arrived. */
  complete: boolean
}>

/**
 * On time, due soon and overdue per week, category, agency (then or now) or team, counted from the local rows by the rule of
 * `shared/domain/figures.ts`. `fromMs` (inclusive) and `toMs` (exclusive) bound the deadline; unbounded counts every case.
 */
export function slaFigures(input: SlaInput, query: SlaQuery): SlaFiguresV1 {
  const organisation = { ...input.organisation, nowMs: input.nowMs }
  const axis: FigureAxis = query.by === 'team' ? 'agency' : query.by
  const rows = figuresBy(axis, figureCases({ ...input, organisation }, query), { nowMs: input.nowMs, zone: input.zone })
  const total = totalFigures(rows.values())
  return {
    by: query.by,
    rows: [...rows].map(([key, figures]) => toRow(key, figures)),
    finished: total.onTime + total.late,
    finishedOnTime: total.onTime,
    asOfMs: input.nowMs,
    months: [...input.months],
    complete: input.complete,
    agencyEnded: hasEndedAgency(input.index, organisation),
  }
}

/** Reads the agency column once; each of the few agencies is looked up once. */
function hasEndedAgency(index: QueueIndex, organisation: Organisation): boolean {
  const { values, length } = index.columns
  const numbers = new Set<number>()
  for (let place = 0; place < length; place += 1) {
    if (((values.flags[place] ?? 0) & flag.alive) !== 0) numbers.add(values.agency[place] ?? -1)
  }
  return [...numbers].some((number) => {
    const agency = index.texts.textOf(number)
    return agency !== null && organisation.agencies.has(agency) && !agencyStands(organisation, agency)
  })
}

function* figureCases(input: SlaInput, query: SlaQuery): Generator<FigureCase> {
  const { index } = input
  const { values, length } = index.columns
  const nameNow = query.by === 'agency' && query.agencyView === 'now' ? agencyNow(input.organisation) : null
  for (let place = 0; place < length; place += 1) {
    if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
    const { clocks } = index.clockFacts(place)
    const dueAtMs = activeDueAtMs(clocks)
    if (!isWithin(dueAtMs, query)) continue
    const unit = query.by === 'team' ? values.team[place] : values.agency[place]
    const unitId = index.texts.textOf(unit ?? -1) ?? ''
    yield {
      agency: nameNow === null ? unitId : nameNow(unitId),
      category: index.texts.textOf(values.category[place] ?? -1) ?? '',
      dueAtMs,
      soonFromMs: instantOrNull(values.dueSoonFrom[place]),
      pausedFromMs: instantOrNull(values.pausedFrom[place]),
      endedAtMs: endedAtMs(clocks),
    }
  }
}

function isWithin(dueAtMs: number | null, query: SlaQuery): boolean {
  if (query.fromMs === null && query.toMs === null) return true
  if (dueAtMs === null) return false
  return dueAtMs >= (query.fromMs ?? -Infinity) && dueAtMs < (query.toMs ?? Infinity)
}

function toRow(key: string, figures: Figures): z.infer<typeof slaRowV1> {
  const { onTime, late, dueSoon, overdue, paused, running } = figures
  return { key, onTime, late, dueSoon, overdue, paused, openOnTime: running }
}

/** The months of closed cases among the buckets held, ascending. */
export function monthsHeld(buckets: Iterable<string>): string[] {
  const months = new Set<string>()
  for (const bucket of buckets) {
    const month = /:closed-(\d{4}-\d{2})$/.exec(bucket)?.[1]
    if (month !== undefined) months.add(month)
  }
  return [...months].sort()
}
