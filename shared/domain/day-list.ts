import type { Complaint } from './complaint.ts'
import { isOpen, isUnreceived } from './states.ts'
import { activeDueAtMs, pausedFromMs } from './time/deadline-status.ts'
import { localDay } from './time/zone.ts'
import type { Zone } from './time/zone.ts'

/** The parts of a supervisor's list of the day, in the order they are shown. A case may stand in several. */
export const dayListParts = ['overdue', 'dueToday', 'awaitingApproval', 'unassigned', 'urgent'] as const
export type DayListPart = (typeof dayListParts)[number]

/** What the list needs of a case. */
export type DayListCase = Pick<Complaint, 'id' | 'state' | 'level' | 'assignee' | 'clocks'>

/** Case ids per part, the nearest deadline first, cases without a deadline last. */
export type DayList = Readonly<Record<DayListPart, readonly string[]>>

/** The list of the day at `nowMs`, where the day ends with the local day of `zone`. Only cases that still owe an outcome are listed. */
export const dayListOf = (cases: Iterable<DayListCase>, nowMs: number, zone: Zone): DayList => {
  const found: Record<DayListPart, DayListCase[]> = {
    overdue: [],
    dueToday: [],
    awaitingApproval: [],
    unassigned: [],
    urgent: [],
  }
  const today = localDay(zone, nowMs)
  for (const entry of cases) {
    if (!isOpen(entry.state)) continue
    // A clock that stands still is neither over nor over today: its deadline moves on with the pause.
    const isPaused = pausedFromMs({ clocks: entry.clocks, rework: null }) !== null
    const dueMs = isPaused ? null : activeDueAtMs(entry.clocks)
    if (dueMs !== null && dueMs < nowMs) found.overdue.push(entry)
    else if (dueMs !== null && localDay(zone, dueMs) === today) found.dueToday.push(entry)
    if (
      entry.state === 'reply_submitted' ||
      entry.state === 'refusal_submitted' ||
      entry.state === 'transfer_proposed'
    ) {
      found.awaitingApproval.push(entry)
    }
    if (isUnassigned(entry)) found.unassigned.push(entry)
    if (entry.level === 'urgent') found.urgent.push(entry)
  }
  return {
    overdue: byDeadline(found.overdue),
    dueToday: byDeadline(found.dueToday),
    awaitingApproval: byDeadline(found.awaitingApproval),
    unassigned: byDeadline(found.unassigned),
    urgent: byDeadline(found.urgent),
  }
}

// Before reception nobody is expected to be assigned yet; reception has its own clock.
const isUnassigned = (entry: DayListCase): boolean => entry.assignee === null && !isUnreceived(entry.state)

const byDeadline = (cases: readonly DayListCase[]): readonly string[] =>
  cases
    .toSorted((left, right) => {
      const difference = (activeDueAtMs(left.clocks) ?? Infinity) - (activeDueAtMs(right.clocks) ?? Infinity)
      return Number.isNaN(difference) || difference === 0 ? (left.id < right.id ? -1 : 1) : difference
    })
    .map((entry) => entry.id)
