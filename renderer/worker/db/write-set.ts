import type { EntityName } from '../../../shared/contract/rows.ts'
import { packRows } from './packing/packed-rows.ts'
import { membership } from './records.ts'
import type { DeltaRecord, SegmentRecord } from './records.ts'
import { deltaPlace, segmentPlace } from './records.ts'
import { inDelta } from './catalog.ts'
import type { Catalog, SegmentEntry } from './catalog.ts'
import type { PlannedDelta, PlannedSegment } from './page-plan.ts'
import type { Sealer } from './sealing.ts'
import type { StoredDelta, StoredSegment } from './stored-rows.ts'

/** Told of every row that appears, changes or leaves, in memory, after it is stored. */
export type RowSink = Readonly<{
  put: (entity: EntityName, id: string, row: unknown, rank: number) => void
  remove: (entity: EntityName, id: string) => void
}>

export type SealedSegment = Readonly<{ stored: StoredSegment; rows: readonly SegmentRecord[] }>
export type SealedDelta = Readonly<{ stored: StoredDelta; record: DeltaRecord }>

/** Everything one transaction writes, sealed already, and the segments it removes. */
export type WriteSet = Readonly<{
  segments: readonly SealedSegment[]
  deltas: readonly SealedDelta[]
  gone: readonly SegmentEntry[]
}>

/** Seals planned segments, numbering them from `firstNumber`. */
export async function sealSegments(
  sealer: Sealer,
  planned: readonly PlannedSegment[],
  firstNumber: number,
): Promise<SealedSegment[]> {
  return Promise.all(
    planned.map(async ({ lane, bucket, generation, rows }, index) => {
      const key = { lane, bucket, generation, n: firstNumber + index }
      return { stored: { ...key, ...(await sealer.seal(segmentPlace(key), packRows(rows))) }, rows }
    }),
  )
}

export async function sealDeltas(sealer: Sealer, planned: readonly PlannedDelta[]): Promise<SealedDelta[]> {
  return Promise.all(
    planned.map(async ({ entity, id, seq, serverSeq, row, members }) => {
      const key = { entity, id, seq }
      const sealed = await sealer.seal(deltaPlace(key), { row, members, serverSeq })
      return { stored: { ...key, ...sealed }, record: { ...key, serverSeq, row, members } }
    }),
  )
}

/** Notes a segment in the catalog and returns the rows for which it now holds the copy to read. */
export function noteSegment(catalog: Catalog, stored: StoredSegment, rows: readonly SegmentRecord[]): SegmentRecord[] {
  const slots = new Int32Array(rows.length)
  const entry: SegmentEntry = {
    n: stored.n,
    lane: stored.lane,
    bucket: stored.bucket,
    generation: stored.generation,
    member: membership(stored.bucket, stored.generation),
    slots,
  }
  catalog.segments.set(stored.n, entry)
  return rows.filter(([entity, id, seq, , serverSeq], index) => {
    const slot = catalog.slotFor(entity, id)
    slots[index] = slot
    return catalog.addCopy(slot, { seq, serverSeq }, entry)
  })
}

/** Brings catalog and sink up to what was just committed. */
export function noteWritten(catalog: Catalog, written: WriteSet, sink: RowSink): void {
  for (const { stored, rows } of written.segments) {
    for (const [entity, id, seq, row] of noteSegment(catalog, stored, rows)) sink.put(entity, id, row, seq)
  }
  for (const { record } of written.deltas) noteDelta(catalog, record, sink)
}

/** Notes one delta: its row appears, changes or leaves. */
export function noteDelta(catalog: Catalog, record: DeltaRecord, sink: RowSink): void {
  const slot = catalog.slotFor(record.entity, record.id)
  const unchanged = catalog.place(slot) === inDelta && catalog.seq(slot) === record.seq
  catalog.setDelta(slot, record)
  if (record.members.length === 0) sink.remove(record.entity, record.id)
  else if (!unchanged || record.row !== undefined) sink.put(record.entity, record.id, record.row, record.seq)
}
