import { sql } from 'kysely'
import type { AppContext } from '../../app-context.ts'
import type { Official } from '../../identity/officials.ts'
import { heldBuckets, ownBuckets } from '../held-buckets.ts'
import type { BucketRow } from '../held-buckets.ts'
import { knownReference, referenceVersion } from '../reference.ts'
import { unitsInSight } from '../units-in-sight.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { planPull } from './plan.ts'
import { readSettled } from './settled.ts'
import type { SettledSeq } from './settled.ts'

/** What a client with nothing to fetch is told: where it stands now. */
export type Idle = Readonly<{ cursor: string; settledSeq: number; lastMutation: number }>

/** What one statement tells of a pull: how far it may read, and where the client stands when there is nothing more to it. */
export type Glance = Readonly<{ far: SettledSeq; idle: Idle | null }>

type Seen = SettledSeq & Readonly<{ idle: false }>
type SeenIdle = Readonly<{
  settled: number
  taken: number
  idle: true
  epoch: string
  reference_version: number
  last_mutation: number
  known: readonly string[]
  buckets: readonly BucketRow[]
}>

/**
 * Most pulls find nothing new: one statement tells so. `idle` is null wherever there is more to it (something new, another scope, a
 * client that is locked or unknown, reference data not read yet): the whole pull then answers, in a snapshot begun after this.
 */
export async function glance(
  { clock, database }: AppContext,
  official: Official,
  request: Readonly<{ clientId: string; cursor: string | null; reload?: readonly string[] | undefined }>,
): Promise<Glance> {
  const nowMs = clock()
  const cursor = request.cursor === null ? null : decodeCursor(request.cursor)
  const reference = knownReference(database, nowMs)
  const wantsMore = request.reload !== undefined && request.reload.length > 0
  if (cursor === null || reference === null || wantsMore) return { far: await readSettled(database.kysely), idle: null }
  const units = unitsInSight(official, reference.organisation)
  const found = await sql<Seen | SeenIdle>`
    select settled, taken, idle, epoch, reference_version, last_mutation, known, buckets from desk_glance(
      ${request.clientId}, ${official.id}, ${cursor.scopeVersion}, ${ownBuckets(official)}, ${[...units]}, ${cursor.seq})`.execute(
    database.kysely,
  )
  const seen = found.rows[0]
  if (seen === undefined) throw new Error('desk_glance answered no row')
  const isCurrent = (one: SeenIdle): boolean =>
    one.epoch === cursor.epoch &&
    cursor.seq <= one.taken &&
    reference.version === referenceVersion(one.epoch, one.reference_version, nowMs)
  return { far: seen, idle: seen.idle && isCurrent(seen) ? idleAt(official, units, cursor, seen) : null }
}

/** Where a client with nothing new stands; null when what it holds is not what it should. */
function idleAt(official: Official, units: readonly string[], cursor: Cursor, seen: SeenIdle): Idle | null {
  if (cursor.settled !== seen.known.length) return null
  const settledSeq = Math.max(cursor.seq, seen.settled)
  const plan = planPull({
    held: heldBuckets(official, units, seen.buckets),
    known: { cursor, buckets: seen.known },
    hadCursor: true,
    settledSeq,
    reload: new Set(),
  })
  if (plan.loading.length + plan.drop.length + plan.reset.length > 0) return null
  return { cursor: encodeCursor({ ...cursor, seq: settledSeq }), settledSeq, lastMutation: seen.last_mutation }
}
