import { administratorRoles } from '../../../shared/domain/admin/administration.ts'
import type { Absence, Official } from '../../../shared/domain/organisation.ts'
import { replacedBy } from '../../../shared/domain/organisation.ts'
import type { Actor, Role } from '../../../shared/domain/roles.ts'

type HeldFrom = Readonly<{ me: Actor; officials: readonly Official[]; absences: readonly Absence[] }>

/** The screens of the rail; each is listed only once it works. */
export const railLinks = [
  { id: 'queue', path: '/hang-doi', roles: null },
  { id: 'team', path: '/bo-phan', roles: ['team_supervisor', 'approver'] },
  { id: 'charts', path: '/thong-ke', roles: null },
  { id: 'outbox', path: '/vuong-mac', roles: null },
  { id: 'admin', path: '/quan-tri', roles: [...administratorRoles, 'city_coordinator'] },
  { id: 'settings', path: '/cai-dat', roles: null },
] as const satisfies readonly { id: string; path: string; roles: readonly Role[] | null }[]
export type RailLink = (typeof railLinks)[number]

/** The links that the roles held may use now. */
export function visibleLinks(held: readonly Role[]): RailLink[] {
  return railLinks.filter((link) => {
    const wanted: readonly Role[] | null = link.roles
    return wanted === null || wanted.some((role) => held.includes(role))
  })
}

const leading: readonly Role[] = ['team_supervisor', 'approver']

/** Whether the list of the day concerns somebody with these roles. */
export const leadsTeam = (held: readonly Role[]): boolean => held.some((role) => leading.includes(role))

/**
 * The roles that count for the rail at a moment: the own ones, and the leading ones of absent officials whose place the person takes.
 * Roles that administer are never passed on.
 */
export function rolesHeld({ me, officials, absences }: HeldFrom, nowMs: number): Role[] {
  const own = me.grants.map((grant) => grant.role)
  // Most people stand in for nobody: the officials are not looked through for them.
  if (!absences.some((absence) => absence.substitute === me.id)) return own
  const replaced = new Set(replacedBy({ absences, nowMs }, me.id))
  const passedOn = officials.flatMap((official) =>
    replaced.has(official.id) && official.active ? official.grants : [],
  )
  return [...own, ...passedOn.flatMap(({ role }) => (leading.includes(role) ? [role] : []))]
}
