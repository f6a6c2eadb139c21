import { sql } from 'kysely'
import type { EntityName, RowOf } from '../../shared/contract/rows.ts'
import { organisationOf } from '../../shared/domain/organisation.ts'
import type { CaseRules } from '../../shared/domain/decision-context.ts'
import { groundRules } from '../../shared/domain/refusal.ts'
import { referenceBucket } from '../../shared/domain/scope.ts'
import type { Database } from '../db/database.ts'
import type { Tx } from '../db/transaction.ts'
import { hanoiDay } from '../identity/officials.ts'
import type { Member } from './pull/page.ts'
import { readRows } from './row-text.ts'
import { storedCalendars, storedPolicies } from './stored-rules.ts'

/** The reference data as rules need it. */
export type Reference = CaseRules &
  Readonly<{
    version: string
    /** The epoch of the database. */
    epoch: string
    /** What is wrong with stored policies and calendars that cannot be used. */
    problems: readonly string[]
  }>

const cache = new WeakMap<object, Reference>()

/**
 * Reads the reference data; call it with the owner's rights. What was read is kept per database until a
 * reference row changes or the day ends, since grants begin and end by the day.
 */
export async function referenceOf(tx: Tx, database: Database, nowMs: number): Promise<Reference> {
  const clock = await tx.selectFrom('sync_clock').select(['epoch', 'reference_version']).executeTakeFirstOrThrow()
  const version = referenceVersion(clock.epoch, clock.reference_version, nowMs)
  const known = knownReference(database, nowMs)
  if (known?.version === version) return known
  const reference = { version, epoch: clock.epoch, ...(await read(tx, nowMs)) }
  cache.set(database, reference)
  return reference
}

/** What was read last, at this moment; whoever uses it compares its version with the database's. Null when nothing was read. */
export function knownReference(database: Database, nowMs: number): Reference | null {
  const known = cache.get(database)
  return known === undefined ? null : { ...known, organisation: { ...known.organisation, nowMs } }
}

/** The version of the reference data: it changes with every commit that changes them, and with the day. */
export function referenceVersion(epoch: string, count: number, nowMs: number): string {
  return `${epoch} ${count} ${hanoiDay(nowMs)}`
}

async function read(tx: Tx, nowMs: number): Promise<Omit<Reference, 'version' | 'epoch'>> {
  const members = await sql<Member>`
    select bucket, entity, id, op, seq from sync_member where bucket = ${referenceBucket} and op = 'PUT'`.execute(tx)
  const rows = await readRows(tx, members.rows)
  const all = <E extends EntityName>(entity: E): RowOf<E>[] =>
    [...(rows.get(entity)?.values() ?? [])].map((text): RowOf<E> => JSON.parse(text))
  const problems: string[] = []
  const complain = (found: readonly string[]): void => void problems.push(...found)
  return {
    organisation: organisationOf(
      {
        agencies: all('agency'),
        teams: all('team'),
        officials: all('official'),
        absences: all('absence'),
        categories: all('category'),
        areas: all('area'),
      },
      nowMs,
    ),
    policies: storedPolicies(all('policy'), complain),
    calendars: storedCalendars(all('calendar'), complain),
    grounds: groundRules(all('ground')),
    problems,
  }
}
