import { sql } from 'kysely'
import { referenceBucket, userBucket } from '../../shared/domain/scope.ts'
import type { RequestScope, Tx } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import type { HeldBucket } from './pull/plan.ts'
import { unitsInSight } from './units-in-sight.ts'

/** Most cases a device holds when closed months have to be left out (sync.md section 2). */
export const mostHeldCases = 100_000

/** What an official may see, and which of it a device holds, most urgent first. */
export type Scope = RequestScope & Readonly<{ held: readonly HeldBucket[] }>

type BucketRow = { bucket: string; period: string; cases: number; floor_seq: number }

/**
 * Reads an official's buckets out of the grants, the absences and the bucket table: every open bucket, then closed months from the newest back
 * while the cases of all together stay within `mostHeldCases`. Older months are visible to requests, but no device holds them.
 */
export async function loadScope(tx: Tx, official: Official, nowMs: number): Promise<Scope> {
  const units = await unitsInSight(tx, official, nowMs)
  const own = [userBucket(official.id), referenceBucket]
  const result = await sql<BucketRow>`
    select bucket, period, cases, floor_seq from sync_bucket
    where bucket = any(${own}) or unit = any(${[...units]}) order by bucket`.execute(tx)
  const rows = result.rows
  const floors = new Map(rows.map((row) => [row.bucket, row.floor_seq]))
  const open = units.map((unit) => `${unit}:open`)
  const openCases = rows.filter((row) => row.period === 'open').reduce((sum, row) => sum + row.cases, 0)
  const held = [...own, ...open, ...newestMonths(rows, mostHeldCases - openCases)]
  return {
    userId: official.id,
    buckets: [...new Set([...held, ...rows.map((row) => row.bucket)])],
    held: held.map((bucket) => ({ bucket, floorSeq: floors.get(bucket) ?? 0 })),
  }
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
