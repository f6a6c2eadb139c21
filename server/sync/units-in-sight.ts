import { sql } from 'kysely'
import type { RoleGrant } from '../../shared/domain/roles.ts'
import { scopesOf } from '../../shared/domain/scope.ts'
import type { Tx } from '../db/transaction.ts'
import { hanoiDay } from '../identity/officials.ts'
import type { Official } from '../identity/officials.ts'

/**
 * Whose cases an official sees now, as bucket prefixes: by the own grants, by those of absent officials whose place the official
 * takes, and of ended agencies and teams those that these succeeded.
 */
export async function unitsInSight(tx: Tx, official: Official, nowMs: number): Promise<readonly string[]> {
  const grants = [...official.grants, ...(await grantsOfAbsent(tx, official.id, nowMs))]
  const units = scopesOf({ id: official.id, grants })
  return units.length === 0 || units.includes('city') ? units : [...units, ...(await predecessorsOf(tx, units, nowMs))]
}

async function grantsOfAbsent(tx: Tx, official: string, nowMs: number): Promise<readonly RoleGrant[]> {
  const day = hanoiDay(nowMs)
  const found = await sql<RoleGrant>`
    with recursive replaced (id) as (
      select ${official}::text
      union
      select a.official from replaced as r join absence as a on a.substitute = r.id
      where a.from_ms <= ${nowMs} and a.to_ms > ${nowMs}
    )
    select g.role, g.agency, g.team
    from replaced as r join official as o on o.id = r.id join role_grant as g on g.official_id = o.id
    where o.id <> ${official} and o.active
      and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to >= ${day}::date)`.execute(tx)
  return found.rows
}

/** The ended units whose line of successors leads to one of these, as bucket prefixes. */
async function predecessorsOf(tx: Tx, units: readonly string[], nowMs: number): Promise<readonly string[]> {
  const day = hanoiDay(nowMs)
  const found = await sql<{ unit: string }>`
    with recursive ended (kind, id, successors) as (
      select 'agency', id, successors from agency where valid_to < ${day}::date
      union all
      select 'team', id, successors from team where valid_to < ${day}::date
    ), line (unit) as (
      select unnest(${[...units]}::text[])
      union
      select e.kind || ':' || e.id from line as l join ended as e
        on l.unit like e.kind || ':%' and substr(l.unit, length(e.kind) + 2) = any (e.successors)
    )
    select unit from line where unit <> all (${[...units]}::text[]) order by unit`.execute(tx)
  return found.rows.map((row) => row.unit)
}
