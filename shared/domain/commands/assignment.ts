import { canHandle, stands } from '../authority.ts'
import type { Entitlement } from '../authority.ts'
import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { teamStands } from '../organisation.ts'
import { isUnreceived } from '../states.ts'
import { withProcessingDue, withReception } from '../time/clocks.ts'
import { withQuestionEnded } from './citizen/questions.ts'
import { needsArea } from './reception.ts'
import type { Given, Situation } from './rule.ts'
import { isSameAssignee } from './second-person.ts'

const approver: Entitlement = { relation: 'agency', roles: ['approver'] }
const intake: Entitlement = { relation: 'agency', roles: ['intake_officer'] }
const supervisor: Entitlement = { relation: 'team', roles: ['team_supervisor'] }

const holds = ({ actor, complaint, context }: Situation, entitlement: Entitlement): boolean =>
  stands(actor, entitlement, complaint, context.organisation)

/**
 * Before reception assigning counts as reception, and over a transfer that nobody has decided it keeps the case. Where the area is not
 * known yet, or the transfer has been approved, only an approver assigns: that is the way out when nobody else is there.
 */
export const assignSituation = (situation: Situation): RefusalCode | null => {
  const { state, area, proposal } = situation.complaint
  if (holds(situation, approver)) return null
  if (isUnreceived(state) && area === null && needsArea(situation.complaint)) return 'area_required'
  return state === 'transfer_proposed' && proposal?.stage === 'receiver' ? 'transfer_approved' : null
}

/** The intake officer names a team, the team's supervisor an officer of it, an approver either; the officer must be there to handle it. */
export const assignGuard = (given: Given<'assign'>): RefusalCode | null => {
  const { args, complaint, context } = given
  if (!teamStands(context.organisation, args.team, complaint.agency)) return 'unknown_team'
  if (!mayAssignSo(given)) return 'not_permitted'
  const isSame = complaint.state === 'assigned' && complaint.team === args.team && complaint.assignee === args.officer
  if (isSame) return 'already_so'
  if (args.officer === null) return null
  if (isSameAssignee(args.officer, given)) return 'same_assignee'
  const team = { id: args.team, agency: complaint.agency }
  return canHandle(context.organisation, args.officer, team) ? null : 'assignee_unavailable'
}

const mayAssignSo = (given: Given<'assign'>): boolean => {
  const { args, complaint } = given
  if (holds(given, approver)) return true
  const overTarget = holds({ ...given, complaint: { ...complaint, team: args.team } }, supervisor)
  if (holds(given, supervisor) && overTarget) return true
  return args.officer === null && holds(given, intake)
}

/** The case in its team's or officer's hands: received if it was not, an open question and a proposal under decision withdrawn. */
export const applyAssign = ({ args, complaint, context }: Given<'assign'>): Complaint => {
  const moved = { ...complaint, team: args.team, assignee: args.officer, proposal: null }
  return withQuestionEnded(withReception(moved, context, context.nowMs), 'withdrawn', context)
}

/** Lowering from urgent is the team supervisor's, every other change the intake officer's. */
export const levelSituation = (situation: Situation): RefusalCode | null =>
  holds(situation, situation.complaint.level === 'urgent' ? supervisor : intake) ? null : 'not_permitted'

/** The case at its new level, the processing deadline counted anew from reception with the pauses kept. */
export const applyLevel = ({ args, complaint, context }: Given<'setLevel'>): Complaint =>
  withProcessingDue({ ...complaint, level: args.level }, context)
