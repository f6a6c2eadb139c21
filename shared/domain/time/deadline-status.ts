import type { CaseClocks, Complaint } from '../complaint.ts'
import { clockBeganMs } from './clocks.ts'
import { subtractWorkingMs, workingMsBetween } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import type { DeadlinePolicy } from './policy.ts'
import { dayMs } from './zone.ts'

/** Where a running case stands against its deadline, `paused` while its clock stands still in time, or how an ended one ended; `no_target` where it has no deadline. */
export type DeadlineStatus =
  | 'on_time'
  | 'due_soon'
  | 'overdue'
  | 'paused'
  | 'ended_on_time'
  | 'ended_late'
  | 'no_target'

/** The deadline that counts now: reception's until the case is received, then processing's. A source's deadline counts from the start. */
export const activeDueAtMs = (clocks: CaseClocks): number | null =>
  clocks.receivedAtMs === null ? (clocks.receptionDueAtMs ?? clocks.dueAtMs) : clocks.dueAtMs

/** The clocks as the one that runs now sees them: in rework its time is counted from the reopening, not from the reception before it. */
export const runningClocks = ({ clocks, rework }: Pick<Complaint, 'clocks' | 'rework'>): CaseClocks =>
  rework === null || clocks.receivedAtMs === null ? clocks : { ...clocks, receivedAtMs: clockBeganMs(clocks, rework) }

/**
 * Since when the running clock stands still: the stored deadline is then not the one to come, which moves on until the pause ends.
 * Null while it runs, and where the deadline had passed before or was set by order, which no pause moves.
 */
export const pausedFromMs = ({ clocks, rework }: Pick<Complaint, 'clocks' | 'rework'>): number | null => {
  const pause = clocks.pauses.find(({ toMs }) => toMs === null)
  if (pause === undefined || clocks.receivedAtMs === null || endedAtMs(clocks) !== null) return null
  const isOrdered = (rework?.dueAtMs ?? null) !== null
  return isOrdered || clocks.dueAtMs === null || pause.fromMs > clocks.dueAtMs ? null : pause.fromMs
}

/** When the running clock began: arrival for reception, reception for processing. */
export const activeStartAtMs = (clocks: CaseClocks): number => clocks.receivedAtMs ?? clocks.arrivedAtMs

/** When the outcome was given: the approved answer, else the closing by the source; null while the case runs. */
export const endedAtMs = (clocks: CaseClocks): number | null => clocks.answeredAtMs ?? clocks.closedAtMs

/**
 * From when a case is due soon: one working day or a fifth of the clock before the deadline, whichever is longer
 * (provisional, the shares are in the policy). Calendar time where the source gave the deadline. Null without a deadline.
 */
export const dueSoonFromMs = (clocks: CaseClocks, policy: DeadlinePolicy, calendar: Calendar): number | null => {
  const dueMs = activeDueAtMs(clocks)
  if (dueMs === null) return null
  const startMs = Math.min(activeStartAtMs(clocks), dueMs)
  const { workingDays, shareOfClock } = policy.dueSoon
  if (policy.deadlines === 'source') {
    return dueMs - Math.max(workingDays.value * dayMs, (dueMs - startMs) * shareOfClock.value)
  }
  const shareMs = workingMsBetween(calendar, startMs, dueMs) * shareOfClock.value
  return subtractWorkingMs(calendar, dueMs, Math.max(workingDays.value * calendar.ordinaryDayMs, shareMs))
}

/** What a status is read from: `soonFromMs` is `dueSoonFromMs`, kept beside the case so that no calendar is asked when only the clock moves. */
export type StatusInput = Readonly<{
  dueAtMs: number | null
  soonFromMs: number | null
  pausedFromMs: number | null
  endedAtMs: number | null
  nowMs: number
}>

/** The status of a case. The deadline itself is still in time: on time means ended at or before it. */
export const deadlineStatus = (input: StatusInput): DeadlineStatus => {
  const { dueAtMs, soonFromMs, nowMs } = input
  if (dueAtMs === null) return 'no_target'
  if (input.endedAtMs !== null) return input.endedAtMs <= dueAtMs ? 'ended_on_time' : 'ended_late'
  if (input.pausedFromMs !== null) return 'paused'
  if (nowMs > dueAtMs) return 'overdue'
  return soonFromMs !== null && nowMs >= soonFromMs ? 'due_soon' : 'on_time'
}

/** Working time left until the deadline in milliseconds ("còn 3 giờ 20 phút làm việc"); negative once it has passed. */
export const workingMsLeft = (calendar: Calendar, nowMs: number, dueAtMs: number): number =>
  workingMsBetween(calendar, nowMs, dueAtMs)
