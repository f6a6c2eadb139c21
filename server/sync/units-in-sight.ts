import { grantsHeld } from '../../shared/domain/authority.ts'
import type { Organisation } from '../../shared/domain/organisation.ts'
import {
  agenciesAnsweringFor,
  agencyStands,
  cityDate,
  hasEnded,
  teamsAnsweringFor,
} from '../../shared/domain/organisation.ts'
import type { RoleGrant } from '../../shared/domain/roles.ts'
import { scopesOf } from '../../shared/domain/scope.ts'
import type { Official } from '../identity/officials.ts'

/**
 * Whose cases an official sees at the organisation's moment, as bucket prefixes: by the own grants, by those of absent officials whose
 * place the official takes, and of ended agencies and teams those that these succeeded. A role at an agency that does not exist now
 * shows nothing, as `may` allows nothing by it; a succession gives its holder a role at the successor.
 */
export function unitsInSight(official: Official, organisation: Organisation): readonly string[] {
  const standing = grantsHeld(official, organisation).filter(({ agency }) => agencyStands(organisation, agency))
  const units = scopesOf({ id: official.id, grants: standing })
  if (units.length === 0 || units.includes('city')) return units
  const before = [...endedAgencies(units, organisation), ...endedTeams(units, standing, organisation)]
  return [...units, ...before.toSorted()]
}

/** The ended agencies whose line of successors leads to one of these units, in the same part: all of it, or what is not received yet. */
function endedAgencies(units: readonly string[], organisation: Organisation): string[] {
  const today = cityDate(organisation.nowMs)
  const ended = [...organisation.agencies.values()].filter((agency) => hasEnded(agency, today))
  return ended.flatMap(({ id }) => {
    const heirs = agenciesAnsweringFor(organisation, id)
    return ['agency', 'field'].flatMap((part) =>
      heirs.some((heir) => units.includes(`${part}:${heir}`)) ? [`${part}:${id}`] : [],
    )
  })
}

/** The ended teams whose work one of these has now, where its agency answers for theirs: the same as `may` allows by these grants. */
function endedTeams(units: readonly string[], grants: readonly RoleGrant[], organisation: Organisation): string[] {
  const members = grants.filter(({ team }) => team !== null && units.includes(`team:${team}`))
  if (members.length === 0) return []
  const today = cityDate(organisation.nowMs)
  const ended = [...organisation.teams.values()].filter((team) => hasEnded(team, today))
  return ended
    .filter(({ id, agency }) => {
      if (units.includes(`team:${id}`)) return false
      const [teams, agencies] = [teamsAnsweringFor(organisation, id), agenciesAnsweringFor(organisation, agency)]
      return members.some((grant) => teams.includes(grant.team ?? '') && agencies.includes(grant.agency))
    })
    .map(({ id }) => `team:${id}`)
}
