import type { CaseClocks, Complaint } from '../complaint.ts'
import { isOpen } from '../states.ts'
import { openedClocks, policyOfCase, withProcessingDue } from './clocks.ts'
import type { ClockRules } from './clocks.ts'

/** Both deadlines of a case before and after a change of rules; equal ends where one did not move. */
export type DeadlineMove = Readonly<{
  reception: Readonly<{ fromMs: number | null; toMs: number | null }>
  processing: Readonly<{ fromMs: number | null; toMs: number | null }>
  /** Whether a deadline moved; false where only the mark "provisional" did. */
  moved: boolean
}>

/**
 * The case with the deadline of its running clock computed anew: reception's until it is received, processing's afterwards. A clock
 * that has ended keeps the deadline it was judged by, as do cases that are not open and deadlines a source gave. Answers the same
 * object where nothing changes, else a copy one row version further; the flow version never moves. Throws `MissingRuleError` and
 * `CalendarRangeError`.
 */
export const recomputed = (complaint: Complaint, rules: ClockRules): Complaint => {
  const { clocks, state } = complaint
  const isGiven = policyOfCase(complaint, rules).deadlines === 'source' && clocks.receivedAtMs === null
  if (!isOpen(state) || isGiven) return complaint
  const next =
    clocks.receivedAtMs === null ? withReceptionDue(complaint, rules) : withProcessingDue(complaint, rules).clocks
  return sameDeadlines(clocks, next) ? complaint : { ...complaint, clocks: next, rowVersion: complaint.rowVersion + 1 }
}

/** What moved between two states of a case, null where neither a deadline nor its mark did. */
export const deadlineMove = (before: Complaint, after: Complaint): DeadlineMove | null => {
  if (sameDeadlines(before.clocks, after.clocks)) return null
  const reception = { fromMs: before.clocks.receptionDueAtMs, toMs: after.clocks.receptionDueAtMs }
  const processing = { fromMs: before.clocks.dueAtMs, toMs: after.clocks.dueAtMs }
  const moved = reception.fromMs !== reception.toMs || processing.fromMs !== processing.toMs
  return { reception, processing, moved }
}

const withReceptionDue = ({ clocks, agency }: Complaint, rules: ClockRules): CaseClocks => {
  const { policy, submittedAtMs, arrivedAtMs } = clocks
  const opened = openedClocks({ policy, agency, submittedAtMs, arrivedAtMs }, rules)
  return { ...clocks, receptionDueAtMs: opened.receptionDueAtMs, dueIsProvisional: opened.dueIsProvisional }
}

const sameDeadlines = (left: CaseClocks, right: CaseClocks): boolean =>
  left.receptionDueAtMs === right.receptionDueAtMs &&
  left.dueAtMs === right.dueAtMs &&
  left.dueIsProvisional === right.dueIsProvisional
