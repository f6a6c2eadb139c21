import { WorkerFailure } from '../failure.ts'
import { inDelta, nowhere } from './catalog.ts'
import type { SegmentEntry } from './catalog.ts'
import { assertFence, writeMeta } from './meta.ts'
import { bucketOf, laneOf } from './records.ts'
import type { DeltaRecord, SegmentRecord } from './records.ts'
import { rowsPerSegment } from './page-plan.ts'
import type { PlannedSegment } from './page-plan.ts'
import type { RowStore } from './row-store.ts'
import { noteSegment, sealSegments } from './write-set.ts'
import type { SealedSegment } from './write-set.ts'

/** Bounds of one run, so that it stays short: deltas packed and segments rewritten at most. */
export const compactionBounds = { deltas: 4000, segments: 16 } as const

type Rewrite = Readonly<{ entry: SegmentEntry; rows: SegmentRecord[] }>

/**
 * Packs deltas into segments: one transaction replaces the segments that held older copies, adds segments for rows new to their
 * bucket, and deletes exactly the deltas it packed. Returns how many were packed; 0 when nothing is left to do.
 */
export function compact(store: RowStore): Promise<number> {
  return store.turn.take(async () => {
    const chosen = choose(store)
    if (chosen.slots.length === 0) return 0
    const records = new Map<number, DeltaRecord>()
    for (const slot of chosen.slots) records.set(slot, await deltaOf(store, slot))
    const placed = new Set<string>()
    const rewrites = await Promise.all(chosen.entries.map((entry) => rewrite(store, { entry, records, placed })))
    const planned: PlannedSegment[] = [
      ...rewrites.filter(({ rows }) => rows.length > 0).map(({ entry, rows }) => ({ ...entry, rows })),
      ...added(records, placed),
    ]
    const sealed = await sealSegments(store.parts.sealer, planned, store.state.nextSegment)
    await commit(store, { chosen, sealed, records })
    return records.size
  })
}

function choose(store: RowStore): { slots: number[]; entries: SegmentEntry[] } {
  const { catalog } = store
  const holders = new Map<number, SegmentEntry[]>()
  for (const entry of catalog.segments.values()) {
    for (const slot of entry.slots) {
      if (catalog.place(slot) === inDelta) holders.set(slot, [...(holders.get(slot) ?? []), entry])
    }
  }
  const slots: number[] = []
  const entries = new Set<SegmentEntry>()
  for (let slot = 0; slot < catalog.slotCount && slots.length < compactionBounds.deltas; slot += 1) {
    if (catalog.place(slot) !== inDelta) continue
    const needed = (holders.get(slot) ?? []).filter((entry) => !entries.has(entry))
    if (entries.size + needed.length > compactionBounds.segments) continue
    for (const entry of needed) entries.add(entry)
    slots.push(slot)
  }
  return { slots, entries: [...entries] }
}

async function deltaOf(store: RowStore, slot: number): Promise<DeltaRecord> {
  const stored = await store.parts.database.delta.get([store.catalog.entity(slot), store.catalog.id(slot)])
  if (!stored) throw new WorkerFailure('database_damaged')
  return store.reader.delta(stored)
}

async function rewrite(
  store: RowStore,
  work: { entry: SegmentEntry; records: ReadonlyMap<number, DeltaRecord>; placed: Set<string> },
): Promise<Rewrite> {
  const { entry, records, placed } = work
  const rows: SegmentRecord[] = []
  const old = await store.reader.rows(entry)
  for (const [index, record] of old.entries()) {
    const slot = entry.slots[index] ?? -1
    const delta = records.get(slot)
    if (!delta) {
      rows.push(record)
      continue
    }
    const place = `${slot}\n${entry.member}`
    if (!delta.members.includes(entry.member) || placed.has(place)) continue
    placed.add(place)
    rows.push([delta.entity, delta.id, delta.seq, delta.row, delta.serverSeq])
  }
  return { entry, rows }
}

function added(records: ReadonlyMap<number, DeltaRecord>, placed: ReadonlySet<string>): PlannedSegment[] {
  const groups = new Map<string, { lane: PlannedSegment['lane']; member: string; rows: SegmentRecord[] }>()
  for (const [slot, delta] of records) {
    for (const member of delta.members) {
      if (placed.has(`${slot}\n${member}`)) continue
      const name = `${laneOf(delta.entity)}\n${member}`
      const group = groups.get(name) ?? { lane: laneOf(delta.entity), member, rows: [] }
      groups.set(name, group)
      group.rows.push([delta.entity, delta.id, delta.seq, delta.row, delta.serverSeq])
    }
  }
  return [...groups.values()].flatMap(({ lane, member, rows }) => {
    const bucket = bucketOf(member)
    const generation = Number(member.slice(bucket.length + 1))
    const cuts: PlannedSegment[] = []
    for (let from = 0; from < rows.length; from += rowsPerSegment) {
      cuts.push({ lane, bucket, generation, rows: rows.slice(from, from + rowsPerSegment) })
    }
    return cuts
  })
}

async function commit(
  store: RowStore,
  work: {
    chosen: ReturnType<typeof choose>
    sealed: readonly SealedSegment[]
    records: ReadonlyMap<number, DeltaRecord>
  },
): Promise<void> {
  const { database, fence } = store.parts
  const { catalog } = store
  const gone = work.chosen.entries
  const nextSegment = store.state.nextSegment + work.sealed.length
  await database.transaction('rw', [database.segments, database.delta, database.meta], async () => {
    await assertFence(database, fence)
    await database.segments.bulkDelete(gone.map((entry) => [entry.lane, entry.bucket, entry.n]))
    await database.segments.bulkPut(work.sealed.map((segment) => segment.stored))
    await database.delta.bulkDelete([...work.records.values()].map((record) => [record.entity, record.id]))
    await writeMeta(database, 'nextSegment', nextSegment)
    await writeMeta(database, 'rowTally', {
      segments: catalog.segments.size - gone.length + work.sealed.length,
      deltas: catalog.deltaCount - work.records.size,
    })
  })
  store.state = { ...store.state, nextSegment }
  for (const entry of gone) {
    catalog.segments.delete(entry.n)
    store.reader.forget(entry.n)
  }
  for (const slot of work.records.keys()) {
    catalog.endDelta(slot, nowhere)
    catalog.setMembers(slot, [])
  }
  for (const { stored, rows } of work.sealed) noteSegment(catalog, stored, rows)
}
