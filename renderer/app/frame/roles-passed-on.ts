import type { Absence, Official } from '../../../shared/domain/organisation.ts'
import { replacedBy } from '../../../shared/domain/organisation.ts'
import type { Actor, Role } from '../../../shared/domain/roles.ts'
import { leadsTeam } from './rail-links.ts'

type HeldFrom = Readonly<{ me: Actor; officials: readonly Official[]; absences: readonly Absence[] }>

const none: readonly Role[] = []

/**
 * The leading roles a person has at a moment from absent officials whose place they take: these show the list of the day. Roles that
 * administer are never passed on.
 */
export function rolesPassedOn({ me, officials, absences }: HeldFrom, nowMs: number): readonly Role[] {
  // Most people stand in for nobody: the officials are not looked through for them.
  if (!absences.some((absence) => absence.substitute === me.id)) return none
  const replaced = new Set(replacedBy({ absences, nowMs }, me.id))
  const grants = officials.flatMap((official) => (replaced.has(official.id) && official.active ? official.grants : []))
  return grants.flatMap(({ role }) => (leadsTeam([role]) ? [role] : []))
}
