import { WorkerFailure } from '../failure.ts'
import { readMeta } from './meta.ts'
import type { Catalog } from './catalog.ts'
import type { DeskDatabase } from './desk-database.ts'
import type { RowSink } from './write-set.ts'
import type { SegmentReader } from './segment-reader.ts'
import type { StoredSegment } from './stored-rows.ts'
import { noteDelta, noteSegment } from './write-set.ts'

const segmentsAtOnce = 8

/** Where the rows lie, who decrypts them, and who is told of them. */
type CatalogParts = Readonly<{ database: DeskDatabase; reader: SegmentReader; catalog: Catalog; sink: RowSink }>

/**
 * Reads every stored row: deltas first, because they override, then case segments, then the rest. Compares what is there with the
 * tally written by the last transaction: a damaged IndexedDB comes back with rows missing and no error (sync.md section 1).
 */
export async function loadCatalog(parts: CatalogParts): Promise<void> {
  const { database, reader, catalog, sink } = parts
  const tally = (await readMeta(database, 'rowTally')) ?? { segments: 0, deltas: 0 }
  const deltas = await database.delta.toArray()
  const keys = await database.segments.toCollection().primaryKeys()
  if (deltas.length !== tally.deltas || keys.length !== tally.segments) throw new WorkerFailure('database_damaged')
  for (const record of await Promise.all(deltas.map((stored) => reader.delta(stored)))) {
    noteDelta(catalog, record, sink)
  }
  for (let from = 0; from < keys.length; from += segmentsAtOnce) {
    const stored = await database.segments.bulkGet(keys.slice(from, from + segmentsAtOnce))
    await Promise.all(stored.map((segment) => loadSegment(parts, segment)))
  }
}

async function loadSegment(parts: CatalogParts, segment: StoredSegment | undefined): Promise<void> {
  if (!segment) throw new WorkerFailure('database_damaged')
  const rows = await parts.reader.decode(segment)
  for (const [entity, id, seq, row] of noteSegment(parts.catalog, segment, rows)) {
    parts.sink.put(entity, id, row, seq)
  }
}
