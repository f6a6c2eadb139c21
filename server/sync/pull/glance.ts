import { sql } from 'kysely'
import type { AppContext } from '../../app-context.ts'
import type { Official } from '../../identity/officials.ts'
import { heldBuckets, ownBuckets } from '../held-buckets.ts'
import type { BucketRow } from '../held-buckets.ts'
import { knownReference, referenceVersion } from '../reference.ts'
import { unitsInSight } from '../units-in-sight.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { planPull } from './plan.ts'

/** What a client with nothing to fetch is told: where it stands now. */
export type Idle = Readonly<{ cursor: string; settledSeq: number; lastMutation: number }>

type Seen = Readonly<{
  settled: number
  taken: number
  epoch: string
  reference_version: number
  last_mutation: number
  known: readonly string[]
  buckets: readonly BucketRow[]
}>

/**
 * Most pulls find nothing new: one statement tells so. Null wherever there is more to it (something new, another scope, a client that
 * is locked or unknown, reference data not read yet): the whole pull then answers.
 */
export async function glance(
  { clock, database }: AppContext,
  official: Official,
  request: Readonly<{ clientId: string; cursor: string | null; reload?: readonly string[] | undefined }>,
): Promise<Idle | null> {
  const nowMs = clock()
  const cursor = request.cursor === null ? null : decodeCursor(request.cursor)
  const reference = knownReference(database, nowMs)
  const wantsMore = request.reload !== undefined && request.reload.length > 0
  if (cursor === null || reference === null || wantsMore) return null
  const units = unitsInSight(official, reference.organisation)
  const found = await sql<Seen>`
    select settled, taken, epoch, reference_version, last_mutation, known, buckets from desk_glance(
      ${request.clientId}, ${official.id}, ${cursor.scopeVersion}, ${ownBuckets(official)}, ${[...units]}, ${cursor.seq})`.execute(
    database.kysely,
  )
  const seen = found.rows[0]
  if (seen === undefined || seen.epoch !== cursor.epoch || cursor.seq > seen.taken) return null
  if (reference.version !== referenceVersion(seen.epoch, seen.reference_version, nowMs)) return null
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
