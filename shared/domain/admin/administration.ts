import { agenciesAnsweringFor, agencyStands } from '../organisation.ts'
import type { Organisation } from '../organisation.ts'
import type { Actor, Role } from '../roles.ts'

/**
 * What is administered. `grant` is a role inside an agency, `admin_grant` the role of that agency's administrator; all others are
 * named after the row they change.
 */
export const configKinds = [
  'policy',
  'calendar',
  'category',
  'routing',
  'ground',
  'template',
  'team',
  'grant',
  'admin_grant',
  'absence',
] as const
export type ConfigKind = (typeof configKinds)[number]

/** Whose settings of a kind are meant: the whole city's, or those of one agency. */
export type ConfigReach = 'city' | 'agency'

/**
 * Who administers what (domain.md section 4): policy, calendar and every city-wide list belong to the system's administrators; an
 * agency's own teams, roles, routing, templates and working hours to the agency's; who is away there its approvers say too. An empty list
 * means that nobody does.
 */
export const administrators: Readonly<Record<ConfigKind, Readonly<Record<ConfigReach, readonly Role[]>>>> = {
  policy: { city: ['system_admin'], agency: [] },
  calendar: { city: ['system_admin'], agency: ['agency_admin'] },
  category: { city: ['system_admin'], agency: [] },
  routing: { city: ['system_admin'], agency: ['agency_admin'] },
  ground: { city: ['system_admin'], agency: [] },
  template: { city: ['system_admin'], agency: ['agency_admin'] },
  team: { city: [], agency: ['agency_admin'] },
  grant: { city: [], agency: ['agency_admin'] },
  admin_grant: { city: [], agency: ['system_admin'] },
  absence: { city: [], agency: ['agency_admin', 'approver'] },
}

/** The roles whose holders see the administration. */
export const administratorRoles = ['agency_admin', 'system_admin'] as const satisfies readonly Role[]

const cityWide: ReadonlySet<Role> = new Set(['system_admin'])

/** Whether an actor may change a setting of the city (`agency` null) or of one agency that exists now. */
export const mayAdminister = (
  actor: Actor,
  kind: ConfigKind,
  agency: string | null,
  organisation: Organisation,
): boolean => {
  if (organisation.officials.get(actor.id)?.active === false) return false
  if (agency !== null && !agencyStands(organisation, agency)) return false
  const allowed = administrators[kind][agency === null ? 'city' : 'agency']
  return actor.grants.some(
    (grant) => allowed.includes(grant.role) && (cityWide.has(grant.role) || grant.agency === agency),
  )
}

/** Whether an actor may read every setting, and why those of the city and of `agenciesRead` were changed. */
export const mayReadSettings = (actor: Actor): boolean =>
  actor.grants.some((grant) => administratorRoles.some((role) => role === grant.role))

/** Whether an actor may read and record the absences of some agency's officials. */
export const mayKeepAbsences = (actor: Actor): boolean =>
  actor.grants.some((grant) => administrators.absence.agency.includes(grant.role))

/**
 * The agencies of whose settings, roles and absences an administrator reads who changed them and why; null means all of them. Those
 * that an own agency took over belong to it.
 */
export const agenciesRead = (actor: Actor, organisation: Organisation): readonly string[] | null => {
  if (actor.grants.some((grant) => cityWide.has(grant.role))) return null
  const own = new Set(actor.grants.filter(({ role }) => role === 'agency_admin').map(({ agency }) => agency))
  return [...organisation.agencies.keys()].filter((agency) =>
    agenciesAnsweringFor(organisation, agency).some((answering) => own.has(answering)),
  )
}

/** The roles an agency's administrator gives and ends; the administrator's own role is given by the system's. */
export const agencyRoles = [
  'intake_officer',
  'case_officer',
  'field_officer',
  'team_supervisor',
  'approver',
  'warning_editor',
  'warning_approver',
] as const satisfies readonly Role[]

/** The kind of setting a role is administered as, null for roles that no screen gives. */
export const grantKind = (role: Role): 'grant' | 'admin_grant' | null => {
  if (role === 'agency_admin') return 'admin_grant'
  return agencyRoles.some((candidate) => candidate === role) ? 'grant' : null
}
