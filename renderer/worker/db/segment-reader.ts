import { z } from 'zod'
import { upgradedRow } from '../../../shared/contract/row-upgrades.ts'
import { syncedRows } from '../../../shared/contract/rows.ts'
import type { EntityName } from '../../../shared/contract/rows.ts'
import { WorkerFailure } from '../failure.ts'
import type { Catalog, SegmentEntry } from './catalog.ts'
import type { DeskDatabase } from './desk-database.ts'
import { unpackRows } from './packing/packed-rows.ts'
import { deltaPlace, segmentPlace } from './records.ts'
import type { DeltaRecord, SegmentRecord } from './records.ts'
import { storageSchema } from './sealing.ts'
import type { Sealer } from './sealing.ts'
import type { StoredDelta, StoredSegment } from './stored-rows.ts'

const entity = z.enum(Object.keys(syncedRows) as [EntityName, ...EntityName[]])
const deltaContent = z.object({
  row: z.unknown(),
  members: z.array(z.string()),
  // Deltas written before rows carried it have none.
  serverSeq: z.number().int().default(0),
})
const keptSegments = 6

/** Opens stored segments and deltas, keeping the last few segments decoded for reads of the same neighbourhood. */
export class SegmentReader {
  readonly #database: DeskDatabase
  readonly #sealer: Sealer
  readonly #kept = new Map<number, readonly SegmentRecord[]>()

  constructor(database: DeskDatabase, sealer: Sealer) {
    this.#database = database
    this.#sealer = sealer
  }

  /** The rows of a stored segment; throws `seal_broken` or `database_damaged`. */
  async decode(stored: StoredSegment): Promise<readonly SegmentRecord[]> {
    const records = unpackRows(await this.#sealer.open(segmentPlace(stored), stored))
    return stored.schema === storageSchema ? records : records.map(upgradedRecord)
  }

  /** The rows of a segment known to the catalog; throws `database_damaged` where it is gone. */
  async rows(segment: SegmentEntry): Promise<readonly SegmentRecord[]> {
    const rows = await this.#find(segment)
    if (!rows) throw new WorkerFailure('database_damaged')
    return rows
  }

  /** The rows of a segment, read from the database unless still at hand; undefined where it is gone. */
  async #find(segment: SegmentEntry): Promise<readonly SegmentRecord[] | undefined> {
    const kept = this.#kept.get(segment.n)
    if (kept) {
      this.#kept.delete(segment.n)
      this.#kept.set(segment.n, kept)
      return kept
    }
    const stored = await this.#database.segments.get([segment.lane, segment.bucket, segment.n])
    if (!stored) return undefined
    const rows = await this.decode(stored)
    this.#kept.set(segment.n, rows)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > keptSegments && oldest !== undefined) this.#kept.delete(oldest)
    return rows
  }

  async delta(stored: StoredDelta): Promise<DeltaRecord> {
    const content = deltaContent.safeParse(await this.#sealer.open(deltaPlace(stored), stored))
    const name = entity.safeParse(stored.entity)
    if (!content.success || !name.success) throw new WorkerFailure('database_damaged')
    const { members, serverSeq } = content.data
    const row = stored.schema === storageSchema ? content.data.row : upgradedRow(name.data, content.data.row)
    return { entity: name.data, id: stored.id, seq: stored.seq, serverSeq, row, members }
  }

  /** The row of a slot; undefined where it does not lie any more where the catalog said when this was called. */
  async row(catalog: Catalog, slot: number): Promise<unknown> {
    const segment = catalog.segments.get(catalog.place(slot))
    if (segment) {
      const name = catalog.entity(slot)
      const id = catalog.id(slot)
      let found: SegmentRecord | undefined
      for (const record of (await this.#find(segment)) ?? []) if (record[1] === id && record[0] === name) found = record
      return found?.[3]
    }
    const stored = await this.#database.delta.get([catalog.entity(slot), catalog.id(slot)])
    return stored ? (await this.delta(stored)).row : undefined
  }

  forget(n: number): void {
    this.#kept.delete(n)
  }
}

/** A record in today's shape, in place where nothing is missing. */
function upgradedRecord(record: SegmentRecord): SegmentRecord {
  const [name, id, page, row, serverSeq] = record
  const upgraded = upgradedRow(name, row)
  return upgraded === row ? record : [name, id, page, upgraded, serverSeq]
}
