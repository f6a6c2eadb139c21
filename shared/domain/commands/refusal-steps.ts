import { stands } from '../authority.ts'
import type { Action, Entitlement } from '../authority.ts'
import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { withAnswer } from './outcome.ts'
import { actsOnlyFor, sameApprover } from './second-person.ts'
import type { Given, Situation } from './rule.ts'

const aboveTheAgency: Entitlement = { relation: 'above', roles: ['city_coordinator'] }

/** A refusal needs a coded ground that is in use. */
export const proposeRefusalGuard = ({ args, context }: Given<'proposeRefusal'>): RefusalCode | null =>
  context.grounds.get(args.ground)?.active === true ? null : 'unknown_ground'

/**
 * The refusal waits for whoever its ground names: the agency's approver or the city's coordinator. What the ground says now stays
 * with the case, whatever becomes of the ground; the state to come back to is remembered.
 */
export const applyProposeRefusal = ({ actor, args, complaint, context }: Given<'proposeRefusal'>): Complaint => {
  const ground = context.grounds.get(args.ground)
  return {
    ...complaint,
    proposal: {
      kind: 'refusal',
      ground: args.ground,
      text: args.text.trim(),
      targetAgency: null,
      proposedBy: actor.id,
      proposedAtMs: context.nowMs,
      stateBefore: complaint.state,
      stage: ground?.approvedBy === 'city_coordinator' ? 'coordinator' : 'approver',
      waitingSinceMs: context.nowMs,
      answerDueAtMs: null,
      approvedBy: null,
      returnReason: null,
      mayResume: ground?.mayResume ?? false,
    },
  }
}

/**
 * A refusal is decided by a second person, in a case worked on again by another approver than before. On some grounds only the city's
 * coordinator approves it; the agency's approver may still take it back.
 */
export const decideRefusalSituation =
  (action: Extract<Action, 'approveRefusal' | 'denyRefusal'>) =>
  (situation: Situation): RefusalCode | null => {
    const { actor, complaint, context } = situation
    const { proposal } = complaint
    if (proposal?.kind !== 'refusal') return 'wrong_state'
    const isForTheCity = proposal.stage === 'coordinator' && action === 'approveRefusal'
    if (isForTheCity && !stands(actor, aboveTheAgency, complaint, context.organisation)) return 'not_permitted'
    if (actsOnlyFor(situation, action, proposal.proposedBy)) return 'own_proposal'
    return action === 'approveRefusal' && sameApprover(situation, action, proposal.proposedBy) ? 'same_approver' : null
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
