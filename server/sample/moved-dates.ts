import { dayOfDate } from '../../shared/domain/time/zone.ts'
import { hanoiDay } from '../identity/officials.ts'
import { mentionsIn, withMovedDays } from './day-mentions.ts'
import type { DateWords, DayMention } from './day-mentions.ts'

/** The moments of a case that its texts must fit: when it was sent, and when it was received and answered, where it has come so far. */
export type CaseMoments = Readonly<{
  submittedAtMs: number
  handled: Readonly<{ receivedAtMs: number; answeredAtMs: number }> | null
}>

/** The written days of a report, as day numbers from 1970-01-01. */
export type ReportDays = Readonly<{
  /** The latest day that the body tells of as past. */
  lastPast: number | null
  /** The first day on which the reply says that something was done about the report. */
  handling: number | null
  /** The last such day before the first promised one. */
  lastDone: number | null
  /** The first day that the reply promises. */
  firstPromised: number | null
}>

type Texts = Readonly<{ body: string; reply: string | null }>

const allDays = (mention: DayMention): number[] => [...mention.listed.map((one) => one.day), mention.day]
const highest = (days: readonly number[]): number | null => (days.length === 0 ? null : Math.max(...days))
const lowest = (days: readonly number[]): number | null => (days.length === 0 ? null : Math.min(...days))

function dayNumber(date: string): number {
  const day = dayOfDate(date)
  if (day === null) throw new RangeError(`${date} is no date`)
  return day
}

/** Tells which of the days written in a report are past, done and promised. */
export function daysOfReport({ body, reply }: Texts, words: DateWords): ReportDays {
  const writtenOn = dayNumber(words.writtenOn)
  const repliedBy = dayNumber(words.repliedBy)
  const told = mentionsIn(body, words)
  const past = told.flatMap(allDays).filter((day) => day <= writtenOn)
  const lastPast = highest(past)
  const replied = mentionsIn(reply ?? '', words)
  const since = lastPast ?? Number.NEGATIVE_INFINITY
  const promised = replied.filter((one) => one.isPromised || one.day > repliedBy).flatMap(allDays)
  const firstPromised = lowest(promised.filter((day) => day > since))
  const until = firstPromised ?? Number.POSITIVE_INFINITY
  const named = new Set(told.flatMap(allDays))
  const done = replied.flatMap(allDays).filter((day) => day >= since && day < until)
  // A reply often names the day of the event again before it comes to the first visit.
  const handling = done.find((day) => !named.has(day)) ?? null
  const lastDone = handling === null ? null : highest(done.filter((day) => day >= handling))
  return { lastPast, handling, lastDone, firstPromised }
}

/**
 * The number of days by which a report's written days move. Past days of the body come to lie on or before the day of submission, then
 * the first handling between reception and answer, then what was done before the answer, then what is promised after it.
 */
export function shiftFor(days: ReportDays, moments: CaseMoments, words: DateWords): number {
  const dayAt = (atMs: number): number => dayNumber(hanoiDay(atMs))
  const submitted = dayAt(moments.submittedAtMs)
  const { lastPast, handling, lastDone, firstPromised } = days
  const asWritten = submitted - dayNumber(words.writtenOn)
  if (moments.handled === null) return asWritten
  const received = dayAt(moments.handled.receivedAtMs)
  const answered = dayAt(moments.handled.answeredAtMs)
  const low = handling === null ? asWritten : received - handling
  const high = Math.min(
    lastPast === null ? Number.POSITIVE_INFINITY : submitted - lastPast,
    handling === null ? Number.POSITIVE_INFINITY : answered - handling,
  )
  // The first visit is on the day after reception, where everything done still fits before the answer.
  const latestDone = lastDone === null ? Number.POSITIVE_INFINITY : Math.max(low, answered - lastDone)
  const visit = handling === null ? low : Math.min(low + 1, latestDone)
  const promise = firstPromised === null ? visit : answered + 1 - firstPromised
  return Math.min(high, Math.max(visit, Math.min(promise, latestDone)))
}

/** A report as it reads in a case with these moments: body and reply moved by one number of days. */
export function movedReport<R extends Texts>(report: R, moments: CaseMoments, words: DateWords): R {
  const shift = shiftFor(daysOfReport(report, words), moments, words)
  const reply = report.reply === null ? null : withMovedDays(report.reply, shift, words)
  return { ...report, body: withMovedDays(report.body, shift, words), reply }
}
