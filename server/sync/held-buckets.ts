import { sql } from 'kysely'
import type { Organisation } from '../../shared/domain/organisation.ts'
import { referenceBucket, userBucket } from '../../shared/domain/scope.ts'
import type { RequestScope, Tx } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import type { HeldBucket } from './pull/plan.ts'
import { unitsInSight } from './units-in-sight.ts'

/** Most cases a device holds when closed months have to be left out (sync.md section 2). */
export const mostHeldCases = 100_000

/** What an official may see, and which of it a device holds, most urgent first. */
export type Scope = RequestScope & Readonly<{ held: readonly HeldBucket[] }>

/** A bucket as it is now, with the cases it has. */
export type BucketRow = Readonly<{ bucket: string; period: string; cases: number; floor_seq: number }>

/** Reads an official's buckets out of the grants, the absences and the bucket table, at the organisation's moment. */
export async function loadScope(tx: Tx, official: Official, organisation: Organisation): Promise<Scope> {
  const units = unitsInSight(official, organisation)
  const result = await sql<BucketRow>`
    select bucket, period, cases, floor_seq from sync_bucket_now
    where bucket = any(${ownBuckets(official)}) or unit = any(${[...units]}) order by bucket`.execute(tx)
  const held = heldBuckets(official, units, result.rows)
  const buckets = [...new Set([...held.map(({ bucket }) => bucket), ...result.rows.map((row) => row.bucket)])]
  return { userId: official.id, buckets, held }
}

/** The buckets every official has, whatever the units in sight. */
export function ownBuckets(official: Official): string[] {
  return [userBucket(official.id), referenceBucket]
}

/**
 * What a device of an official holds of these buckets: every open one, then closed months from the newest back while the cases of all
 * together stay within `mostHeldCases`. Older months are visible to requests, but no device holds them.
 */
export function heldBuckets(official: Official, units: readonly string[], rows: readonly BucketRow[]): HeldBucket[] {
  const floors = new Map(rows.map((row) => [row.bucket, row.floor_seq]))
  const open = units.map((unit) => `${unit}:open`)
  const openCases = rows.filter((row) => row.period === 'open').reduce((sum, row) => sum + row.cases, 0)
  const held = [...ownBuckets(official), ...open, ...newestMonths(rows, mostHeldCases - openCases)]
  return held.map((bucket) => ({ bucket, floorSeq: floors.get(bucket) ?? 0 }))
}

function newestMonths(rows: readonly BucketRow[], room: number): string[] {
  const byMonth = new Map<string, { buckets: string[]; cases: number }>()
  for (const row of rows) {
    if (!row.period.startsWith('closed-')) continue
    const month = byMonth.get(row.period) ?? { buckets: [], cases: 0 }
    month.buckets.push(row.bucket)
    month.cases += row.cases
    byMonth.set(row.period, month)
  }
  const kept: string[] = []
  let left = room
  for (const [, month] of [...byMonth].sort(([a], [b]) => (a < b ? 1 : -1))) {
    left -= month.cases
    if (left < 0) break
    kept.push(...month.buckets)
  }
  return kept
}
