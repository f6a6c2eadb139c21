import type { RefusalCode } from '../../command.ts'
import type { Complaint, Rework } from '../../complaint.ts'
import { policyOfCase, termEndMs, withProcessingDue, withReception } from '../../time/clocks.ts'
import { dateEndMs } from '../../time/local-date.ts'
import { approverOfOutcome } from '../outcome.ts'
import type { Given, Situation } from '../rule.ts'

/** Worked on again under a clock of its own; what was answered before stays until a new reply is submitted. */
const reopened = (complaint: Complaint, rework: Rework, context: Situation['context']): Complaint => {
  const open = {
    ...complaint,
    state: 'rework' as const,
    rework,
    proposal: null,
    assignee: rework.formerAssignee === null ? complaint.assignee : null,
    clocks: { ...complaint.clocks, answeredAtMs: null, closedAtMs: null },
  }
  return withProcessingDue(withReception(open, context, context.nowMs), context)
}

/** An unsatisfied rating opens rework with another assignee and approver; any other closes the case. */
export const applyRate = ({ args, complaint, context }: Given<'rate'>): Complaint => {
  const rated = { ...complaint, rating: args.rating }
  if (args.rating !== 'unsatisfied') {
    return { ...rated, state: 'closed', checkout: null, clocks: { ...complaint.clocks, closedAtMs: context.nowMs } }
  }
  const rework: Rework = {
    cause: 'unsatisfied',
    reason: args.text.trim(),
    orderedBy: null,
    openedAtMs: context.nowMs,
    dueAtMs: null,
    formerAssignee: complaint.reply?.author ?? complaint.assignee,
    formerApprover: complaint.reply?.approvedBy ?? null,
  }
  return reopened(rated, rework, context)
}

/** A re-check is ordered for a day still to come. */
export const orderRecheckGuard = ({ args, complaint, context }: Given<'orderRecheck'>): RefusalCode | null => {
  const dueAtMs = dateEndMs(args.dueDate, complaint.agency, context)
  if (dueAtMs === null) return 'date_wrong'
  return dueAtMs > context.nowMs ? null : 'date_past'
}

/** The city wants the case looked at again by that day, its outcome decided by another approver. */
export const applyOrderRecheck = ({ actor, args, complaint, context }: Given<'orderRecheck'>): Complaint =>
  reopened(
    complaint,
    {
      cause: 'recheck',
      reason: args.reason.trim(),
      orderedBy: actor.id,
      openedAtMs: context.nowMs,
      dueAtMs: dateEndMs(args.dueDate, complaint.agency, context),
      formerAssignee: null,
      formerApprover: approverOfOutcome(complaint),
    },
    context,
  )

/** The server closes a case once the citizen's time to rate is over. */
export const closeSituation = ({ complaint, context }: Situation): RefusalCode | null => {
  const { answeredAtMs } = complaint.clocks
  if (answeredAtMs === null) return 'wrong_state'
  const policy = policyOfCase(complaint, context)
  const given = { policy, agency: complaint.agency, startMs: answeredAtMs }
  return termEndMs(policy.ratingWindow, given, context) <= context.nowMs ? null : 'too_early'
}

/** The case leaves the open ones. */
export const applyClose = ({ complaint, context }: Given<'close'>): Complaint => ({
  ...complaint,
  checkout: null,
  clocks: { ...complaint.clocks, closedAtMs: context.nowMs },
})
