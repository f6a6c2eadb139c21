import { administratorRoles } from '../../../shared/domain/admin/administration.ts'
import type { Role } from '../../../shared/domain/roles.ts'

/** The screens of the rail; each is listed only once it works. Nobody who stands in for somebody administers in that place. */
export const railLinks = [
  { id: 'queue', path: '/hang-doi', roles: null },
  { id: 'team', path: '/bo-phan', roles: ['team_supervisor', 'approver'] },
  { id: 'charts', path: '/thong-ke', roles: null },
  { id: 'outbox', path: '/vuong-mac', roles: null },
  { id: 'admin', path: '/quan-tri', roles: [...administratorRoles, 'approver', 'city_coordinator'] },
  { id: 'settings', path: '/cai-dat', roles: null },
] as const satisfies readonly { id: string; path: string; roles: readonly Role[] | null }[]
export type RailLink = (typeof railLinks)[number]

/** The links that the own roles, and those passed on by absent officials, may use now. */
export function visibleLinks(own: readonly Role[], passedOn: readonly Role[] = []): RailLink[] {
  return railLinks.filter((link) => {
    const wanted: readonly Role[] | null = link.roles
    const held = link.id === 'admin' ? own : [...own, ...passedOn]
    return wanted === null || wanted.some((role) => held.includes(role))
  })
}

/** Whether the list of the day concerns somebody with these roles. */
export const leadsTeam = (held: readonly Role[]): boolean =>
  held.includes('team_supervisor') || held.includes('approver')
