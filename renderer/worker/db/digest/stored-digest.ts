import { WorkerFailure } from '../../failure.ts'
import { inDelta } from '../catalog.ts'
import type { SegmentEntry } from '../catalog.ts'
import { hashHead } from './digest-hash.ts'
import { bucketOf } from '../records.ts'
import type { RowStore } from '../row-store.ts'

/** What one bucket holds: how many rows, and the XOR of their hashes as 16 hex digits (`digestRequestV1`). */
export type BucketDigest = Readonly<{ count: number; xor: string }>

type Sum = { count: number; high: number; low: number }

const deltasAtOnce = 500

/**
 * The digest of every bucket over what the database really holds: each segment and delta is read and opened again, and what is gone
 * or does not open counts as missing. `pause` runs between pieces of work. Null when rows were written meanwhile, or while buckets
 * are sent anew.
 */
export async function digestStored(
  store: RowStore,
  pause: () => Promise<void>,
): Promise<Record<string, BucketDigest> | null> {
  const before = store.state
  if (before.resetting.length > 0) return null
  const sums = new Map<string, Sum>()
  for (const entry of [...store.catalog.segments.values()]) {
    const rows = await segmentRows(store, entry)
    if (store.state !== before) return null
    for (const [slot, serverSeq] of rows) add(sums, store, slot, serverSeq)
    await pause()
  }
  const keys = await store.parts.database.delta.toCollection().primaryKeys()
  for (let from = 0; from < keys.length; from += deltasAtOnce) {
    const rows = await deltaRows(store, keys.slice(from, from + deltasAtOnce))
    if (store.state !== before) return null
    for (const [slot, serverSeq] of rows) add(sums, store, slot, serverSeq)
    await pause()
  }
  return store.state === before ? Object.fromEntries([...sums].map(([name, sum]) => [name, written(sum)])) : null
}

/** The rows that are read from this segment, with the server's sequence number of each. */
async function segmentRows(store: RowStore, entry: SegmentEntry): Promise<ReadonlyMap<number, number>> {
  const { catalog, reader, parts } = store
  const found = new Map<number, number>()
  const stored = await parts.database.segments.get([entry.lane, entry.bucket, entry.n])
  const rows = stored === undefined ? [] : ((await readable(() => reader.decode(stored))) ?? [])
  for (const [entity, id, , , serverSeq] of rows) {
    const slot = catalog.find(entity, id)
    if (slot !== undefined && catalog.place(slot) === entry.n) found.set(slot, serverSeq)
  }
  return found
}

async function deltaRows(store: RowStore, keys: readonly [string, string][]): Promise<ReadonlyMap<number, number>> {
  const { catalog, reader, parts } = store
  const found = new Map<number, number>()
  for (const stored of await parts.database.delta.bulkGet([...keys])) {
    if (stored === undefined) continue
    const record = await readable(() => reader.delta(stored))
    const slot = record === null ? undefined : catalog.find(record.entity, record.id)
    if (slot !== undefined && record !== null && catalog.place(slot) === inDelta) found.set(slot, record.serverSeq)
  }
  return found
}

async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof WorkerFailure) return null
    throw error
  }
}

function add(sums: Map<string, Sum>, { catalog }: RowStore, slot: number, serverSeq: number): void {
  const members = catalog.members(slot)
  if (members.length === 0) return
  const [high, low] = hashHead(`${catalog.entity(slot)}\u0000${catalog.id(slot)}\u0000${serverSeq}`)
  for (const bucket of new Set(members.map(bucketOf))) {
    const sum = sums.get(bucket) ?? { count: 0, high: 0, low: 0 }
    sums.set(bucket, { count: sum.count + 1, high: sum.high ^ high, low: sum.low ^ low })
  }
}

function written(sum: Sum): BucketDigest {
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
  return { count: sum.count, xor: `${hex(sum.high)}${hex(sum.low)}` }
}
