import { lastAtMost } from './calendar.ts'
import type { DayFact } from './calendar.ts'
import { clockStart, closedPauses, deadlineOf, leavesOutStartDay } from './deadline.ts'
import type { DeadlineInput, Stretch } from './deadline.ts'
import { localDay, startOfLocalDay } from './zone.ts'

/**
 * Why a stretch of time counts or not: `counted` ran, `start_day` is the day of arrival that a term in days leaves out,
 * `extended` is time granted beyond the term, `paused` stood still in open hours, `night` is outside hours on a working day, `weekend` and `holiday` are days off.
 */
export type SpanKind = 'counted' | 'extended' | 'start_day' | 'paused' | 'night' | 'weekend' | 'holiday'

/** One stretch of the explanation; `workingDay` numbers the counted days of a term in days from 1, `fact` is the named day it falls on. */
export type DeadlineSpan = Stretch &
  Readonly<{ kind: SpanKind; countedMs: number; workingDay: number | null; fact: DayFact | null }>

/** The answer to "Vì sao hạn này?": spans without a gap from the start to `dueMs`; their lengths sum to the deadline. */
export type DeadlineExplanation = Readonly<{ startMs: number; dueMs: number; spans: readonly DeadlineSpan[] }>

/** Explains every span between the start of a clock and its deadline. Throws `CalendarRangeError` beyond the calendar. */
export const explainDeadline = (input: DeadlineInput): DeadlineExplanation => {
  const dueMs = deadlineOf(input)
  const pauses = closedPauses(input)
  // Work is done before the time granted: what lies after the deadline without it is the extension.
  const termEndsMs = deadlineOf({ ...input, extendedMs: 0 })
  const edges = [...edgesBetween(input, dueMs, pauses).add(Math.min(termEndsMs, dueMs))].toSorted(
    (left, right) => left - right,
  )
  const spans: DeadlineSpan[] = []
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const piece = { fromMs: edges[index] ?? dueMs, toMs: edges[index + 1] ?? dueMs }
    const span = classified(input, piece, pauses)
    append(spans, span.kind === 'counted' && span.fromMs >= termEndsMs ? { ...span, kind: 'extended' } : span)
  }
  return { startMs: input.startMs, dueMs, spans: numbered(input, spans) }
}

const edgesBetween = (input: DeadlineInput, dueMs: number, pauses: readonly Stretch[]): Set<number> => {
  const { calendar, startMs } = input
  const edges = new Set([startMs, dueMs])
  const add = (edge: number): void => {
    if (edge > startMs && edge < dueMs) edges.add(edge)
  }
  add(clockStart(input))
  for (const pause of pauses) {
    add(pause.fromMs)
    add(pause.toMs)
  }
  const lastDay = localDay(calendar.zone, dueMs)
  for (let day = localDay(calendar.zone, startMs) + 1; day <= lastDay; day += 1)
    add(startOfLocalDay(calendar.zone, day))
  const first = Math.max(lastAtMost(calendar.openFromMs, startMs), 0)
  const last = lastAtMost(calendar.openFromMs, dueMs)
  for (let opening = first; opening <= last; opening += 1) {
    add(calendar.openFromMs[opening] ?? dueMs)
    add(calendar.openToMs[opening] ?? dueMs)
  }
  return edges
}

const classified = (input: DeadlineInput, piece: Stretch, pauses: readonly Stretch[]): DeadlineSpan => {
  const { calendar, term } = input
  const day = localDay(calendar.zone, piece.fromMs)
  const fact = calendar.facts.get(day) ?? null
  const span = (kind: SpanKind, countedMs = 0): DeadlineSpan => ({ ...piece, kind, countedMs, workingDay: null, fact })
  const opening = lastAtMost(calendar.openFromMs, piece.fromMs)
  const isOpen = opening >= 0 && piece.fromMs < (calendar.openToMs[opening] ?? 0)
  const isPaused = pauses.some((pause) => pause.fromMs <= piece.fromMs && piece.fromMs < pause.toMs)
  if (!isOpen && term.unit !== 'calendar_days') return span(closedKind(input, day, fact))
  if (isPaused) return span('paused')
  const isStartDay = leavesOutStartDay(input) && day === localDay(calendar.zone, clockStart(input))
  return isStartDay ? span('start_day') : span('counted', piece.toMs - piece.fromMs)
}

const closedKind = (input: DeadlineInput, day: number, fact: DayFact | null): SpanKind => {
  const { workingDays } = input.calendar
  if (workingDays[lastAtMost(workingDays, day)] === day) return 'night'
  return fact === null ? 'weekend' : 'holiday'
}

// Neighbours of one kind on one working stretch read as one line; named days keep a line of their own.
const append = (spans: DeadlineSpan[], next: DeadlineSpan): void => {
  const last = spans[spans.length - 1]
  if (last !== undefined && last.kind === next.kind && last.fact === next.fact && next.kind !== 'counted') {
    spans[spans.length - 1] = { ...last, toMs: next.toMs }
  } else spans.push(next)
}

const numbered = (input: DeadlineInput, spans: readonly DeadlineSpan[]): readonly DeadlineSpan[] => {
  if (input.term.unit === 'working_minutes') return spans
  let workingDay = 0
  let lastDay = -1
  return spans.map((span) => {
    if (span.kind !== 'counted') return span
    const day = localDay(input.calendar.zone, span.fromMs)
    if (day !== lastDay) workingDay += 1
    lastDay = day
    return { ...span, workingDay }
  })
}
