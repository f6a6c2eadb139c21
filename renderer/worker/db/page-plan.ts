import type { SyncOpV1 } from '../../../shared/contract/sync.ts'
import type { Catalog } from './catalog.ts'
import { inDelta } from './catalog.ts'
import { bucketOf, laneOf, membership, rowKey } from './records.ts'
import type { SegmentRecord } from './records.ts'
import type { Lane } from './stored-rows.ts'

/** Rows to a segment: large enough for one cheap value, small enough to rewrite. */
export const rowsPerSegment = 1000

export type PlannedSegment = Readonly<{
  lane: Lane
  bucket: string
  generation: number
  rows: readonly SegmentRecord[]
}>

/** A changed entity. `row` undefined means: the row it has now, with other memberships. */
export type PlannedDelta = {
  entity: SyncOpV1['entity']
  id: string
  seq: number
  serverSeq: number
  row: unknown
  members: string[]
}
export type PagePlan = Readonly<{ segments: readonly PlannedSegment[]; deltas: readonly PlannedDelta[] }>

export type PlanInput = Readonly<{
  ops: readonly SyncOpV1[]
  /** The number of the page; every row of it is stamped with this. */
  page: number
  catalog: Catalog
  generationOf: (bucket: string) => number
  /** Fewest new rows of one bucket and lane that make a segment; below it they are deltas. */
  smallestSegment: number
}>

/**
 * Decides for each op of a pull page whether it is packed or logged. Packed: rows new to their bucket, without a delta, in
 * groups large enough. All ops of one entity go the same way, because a delta holds the whole truth about its entity.
 */
export function planPage(input: PlanInput): PagePlan {
  const groups = new Map<string, SyncOpV1[]>()
  const logged = new Set<string>()
  for (const op of input.ops) {
    if (isFresh(op, input)) groupOf(groups, op).push(op)
    else logged.add(rowKey(op.entity, op.id))
  }
  for (const group of groups.values()) {
    if (group.length >= input.smallestSegment) continue
    for (const op of group) logged.add(rowKey(op.entity, op.id))
  }
  const segments: PlannedSegment[] = []
  for (const group of groups.values()) {
    const packed = logged.size === 0 ? group : group.filter((op) => !logged.has(rowKey(op.entity, op.id)))
    segments.push(...cut(packed, input))
  }
  return { segments, deltas: foldDeltas(input, logged) }
}

function isFresh(op: SyncOpV1, input: PlanInput): boolean {
  if (op.op !== 'PUT') return false
  const slot = input.catalog.find(op.entity, op.id)
  if (slot === undefined) return true
  if (input.catalog.place(slot) === inDelta) return false
  return !input.catalog.members(slot).includes(membership(op.bucket, input.generationOf(op.bucket)))
}

function groupOf(groups: Map<string, SyncOpV1[]>, op: SyncOpV1): SyncOpV1[] {
  const name = `${laneOf(op.entity)}\n${op.bucket}`
  const known = groups.get(name)
  if (known) return known
  const group: SyncOpV1[] = []
  groups.set(name, group)
  return group
}

function cut(ops: readonly SyncOpV1[], { generationOf, page }: PlanInput): PlannedSegment[] {
  const segments: PlannedSegment[] = []
  for (let from = 0; from < ops.length; from += rowsPerSegment) {
    const slice = ops.slice(from, from + rowsPerSegment)
    const first = slice[0]
    if (!first) continue
    segments.push({
      lane: laneOf(first.entity),
      bucket: first.bucket,
      generation: generationOf(first.bucket),
      // Where an op repeats a row, the later one is read: see `Catalog.addCopy`.
      rows: slice.map((op): SegmentRecord => [op.entity, op.id, page, op.row, op.seq]),
    })
  }
  return segments
}

function foldDeltas(input: PlanInput, logged: ReadonlySet<string>): PlannedDelta[] {
  const deltas = new Map<string, PlannedDelta>()
  for (const op of input.ops) {
    const key = rowKey(op.entity, op.id)
    if (!logged.has(key)) continue
    const delta = deltas.get(key) ?? startDelta(op, input.catalog)
    if (!delta) continue
    deltas.set(key, delta)
    const others = delta.members.filter((member) => bucketOf(member) !== op.bucket)
    const stale = delta.members.filter((member) => bucketOf(member) === op.bucket)
    if (op.op === 'PUT') {
      const present = membership(op.bucket, input.generationOf(op.bucket))
      delta.members = [...others, ...stale.filter((member) => member !== present), present]
      delta.row = op.row
      delta.serverSeq = op.seq
    } else delta.members = others
    delta.seq = input.page
  }
  return [...deltas.values()]
}

function startDelta(op: SyncOpV1, catalog: Catalog): PlannedDelta | undefined {
  const slot = catalog.find(op.entity, op.id)
  if (slot === undefined) {
    return op.op === 'PUT'
      ? { entity: op.entity, id: op.id, seq: 0, serverSeq: 0, row: undefined, members: [] }
      : undefined
  }
  const [seq, serverSeq] = [catalog.seq(slot), catalog.serverSeq(slot)]
  return { entity: op.entity, id: op.id, seq, serverSeq, row: undefined, members: [...catalog.members(slot)] }
}
