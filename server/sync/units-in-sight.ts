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
    select role, agency, team from desk_grants_of_absent(${official}, ${nowMs}, ${day}::date)`.execute(tx)
  return found.rows
}

/** The ended units whose line of successors leads to one of these, as bucket prefixes. */
async function predecessorsOf(tx: Tx, units: readonly string[], nowMs: number): Promise<readonly string[]> {
  const day = hanoiDay(nowMs)
  const found = await sql<{ unit: string }>`
    select unit from desk_predecessors(${[...units]}, ${day}::date) order by unit`.execute(tx)
  return found.rows.map((row) => row.unit)
}
