import type { Cursor } from './cursor.ts'

/** A bucket the official has now, with the sequence number below which its removals are forgotten. */
export type HeldBucket = Readonly<{ bucket: string; floorSeq: number }>

/** What a pull has to do: follow `settled` from `seq`, load `loading` in order (the first from `partialSeq`, see `Cursor`). */
export type PullPlan = Readonly<{
  settled: readonly string[]
  loading: readonly string[]
  seq: number
  partialSeq: number
  partialSince: number
  drop: readonly string[]
  reset: readonly string[]
  /** True when the client has to give up everything it holds: a restored server, or a cursor nobody knows. */
  full: boolean
  /** True when loading begins with this pull, so that a total is worth counting. */
  loadingBegins: boolean
}>

/**
 * Compares what the client has with what the official has now. `known` is the bucket list the cursor refers to, null when there
 * is no cursor, it is of another epoch or ahead of every number taken, or its list is unknown; `hadCursor` tells the first from the others.
 * `reload` names settled buckets the client wants anew.
 */
export function planPull(input: {
  held: readonly HeldBucket[]
  known: Readonly<{ cursor: Cursor; buckets: readonly string[] }> | null
  hadCursor: boolean
  settledSeq: number
  reload: ReadonlySet<string>
}): PullPlan {
  const names = input.held.map((held) => held.bucket)
  if (input.known === null) {
    const reset = input.hadCursor ? names : []
    return {
      settled: [],
      loading: names,
      seq: input.settledSeq,
      partialSeq: 0,
      partialSince: 0,
      drop: [],
      reset,
      full: input.hadCursor,
      loadingBegins: true,
    }
  }
  return continued(input.held, input.known, input.reload)
}

function continued(
  held: readonly HeldBucket[],
  { cursor, buckets: before }: Readonly<{ cursor: Cursor; buckets: readonly string[] }>,
  reload: ReadonlySet<string>,
): PullPlan {
  const floors = new Map(held.map(({ bucket, floorSeq }) => [bucket, floorSeq]))
  const wasSettled = before.slice(0, cursor.settled)
  const partial = cursor.partialSeq > 0 ? before[cursor.settled] : undefined
  // A removal before its loading began concerns no row of that loading.
  const isReset = (bucket: string, seq: number): boolean => (floors.get(bucket) ?? 0) > seq
  const isAnew = (bucket: string): boolean => reload.has(bucket) || isReset(bucket, cursor.seq)
  const settled = wasSettled.filter((bucket) => floors.has(bucket) && !isAnew(bucket))
  const keepsPartial = partial !== undefined && floors.has(partial) && !isReset(partial, cursor.partialSince)
  const reset = wasSettled.filter((bucket) => floors.has(bucket) && isAnew(bucket))
  if (partial !== undefined && floors.has(partial) && !keepsPartial) reset.push(partial)
  const done = new Set(settled)
  const known = new Set(before)
  const rest = held.map(({ bucket }) => bucket).filter((bucket) => !done.has(bucket) && bucket !== partial)
  const loading = keepsPartial && partial !== undefined ? [partial, ...rest] : partialLast(partial, floors, rest)
  return {
    settled,
    loading,
    seq: cursor.seq,
    partialSeq: keepsPartial ? cursor.partialSeq : 0,
    partialSince: keepsPartial ? cursor.partialSince : 0,
    drop: before.filter((bucket) => !floors.has(bucket)),
    reset,
    full: false,
    loadingBegins: reset.length > 0 || loading.some((bucket) => !known.has(bucket)),
  }
}

/** A partly loaded bucket that is reset is loaded again from its start, after the others. */
function partialLast(partial: string | undefined, floors: ReadonlyMap<string, number>, rest: string[]): string[] {
  return partial !== undefined && floors.has(partial) ? [...rest, partial] : rest
}
