import type { Action } from '../authority.ts'
import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { isRefusalGround } from '../refusal.ts'
import { withAnswer } from './outcome.ts'
import { actsOnlyFor, sameApprover } from './second-person.ts'
import type { Given, Situation } from './rule.ts'

/** A refusal needs a coded ground. */
export const proposeRefusalGuard = ({ args }: Given<'proposeRefusal'>): RefusalCode | null =>
  isRefusalGround(args.ground) ? null : 'unknown_ground'

/** The refusal waits for an approver; the state to come back to is remembered. */
export const applyProposeRefusal = ({ actor, args, complaint, context }: Given<'proposeRefusal'>): Complaint => ({
  ...complaint,
  proposal: {
    kind: 'refusal',
    ground: args.ground,
    text: args.text.trim(),
    targetAgency: null,
    proposedBy: actor.id,
    proposedAtMs: context.nowMs,
    stateBefore: complaint.state,
    stage: 'approver',
    answerDueAtMs: null,
    approvedBy: null,
    returnReason: null,
  },
})

/** A refusal is decided by a second person, in a case worked on again by another approver than before. */
export const decideRefusalSituation =
  (action: Extract<Action, 'approveRefusal' | 'denyRefusal'>) =>
  (situation: Situation): RefusalCode | null => {
    const { proposal } = situation.complaint
    if (proposal?.kind !== 'refusal') return 'wrong_state'
    if (actsOnlyFor(situation, action, proposal.proposedBy)) return 'own_proposal'
    return action === 'approveRefusal' && sameApprover(situation, action) ? 'same_approver' : null
  }

/** Refused: the ground and the guidance stay with the case, and the clock stops. */
export const applyApproveRefusal = ({ actor, complaint, context }: Given<'approveRefusal'>): Complaint => {
  const { proposal } = complaint
  return withAnswer(
    { ...complaint, proposal: proposal === null ? null : { ...proposal, approvedBy: actor.id } },
    context,
  )
}

/** The proposal is gone; the clock ran on and is the one of the state before. */
export const applyDenyRefusal = ({ complaint }: Given<'denyRefusal'>): Complaint => ({ ...complaint, proposal: null })
