import type { EntityName } from '../../../shared/contract/rows.ts'
import type { PullReplyV1 } from '../../../shared/contract/sync.ts'
import { WorkerFailure } from '../failure.ts'
import { Turn } from '../turn.ts'
import { Catalog, inDelta } from './catalog.ts'
import type { DeskDatabase } from './desk-database.ts'
import { loadCatalog } from './load-catalog.ts'
import { assertFence, readMeta, writeMetas } from './meta.ts'
import type { MetaValues } from './meta.ts'
import { planPage } from './page-plan.ts'
import type { PlannedDelta } from './page-plan.ts'
import { bucketOf, membership } from './records.ts'
import { noteRetired, planRetirement } from './retirement.ts'
import type { RowSink } from './write-set.ts'
import type { Sealer } from './sealing.ts'
import { SegmentReader } from './segment-reader.ts'
import { noteWritten, sealDeltas, sealSegments } from './write-set.ts'
import type { WriteSet } from './write-set.ts'

type PageState = Pick<MetaValues, 'generations' | 'resetting' | 'nextSegment' | 'page' | 'highestSeq'> & {
  cursor: string | null
}

export type RowStoreParts = Readonly<{ database: DeskDatabase; sealer: Sealer; fence: number; sink: RowSink }>

/** While a bucket is first loaded, two rows together cost less than two deltas. */
const smallestFirstSegment = 2
const smallestLaterSegment = 200

/**
 * The synchronised rows on the device. Reads look in the delta, then in the segment the catalog names. Every write happens in one
 * transaction that checks fence and cursor; all cryptography happens before it.
 */
export class RowStore {
  readonly parts: RowStoreParts
  readonly catalog = new Catalog()
  readonly reader: SegmentReader
  readonly turn = new Turn()
  state: PageState = { cursor: null, generations: {}, resetting: [], nextSegment: 1, page: 0, highestSeq: 0 }

  constructor(parts: RowStoreParts) {
    this.parts = parts
    this.reader = new SegmentReader(parts.database, parts.sealer)
  }

  /** Reads counters, then every stored row into the catalog and the sink; throws `database_damaged` where rows are missing. */
  async load(): Promise<void> {
    const { database } = this.parts
    this.state = {
      cursor: (await readMeta(database, 'cursor')) ?? null,
      generations: (await readMeta(database, 'generations')) ?? {},
      resetting: (await readMeta(database, 'resetting')) ?? [],
      nextSegment: (await readMeta(database, 'nextSegment')) ?? 1,
      page: (await readMeta(database, 'page')) ?? 0,
      highestSeq: (await readMeta(database, 'highestSeq')) ?? 0,
    }
    await loadCatalog({ database, reader: this.reader, catalog: this.catalog, sink: this.parts.sink })
  }

  /** The row as confirmed by the server, or undefined. A row that is moved meanwhile is read where it comes to lie. */
  async read(entity: EntityName, id: string): Promise<unknown> {
    const slot = this.#presentSlot(entity, id)
    const row = slot === undefined ? undefined : await this.reader.row(this.catalog, slot)
    return slot === undefined || row !== undefined ? row : this.turn.take(() => this.#readInTurn(entity, id))
  }

  /** As `read`, for whoever has the turn: nothing moves, so that a row that is not found is lost. */
  async #readInTurn(entity: EntityName, id: string): Promise<unknown> {
    const slot = this.#presentSlot(entity, id)
    if (slot === undefined) return undefined
    const row = await this.reader.row(this.catalog, slot)
    if (row === undefined) throw new WorkerFailure('database_damaged')
    return row
  }

  #presentSlot(entity: EntityName, id: string): number | undefined {
    const slot = this.catalog.find(entity, id)
    return slot !== undefined && this.catalog.isPresent(slot) ? slot : undefined
  }

  /** Stores one pull page with its cursor. `from` is the cursor the page was asked with; another one stored meanwhile aborts. */
  applyPage(from: string | null, reply: PullReplyV1): Promise<void> {
    return this.turn.take(async () => {
      if (this.state.cursor !== from) throw new WorkerFailure('storage_failed')
      const next = this.#openPage(reply)
      // A page shows one moment of the server, so its rows are newer than all before, whatever their sequence numbers say.
      const plan = planPage({
        ops: reply.ops,
        page: next.page,
        catalog: this.catalog,
        generationOf: (bucket) => next.generations[bucket] ?? 0,
        smallestSegment: this.state.cursor === null || !reply.complete ? smallestFirstSegment : smallestLaterSegment,
      })
      const deltas = await this.#withRows(plan.deltas)
      const segments = await sealSegments(this.parts.sealer, plan.segments, next.nextSegment)
      const written = { segments, deltas: await sealDeltas(this.parts.sealer, deltas), gone: [] }
      const state = { ...next, nextSegment: next.nextSegment + segments.length }
      await this.#commit(written, state)
      if (reply.complete && state.resetting.length > 0) await this.#endResets()
      else await this.#retireOld(reply.dropBuckets)
    })
  }

  #openPage(reply: PullReplyV1): PageState {
    const generations = { ...this.state.generations }
    // What a dropped bucket held goes after the page: until its cursor is stored, the bucket counts as held and is not sent again.
    const reset = new Set([...reply.resetBuckets, ...reply.dropBuckets])
    if (reply.fullReset) for (const member of this.catalog.memberships()) reset.add(bucketOf(member))
    for (const bucket of reset) generations[bucket] = (generations[bucket] ?? 0) + 1
    return {
      cursor: reply.cursor,
      generations,
      resetting: [...new Set([...this.state.resetting, ...reset])],
      nextSegment: this.state.nextSegment,
      page: this.state.page + 1,
      highestSeq: highestOf(reply, reply.fullReset ? 0 : this.state.highestSeq),
    }
  }

  async #endResets(): Promise<void> {
    await this.#retireOld(this.state.resetting)
    await this.#commit({ segments: [], deltas: [], gone: [] }, { ...this.state, resetting: [] })
  }

  /** Removes what these buckets held before their present generation. */
  async #retireOld(buckets: readonly string[]): Promise<void> {
    const ended = new Set(buckets)
    const { generations } = this.state
    await this.#retire((member) => {
      const bucket = bucketOf(member)
      return ended.has(bucket) && member !== membership(bucket, generations[bucket] ?? 0)
    })
  }

  /** Removes memberships; a row goes when its last one is gone. */
  async #retire(ends: (member: string) => boolean): Promise<void> {
    const memberships = new Set([...this.catalog.memberships()].filter(ends))
    if (memberships.size === 0) return
    const plan = planRetirement(this.catalog, memberships)
    const deltas = await this.#withRows(plan.deltas)
    const written: WriteSet = { segments: [], deltas: await sealDeltas(this.parts.sealer, deltas), gone: plan.gone }
    await this.#commit(written, this.state)
    noteRetired(this.catalog, plan)
    for (const slot of plan.vanished) this.parts.sink.remove(this.catalog.entity(slot), this.catalog.id(slot))
  }

  async #withRows(deltas: readonly PlannedDelta[]): Promise<readonly PlannedDelta[]> {
    for (const delta of deltas) {
      if (delta.members.length === 0) delta.row = null
      else if (delta.row === undefined) delta.row = await this.#readInTurn(delta.entity, delta.id)
    }
    return deltas
  }

  async #commit(written: WriteSet, state: PageState): Promise<void> {
    const { database, fence, sink } = this.parts
    const before = this.state.cursor
    const tally = tallyAfter(this.catalog, written)
    await database.transaction('rw', [database.segments, database.delta, database.meta], async () => {
      await assertFence(database, fence)
      if (((await readMeta(database, 'cursor')) ?? null) !== before) throw new WorkerFailure('storage_failed')
      await database.segments.bulkDelete(written.gone.map((entry) => [entry.lane, entry.bucket, entry.n]))
      await database.segments.bulkPut(written.segments.map((segment) => segment.stored))
      await database.delta.bulkPut(written.deltas.map((delta) => delta.stored))
      const { cursor, ...counters } = state
      await writeMetas(database, { ...counters, ...(cursor === null ? {} : { cursor }), rowTally: tally })
    })
    this.state = state
    for (const entry of written.gone) {
      this.catalog.segments.delete(entry.n)
      this.reader.forget(entry.n)
    }
    noteWritten(this.catalog, written, sink)
  }
}

function tallyAfter(catalog: Catalog, written: WriteSet): MetaValues['rowTally'] {
  const fresh = written.deltas.filter(({ record }) => {
    const slot = catalog.find(record.entity, record.id)
    return slot === undefined || catalog.place(slot) !== inDelta
  })
  return {
    segments: catalog.segments.size - written.gone.length + written.segments.length,
    deltas: catalog.deltaCount + fresh.length,
  }
}

/** The highest number this device knows of. What is sent beyond the settled ones may yet be preceded by a commit that is not over. */
function highestOf(reply: PullReplyV1, before: number): number {
  const sent = reply.ops.reduce((highest, op) => Math.max(highest, op.seq), before)
  return Math.max(before, Math.min(sent, reply.settledSeq ?? sent))
}
