import { may } from '../../authority.ts'
import type { RefusalCode } from '../../command.ts'
import type { Complaint, Coordination } from '../../complaint.ts'
import { agencyStands } from '../../organisation.ts'
import { coordinationDueMs, isAwaited, withProcessingDue } from '../../time/clocks.ts'
import type { Given, Situation } from '../rule.ts'

/** Another agency that exists is asked, once at a time, by the lead whose clock runs. */
export const requestCoordinationGuard = ({
  args,
  complaint,
  context,
}: Given<'requestCoordination'>): RefusalCode | null => {
  const { agency } = args
  if (agency === complaint.agency || !agencyStands(context.organisation, agency)) return 'unknown_agency'
  const isAsked = complaint.coordination.some(
    (asked) => asked.id === args.id || (asked.agency === agency && isAwaited(asked)),
  )
  return isAsked ? 'already_asked' : null
}

/** The question with its sub-deadline, which follows the lead's own deadline from now on. */
export const applyRequestCoordination = ({
  actor,
  args,
  complaint,
  context,
}: Given<'requestCoordination'>): Complaint => {
  const asked: Coordination = {
    id: args.id,
    agency: args.agency,
    question: args.question.trim(),
    askedBy: actor.id,
    askedAtMs: context.nowMs,
    dueAtMs: coordinationDueMs(complaint, context.nowMs, context),
    answer: null,
    answeredBy: null,
    answeredAtMs: null,
    closedAtMs: null,
  }
  const next = { ...complaint, coordination: [...complaint.coordination, asked] }
  // A voter's petition that needs another agency has the longer term.
  return complaint.kind === 'voter_petition' ? withProcessingDue(next, context) : next
}

/** There is something to answer. */
export const answerCoordinationSituation = ({ complaint }: Situation): RefusalCode | null =>
  complaint.coordination.some(isAwaited) ? null : 'nothing_asked'

/** The question exists, is open, and was put to an agency the official stands in. */
export const answerCoordinationGuard = (given: Given<'answerCoordination'>): RefusalCode | null => {
  const { actor, args, complaint, context } = given
  const asked = complaint.coordination.find((one) => one.id === args.id)
  if (asked === undefined) return 'unknown_request'
  if (asked.answeredAtMs !== null) return 'already_so'
  if (!isAwaited(asked)) return 'nothing_asked'
  const only = { ...complaint, coordination: [asked] }
  return may(actor, 'answerCoordination', only, context.organisation) ? null : 'not_permitted'
}

/** The answer stands with its question; the lead goes on. */
export const applyAnswerCoordination = ({
  actor,
  args,
  complaint,
  context,
}: Given<'answerCoordination'>): Complaint => ({
  ...complaint,
  coordination: complaint.coordination.map((asked) =>
    asked.id === args.id
      ? { ...asked, answer: args.answer.trim(), answeredBy: actor.id, answeredAtMs: context.nowMs }
      : asked,
  ),
})
