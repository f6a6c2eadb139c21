import type { EntityName } from '../../../shared/contract/rows.ts'
import type { Place } from './sealing.ts'
import type { Lane, StoredDelta, StoredSegment } from './stored-rows.ts'

/** One row inside a segment: entity, id, number of the page it came with, row, the server's sequence number of the row. */
export type SegmentRecord = readonly [entity: EntityName, id: string, page: number, row: unknown, serverSeq: number]

/** The content of a delta: the row (null when it left every bucket) and all its memberships, `bucket@generation`. */
export type DeltaRecord = Readonly<{
  entity: EntityName
  id: string
  seq: number
  /** The server's sequence number of the row; `seq` is the page it came with. */
  serverSeq: number
  row: unknown
  members: readonly string[]
}>

/** Which segments hold what: cases feed the queue index at start, everything else is read behind it. */
export function laneOf(entity: EntityName): Lane {
  return entity === 'case' ? 'case' : 'part'
}

/** The name of a row inside the catalog. */
export function rowKey(entity: EntityName, id: string): string {
  return `${entity}:${id}`
}

/** The membership of a bucket's present generation. */
export function membership(bucket: string, generation: number): string {
  return `${bucket}@${generation}`
}

/** The bucket named by a membership. */
export function bucketOf(member: string): string {
  return member.slice(0, member.lastIndexOf('@'))
}

export function segmentPlace(segment: Pick<StoredSegment, 'lane' | 'bucket' | 'n' | 'generation'>): Place {
  return ['segments', segment.lane, segment.bucket, segment.n, segment.generation]
}

export function deltaPlace(delta: Pick<StoredDelta, 'entity' | 'id' | 'seq'>): Place {
  return ['delta', delta.entity, delta.id, delta.seq]
}
