import type { CommandName } from './command.ts'
import type { Complaint } from './complaint.ts'
import { agenciesAnsweringFor, agencyStands, isAbsent, replacedBy } from './organisation.ts'
import type { Organisation } from './organisation.ts'
import type { Actor, Role, RoleGrant } from './roles.ts'

/** What an actor may be asked for besides the commands: reading a case, its files, an export of it, the reporter's identity. */
export const readActions = ['viewCase', 'viewFiles', 'exportCase', 'revealReporter'] as const
export type ReadAction = (typeof readActions)[number]
export type Action = CommandName | ReadAction

/**
 * How an actor must stand to a case: `agency` holds the role at the case's agency (in its team where the grant names one),
 * `team` holds it over the case's own team, `assignee` is the one the case is assigned to (or takes that absent person's place),
 * `city` holds it for the whole city.
 */
export type Relation = 'agency' | 'team' | 'assignee' | 'city'

/** One way to be entitled: holding one of the roles in that relation. */
export type Entitlement = Readonly<{ roles: readonly Role[]; relation: Relation }>

/** The roles that work on cases; only these, the city's coordinators and the oversight see case content. */
export const caseRoles = ['intake_officer', 'case_officer', 'field_officer', 'team_supervisor', 'approver'] as const
export const cityRoles = ['city_coordinator', 'oversight_officer'] as const

/** Roles that always cover the whole agency, whatever team their grant names. */
export const agencyWideRoles: ReadonlySet<Role> = new Set(['intake_officer', 'approver'])

const by = (relation: Relation, ...roles: readonly Role[]): Entitlement => ({ relation, roles })
const assignee = by('assignee', 'case_officer', 'field_officer')
const reader = [by('agency', ...caseRoles), by('city', ...cityRoles)]
const noteWriters = [assignee, by('agency', 'field_officer'), by('team', 'team_supervisor')]
const proposers = [assignee, by('agency', 'intake_officer')]

/** Who may do what: the column "who" of domain.md section 3. A rule that needs the arguments narrows it further (`commands/`). */
export const entitlements: Readonly<Record<Action, readonly Entitlement[]>> = {
  receive: [by('agency', 'intake_officer')],
  startVerification: [by('agency', 'intake_officer', 'field_officer')],
  finishVerification: [by('agency', 'intake_officer', 'field_officer')],
  setLevel: [by('agency', 'intake_officer'), by('team', 'team_supervisor')],
  assign: [by('agency', 'intake_officer', 'approver'), by('team', 'team_supervisor')],
  start: [assignee],
  addNote: noteWriters,
  submitReply: [assignee],
  returnReply: [by('agency', 'approver'), by('team', 'team_supervisor')],
  approveReply: [by('agency', 'approver')],
  proposeRefusal: proposers,
  approveRefusal: [by('agency', 'approver')],
  denyRefusal: [by('agency', 'approver')],
  saveDraft: [assignee, by('agency', 'case_officer', 'field_officer'), by('team', 'team_supervisor')],
  mark: reader,
  viewCase: reader,
  viewFiles: reader,
  exportCase: reader,
  revealReporter: [by('agency', ...caseRoles)],
}

/** Whether an actor may take an action on a case, judged by roles, validity and absence at the organisation's moment. */
export const may = (actor: Actor, action: Action, complaint: Complaint, organisation: Organisation): boolean =>
  isActive(actor, organisation) &&
  entitlements[action].some((entitlement) => stands(actor, entitlement, complaint, organisation))

/** Whether an actor holds one of an entitlement's roles in its relation to a case. */
export const stands = (
  actor: Actor,
  entitlement: Entitlement,
  complaint: Complaint,
  organisation: Organisation,
): boolean => {
  const { relation, roles } = entitlement
  if (relation === 'assignee' && !isAssigneeOrSubstitute(actor, complaint, organisation)) return false
  return grantsHeld(actor, organisation).some((grant) => {
    if (!roles.includes(grant.role)) return false
    if (relation === 'city') return agencyStands(organisation, grant.agency)
    if (!agenciesAnsweringFor(organisation, complaint.agency).includes(grant.agency)) return false
    return relation === 'assignee' || coversTeam(grant, complaint.team)
  })
}

/** The roles an actor acts with: the own ones, and those of absent officials whose place the actor takes. */
export const grantsHeld = (actor: Actor, organisation: Organisation): readonly RoleGrant[] => {
  const replaced = replacedBy(organisation, actor.id)
  if (replaced.length === 0) return actor.grants
  return [...actor.grants, ...replaced.flatMap((official) => activeGrants(organisation, official))]
}

/** Whether an official can be given work of a team now: known, active, present, and holding a handling role that covers the team. */
export const canHandle = (
  organisation: Organisation,
  official: string,
  team: Readonly<{ id: string; agency: string }>,
): boolean =>
  !isAbsent(organisation, official) &&
  activeGrants(organisation, official).some(
    (grant) =>
      (grant.role === 'case_officer' || grant.role === 'field_officer') &&
      grant.agency === team.agency &&
      coversTeam(grant, team.id),
  )

const coversTeam = (grant: RoleGrant, team: string | null): boolean =>
  grant.team === null || agencyWideRoles.has(grant.role) || grant.team === team

const activeGrants = (organisation: Organisation, official: string): readonly RoleGrant[] => {
  const found = organisation.officials.get(official)
  return found !== undefined && found.active ? found.grants : []
}

// An actor the reference data does not know yet is judged by the session's grants alone; a known one must be active.
const isActive = (actor: Actor, organisation: Organisation): boolean =>
  organisation.officials.get(actor.id)?.active ?? true

const isAssigneeOrSubstitute = (actor: Actor, complaint: Complaint, organisation: Organisation): boolean =>
  complaint.assignee !== null &&
  (actor.id === complaint.assignee || replacedBy(organisation, actor.id).includes(complaint.assignee))
