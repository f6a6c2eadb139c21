import type { CommandName } from './command.ts'
import type { Complaint, Reply } from './complaint.ts'
import {
  agenciesAnsweringFor,
  agencyStands,
  isAbsent,
  peopleAt,
  replacedBy,
  teamStands,
  teamsAnsweringFor,
} from './organisation.ts'
import type { Organisation } from './organisation.ts'
import { receivingAgency } from './commands/between/taking-part.ts'
import type { Actor, Role, RoleGrant } from './roles.ts'
import { isUnreceived } from './states.ts'

/** What an actor may be asked for besides the commands: reading a case, its files, an export of it, the reporter's identity. */
export const readActions = ['viewCase', 'viewFiles', 'exportCase'] as const
export type ReadAction = (typeof readActions)[number]
export type Action = CommandName | ReadAction

/**
 * How an actor must stand to a case: `agency` holds the role at the case's agency (in its team where the grant names one), `unreceived`
 * holds it there, in whatever team, while the case has not been received: no team has it yet,
 * `team` holds it over the case's own team, `assignee` is the one the case is assigned to (or takes that absent person's place),
 * `target` holds it for the whole of the agency an approved transfer waits at, `coordinating` for the whole of an agency the lead
 * has asked (no team of theirs has the case), `city` for the whole city, `above` for the whole city where the decision is the city's:
 * the ground of a refusal says so, or the agency has nobody there who may decide the reply or the refusal; `deserted` for the whole
 * city where nobody who could move the case on is there at the agency.
 */
export type Relation =
  | 'agency'
  | 'unreceived'
  | 'team'
  | 'assignee'
  | 'target'
  | 'coordinating'
  | 'city'
  | 'above'
  | 'deserted'

/** One way to be entitled: holding one of the roles in that relation. */
export type Entitlement = Readonly<{ roles: readonly Role[]; relation: Relation }>

/** The roles that work on cases; only these, the city's coordinators and the oversight see case content. */
export const caseRoles = ['intake_officer', 'case_officer', 'field_officer', 'team_supervisor', 'approver'] as const
export const cityRoles = ['city_coordinator', 'oversight_officer'] as const

/** Roles that always cover the whole agency, whatever team their grant names. */
export const agencyWideRoles: ReadonlySet<Role> = new Set(['intake_officer', 'approver'])

const by = (relation: Relation, ...roles: readonly Role[]): Entitlement => ({ relation, roles })
const assignee = by('assignee', 'case_officer', 'field_officer')
const verifier = by('unreceived', 'field_officer')
const reader = [
  by('agency', ...caseRoles),
  verifier,
  by('target', ...caseRoles),
  by('coordinating', ...caseRoles),
  by('city', ...cityRoles),
]
const noteWriters = [assignee, by('agency', 'field_officer'), verifier, by('team', 'team_supervisor')]
const verifiers = [by('agency', 'intake_officer', 'field_officer'), verifier]
const proposers = [assignee, by('agency', 'intake_officer')]
/** Who moves a case on at its agency, besides its assignee: before reception, and afterwards. */
const receivers = [by('agency', 'intake_officer', 'approver')]
const movers = [...receivers, by('team', 'team_supervisor')]
const agencyApprover = by('agency', 'approver')
const approver = [agencyApprover]
const coordinator = by('city', 'city_coordinator')
const deciders = [...approver, by('above', 'city_coordinator')]
const receiver = [by('target', 'intake_officer')]
const leads = [assignee, by('team', 'team_supervisor'), by('agency', 'approver')]
const holders = [assignee, by('agency', 'field_officer')]
const mergers = [by('agency', 'intake_officer'), by('team', 'team_supervisor')]

/** Who may do what: the column "who" of domain.md section 3. A rule that needs the arguments narrows it further (`commands/`). */
export const entitlements: Readonly<Record<Action, readonly Entitlement[]>> = {
  receive: [by('agency', 'intake_officer')],
  startVerification: verifiers,
  finishVerification: verifiers,
  setLevel: [by('agency', 'intake_officer'), by('team', 'team_supervisor')],
  assign: [by('agency', 'intake_officer', 'approver'), by('team', 'team_supervisor')],
  start: [assignee],
  addNote: noteWriters,
  addEvidence: noteWriters,
  recordVisit: noteWriters,
  askCitizen: [assignee],
  requestCoordination: leads,
  answerCoordination: [by('coordinating', 'intake_officer', 'case_officer', 'team_supervisor', 'approver')],
  requestExtension: [assignee],
  grantExtension: approver,
  denyExtension: approver,
  proposeTransfer: [...proposers, by('deserted', 'city_coordinator')],
  approveTransfer: [...approver, coordinator],
  acceptTransfer: receiver,
  returnTransfer: receiver,
  denyTransfer: [...approver, coordinator],
  submitReply: [assignee],
  returnReply: [...deciders, by('team', 'team_supervisor')],
  approveReply: deciders,
  proposeRefusal: proposers,
  approveRefusal: deciders,
  denyRefusal: deciders,
  merge: mergers,
  unmerge: mergers,
  publish: approver,
  withhold: approver,
  orderRecheck: [by('city', 'city_coordinator', 'oversight_officer')],
  settleCommitment: leads,
  revealReporter: [by('agency', ...caseRoles)],
  checkOut: holders,
  checkIn: [by('agency', 'case_officer', 'field_officer', 'approver'), by('team', 'team_supervisor')],
  saveDraft: [assignee, by('agency', 'case_officer', 'field_officer'), by('team', 'team_supervisor')],
  mark: reader,
  citizenAnswered: [],
  citizenSilent: [],
  resume: [],
  rate: [],
  close: [],
  viewCase: reader,
  viewFiles: reader,
  exportCase: reader,
}

/** What of a case decides who may do what; the rest of it is not asked. */
export type JudgedCase = Pick<
  Complaint,
  'agency' | 'team' | 'assignee' | 'state' | 'coordination' | 'proposal' | 'rework'
> &
  Readonly<{ reply: Pick<Reply, 'author'> | null }>

/** Whether an actor may take an action on a case, judged by roles, validity and absence at the organisation's moment. */
export const may = (actor: Actor, action: Action, complaint: JudgedCase, organisation: Organisation): boolean =>
  isActive(actor, organisation) &&
  entitlements[action].some((entitlement) => stands(actor, entitlement, complaint, organisation))

/** Whether an actor holds one of an entitlement's roles in its relation to a case. */
export const stands = (
  actor: Actor,
  entitlement: Entitlement,
  complaint: JudgedCase,
  organisation: Organisation,
): boolean => {
  const { relation, roles } = entitlement
  if (relation === 'assignee' && !isAssigneeOrSubstitute(actor, complaint, organisation)) return false
  if (relation === 'unreceived' && !isUnreceived(complaint.state)) return false
  const agencies = agenciesOf(relation, complaint)
  const isHeld = grantsHeld(actor, organisation).some((grant) => {
    if (!roles.includes(grant.role)) return false
    if (cityRelations.has(relation)) return agencyStands(organisation, grant.agency)
    const answers = agencies.some((agency) => agenciesAnsweringFor(organisation, agency).includes(grant.agency))
    return (
      answers &&
      (relation === 'assignee' ||
        relation === 'unreceived' ||
        coversTeam(grant, isOwn(relation) ? complaint.team : null, organisation))
    )
  })
  // Asked last: these go through everybody of the agency.
  if (!isHeld || (relation !== 'above' && relation !== 'deserted')) return isHeld
  return relation === 'above' ? isDecidedAbove(complaint, organisation) : isDeserted(complaint, organisation)
}

const cityRelations: ReadonlySet<Relation> = new Set(['city', 'above', 'deserted'])

/** Whether nobody is there, or represented by somebody who is, who could move a case on at its agency. */
const isDeserted = (complaint: JudgedCase, organisation: Organisation): boolean => {
  const { rework, state } = complaint
  const ways = isUnreceived(state) ? receivers : movers
  for (const { id, active, grants } of peopleAt(organisation, complaint.agency)) {
    if (!active || isAbsent(organisation, id)) continue
    // Whoever must not do it again cannot be counted on to.
    const asAssignee = id === rework?.formerAssignee ? [] : [assignee]
    const moves = (way: Entitlement): boolean => stands({ id, grants }, way, complaint, organisation)
    if (ways.some(moves) || asAssignee.some(moves)) return false
  }
  return true
}

const isDecidedAbove = (complaint: JudgedCase, organisation: Organisation): boolean => {
  const { proposal, state } = complaint
  if (proposal?.kind === 'refusal' && proposal.stage === 'coordinator') return true
  const isToDecide = state === 'reply_submitted' || state === 'refusal_submitted'
  return isToDecide && !hasOtherApprover(complaint, organisation)
}

/** Whether the agency has an approver, present or represented, besides the one who decided before and whoever's work is to be decided. */
const hasOtherApprover = (complaint: JudgedCase, organisation: Organisation): boolean => {
  const { rework, reply, proposal, state } = complaint
  const judged = state === 'refusal_submitted' ? proposal?.proposedBy : reply?.author
  const barred = [rework?.formerApprover, judged]
  // Whoever only takes the place of one of them has no right of their own.
  const absences = organisation.absences.filter((absence) => !barred.includes(absence.official))
  const own = { ...organisation, absences }
  for (const { id, active, grants } of peopleAt(organisation, complaint.agency)) {
    const mayDecide = active && !barred.includes(id) && stands({ id, grants }, agencyApprover, complaint, own)
    if (mayDecide && !isAbsent(organisation, id)) return true
  }
  return false
}

const isOwn = (relation: Relation): boolean => relation === 'agency' || relation === 'team'

const agenciesOf = (relation: Relation, complaint: JudgedCase): readonly string[] => {
  if (relation === 'coordinating') return complaint.coordination.map((asked) => asked.agency)
  return relation === 'target' ? receivingAgency(complaint) : [complaint.agency]
}

/** The roles an actor acts with: the own ones, and those of absent officials whose place the actor takes. */
export const grantsHeld = (actor: Actor, organisation: Organisation): readonly RoleGrant[] => {
  const replaced = replacedBy(organisation, actor.id)
  if (replaced.length === 0) return actor.grants
  return [...actor.grants, ...replaced.flatMap((official) => activeGrants(organisation, official))]
}

/**
 * Whether an official can be given work of a team now: known, active, present, and holding a handling role that covers the team, their
 * own or that of an absent officer whose place they take.
 */
export const canHandle = (
  organisation: Organisation,
  official: string,
  team: Readonly<{ id: string; agency: string }>,
): boolean => {
  const found = organisation.officials.get(official)
  if (found === undefined || !found.active || isAbsent(organisation, official)) return false
  return grantsHeld(found, organisation).some((grant) => isHandlingRole(grant, team, organisation))
}

/** Whether an agency has somebody besides one official who can be given work of one of its teams now. */
export const canOthersHandle = (organisation: Organisation, agency: string, besides: string): boolean => {
  for (const official of peopleAt(organisation, agency)) {
    const isThere = official.id !== besides && official.active && !isAbsent(organisation, official.id)
    const handles = ({ role, agency: at, team }: RoleGrant): boolean =>
      handlingRoles.has(role) && at === agency && (team === null || teamStands(organisation, team, agency))
    if (isThere && grantsHeld(official, organisation).some(handles)) return true
  }
  return false
}

const handlingRoles: ReadonlySet<Role> = new Set(['case_officer', 'field_officer'])

const isHandlingRole = (
  grant: RoleGrant,
  team: Readonly<{ id: string; agency: string }>,
  organisation: Organisation,
): boolean => handlingRoles.has(grant.role) && grant.agency === team.agency && coversTeam(grant, team.id, organisation)

/** Whether a grant covers the cases of a team: its own, or one that has ended and whose work the own team has now. */
const coversTeam = (grant: RoleGrant, team: string | null, organisation: Organisation): boolean => {
  if (grant.team === null || agencyWideRoles.has(grant.role) || grant.team === team) return true
  return team !== null && teamsAnsweringFor(organisation, team).includes(grant.team)
}

const activeGrants = (organisation: Organisation, official: string): readonly RoleGrant[] => {
  const found = organisation.officials.get(official)
  return found !== undefined && found.active ? found.grants : []
}

// An actor the reference data does not know yet is judged by the session's grants alone; a known one must be active.
const isActive = (actor: Actor, organisation: Organisation): boolean =>
  organisation.officials.get(actor.id)?.active ?? true

const isAssigneeOrSubstitute = (actor: Actor, complaint: JudgedCase, organisation: Organisation): boolean =>
  complaint.assignee !== null &&
  (actor.id === complaint.assignee || replacedBy(organisation, actor.id).includes(complaint.assignee))
