import { stands } from '../../authority.ts'
import type { Entitlement } from '../../authority.ts'
import type { RefusalCode } from '../../command.ts'
import type { Complaint, Proposal, TransferHop } from '../../complaint.ts'
import { agencyStands } from '../../organisation.ts'
import { isTransferGround } from './transfer-grounds.ts'
import { workingMsBetween } from '../../time/calendar.ts'
import { arrivedAnew, calendarOfAgency, transferAnswerDueMs } from '../../time/clocks.ts'
import { lapsedExtensions } from '../outcome.ts'
import type { Given, Situation } from '../rule.ts'
import { actsOnlyFor, withoutPlaceOf } from '../second-person.ts'

const approver: Entitlement = { relation: 'agency', roles: ['approver'] }
const coordinator: Entitlement = { relation: 'city', roles: ['city_coordinator'] }
const deserted: Entitlement = { relation: 'deserted', roles: ['city_coordinator'] }

const targetProblem = (target: string, { complaint, context }: Situation): RefusalCode | null =>
  target === complaint.agency || !agencyStands(context.organisation, target) ? 'unknown_agency' : null

/** Whether the city's coordinator acts for an agency where nobody is there to move the case on. */
const actsForDeserted = ({ actor, complaint, context }: Situation): boolean =>
  stands(actor, deserted, complaint, context.organisation)

/** A returned reply is its author's to take up again; only where nobody is there, the coordinator takes the case elsewhere. */
export const proposeTransferSituation = (situation: Situation): RefusalCode | null =>
  situation.complaint.state === 'reply_returned' && !actsForDeserted(situation) ? 'wrong_state' : null

/** A transfer names another agency that exists and a coded ground. */
export const proposeTransferGuard = (given: Given<'proposeTransfer'>): RefusalCode | null =>
  isTransferGround(given.args.ground) ? targetProblem(given.args.targetAgency, given) : 'unknown_ground'

/**
 * The transfer waits for the approver; from the second hop on for the city's coordinator; one of the coordinator's own at once for the
 * receiver, who is then the second person.
 */
export const applyProposeTransfer = (given: Given<'proposeTransfer'>): Complaint => {
  const { actor, args, complaint, context } = given
  const ownStage = complaint.transfers.length === 0 ? 'approver' : 'coordinator'
  const stage = actsForDeserted(given) ? 'receiver' : ownStage
  return {
    ...complaint,
    proposal: {
      kind: 'transfer',
      ground: args.ground,
      text: args.text.trim(),
      targetAgency: args.targetAgency,
      proposedBy: actor.id,
      proposedAtMs: context.nowMs,
      stateBefore: complaint.state,
      stage,
      waitingSinceMs: context.nowMs,
      answerDueAtMs: stage === 'approver' ? null : answerDueAtMs(given, stage, args.targetAgency),
      approvedBy: null,
      returnReason: null,
      mayResume: false,
    },
  }
}

const answerDueAtMs = (
  { complaint, context }: Situation,
  stage: 'coordinator' | 'receiver',
  targetAgency: string | null = null,
): number => transferAnswerDueMs(complaint, { stage, targetAgency, sinceMs: context.nowMs }, context)

/** A transfer is decided by a second person: the approver at the first hop, the coordinator at any before it is with the receiver. */
export const decideTransferSituation =
  (action: 'approveTransfer' | 'denyTransfer') =>
  (situation: Situation): RefusalCode | null => {
    const { actor, complaint } = situation
    const { proposal } = complaint
    if (proposal?.kind !== 'transfer') return 'wrong_state'
    // The coordinator may call a transfer back from a receiver that does not answer; nobody approves it twice.
    if (proposal.stage === 'receiver' && (action === 'approveTransfer' || !isCoordinator(situation)))
      return 'transfer_approved'
    if (!decidesTransfer(situation)) return 'not_permitted'
    // To call one's own transfer back decides nothing: the case stands where it stood.
    if (action === 'denyTransfer' && actor.id === proposal.proposedBy && isCoordinator(situation)) return null
    const isOwn = actor.id === proposal.proposedBy || !decidesTransfer(withoutPlaceOf(situation, proposal.proposedBy))
    return isOwn ? 'own_proposal' : null
  }

const isCoordinator = ({ actor, complaint, context }: Situation): boolean =>
  stands(actor, coordinator, complaint, context.organisation)

const decidesTransfer = (situation: Situation): boolean => {
  const { actor, complaint, context } = situation
  const isFirstStep = complaint.proposal?.stage === 'approver'
  return isCoordinator(situation) || (isFirstStep && stands(actor, approver, complaint, context.organisation))
}

/** Only the coordinator sends a case elsewhere than proposed, and never back to the receiver that has just returned it. */
export const approveTransferGuard = (given: Given<'approveTransfer'>): RefusalCode | null => {
  const { args, complaint } = given
  const { proposal } = complaint
  const isProposed = args.targetAgency === proposal?.targetAgency
  if (!isProposed && !isCoordinator(given)) return 'not_permitted'
  if (isProposed && proposal?.stage === 'coordinator' && proposal.returnReason !== null) return 'already_returned'
  return targetProblem(args.targetAgency, given)
}

/** The case waits at the receiver, whose answer has its own term; the sender's clock runs on. */
export const applyApproveTransfer = (given: Given<'approveTransfer'>): Complaint =>
  withProposal(given.complaint, {
    stage: 'receiver',
    waitingSinceMs: given.context.nowMs,
    targetAgency: given.args.targetAgency,
    approvedBy: given.actor.id,
    answerDueAtMs: answerDueAtMs(given, 'receiver', given.args.targetAgency),
  })

const withProposal = (complaint: Complaint, change: Partial<Proposal>): Complaint => ({
  ...complaint,
  proposal: complaint.proposal === null ? null : { ...complaint.proposal, ...change },
})

/** The receiver takes the case or sends it back only while it waits there. */
export const receiverSituation = ({ complaint: { proposal } }: Situation): RefusalCode | null =>
  proposal?.kind === 'transfer' && proposal.stage === 'receiver' ? null : 'wrong_state'

/** What nobody has approved is taken by another person than proposed it. */
export const acceptTransferSituation = (situation: Situation): RefusalCode | null => {
  const { proposal } = situation.complaint
  const code = receiverSituation(situation)
  if (code !== null || proposal === null || proposal.approvedBy !== null) return code
  return actsOnlyFor(situation, 'acceptTransfer', proposal.proposedBy) ? 'own_proposal' : null
}

/**
 * The case arrives at the receiver: its reception clock starts, the sender's stops and goes into the ledger; the citizen's overall
 * clock never resets. What the sender asked others for stays readable; its extensions and pauses ended with its clock. Why the case is
 * worked on again, by which date and who must not do it again goes with the case.
 */
export const applyAcceptTransfer = ({ actor, complaint, context }: Given<'acceptTransfer'>): Complaint => {
  const { proposal, clocks } = complaint
  if (proposal === null || proposal.targetAgency === null) return complaint
  const calendar = calendarOfAgency(complaint.agency, context)
  // What was answered and opened again later was not kept waiting in between.
  const sinceMs = Math.max(clocks.arrivedAtMs, complaint.rework?.openedAtMs ?? 0)
  const hop: TransferHop = {
    from: complaint.agency,
    to: proposal.targetAgency,
    ground: proposal.ground,
    proposedBy: proposal.proposedBy,
    approvedBy: proposal.approvedBy ?? actor.id,
    acceptedBy: actor.id,
    arrivedAtMs: sinceMs,
    leftAtMs: context.nowMs,
    workingMs: workingMsBetween(calendar, sinceMs, context.nowMs),
  }
  return {
    ...complaint,
    agency: proposal.targetAgency,
    team: null,
    assignee: null,
    proposal: null,
    checkout: null,
    extensions: lapsedExtensions(complaint, context),
    transfers: [...complaint.transfers, hop],
    clocks: arrivedAnew(clocks, proposal.targetAgency, context.nowMs, context),
  }
}

/** A return goes to the city's coordinator, who names another receiver or denies. */
export const applyReturnTransfer = (given: Given<'returnTransfer'>): Complaint =>
  withProposal(given.complaint, {
    stage: 'coordinator',
    waitingSinceMs: given.context.nowMs,
    returnReason: given.args.reason.trim(),
    answerDueAtMs: answerDueAtMs(given, 'coordinator'),
  })

/** The proposal is gone; the clock ran on and is the one of the state before. */
export const applyDenyTransfer = ({ complaint }: Given<'denyTransfer'>): Complaint => ({ ...complaint, proposal: null })
