import { grantsHeld } from '../../shared/domain/authority.ts'
import type { Organisation, Validity } from '../../shared/domain/organisation.ts'
import { agencyStands, cityDate } from '../../shared/domain/organisation.ts'
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
  return units.length === 0 || units.includes('city') ? units : [...units, ...predecessorsOf(units, organisation)]
}

/** The ended units whose line of successors leads to one of these, as bucket prefixes. */
function predecessorsOf(units: readonly string[], organisation: Organisation): readonly string[] {
  const today = cityDate(organisation.nowMs)
  const ended = [...ending('agency', organisation.agencies, today), ...ending('team', organisation.teams, today)]
  const line = new Set(units)
  for (const unit of line) {
    for (const [predecessor, successors] of ended) if (successors.includes(unit)) line.add(predecessor)
  }
  return [...line].slice(units.length).toSorted()
}

function ending(
  kind: 'agency' | 'team',
  all: ReadonlyMap<string, Validity>,
  today: string,
): (readonly [string, readonly string[]])[] {
  return [...all]
    .filter(([, { validTo }]) => validTo !== null && validTo < today)
    .map(([id, { successors }]) => [`${kind}:${id}`, successors.map((successor) => `${kind}:${successor}`)] as const)
}
