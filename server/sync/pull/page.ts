import { sql } from 'kysely'
import type { EntityName } from '../../../shared/contract/rows.ts'
import type { Tx } from '../../db/transaction.ts'
import type { PullPlan } from './plan.ts'

/** One membership on its way to a client. */
export type Member = Readonly<{ bucket: string; entity: EntityName; id: string; op: 'PUT' | 'REMOVE'; seq: number }>

/** What one pull sends, and where the client stands afterwards. `buckets` is the new ordered list, `settled` of it followed by `seq`. */
export type Page = Readonly<{
  members: readonly Member[]
  buckets: readonly string[]
  settled: number
  seq: number
  partialSeq: number
  partialSince: number
  /** Up to which sequence number the settled buckets are sent: infinite where everything is that this moment shows. */
  shownSeq: number
  complete: boolean
}>

/** Pictures travel inside file rows: a page stops growing at about this many bytes of them. */
const mostThumbBytes = 6_000_000

/**
 * Takes the next page: first what settled buckets changed, over all of them together in sequence order; once they have caught up,
 * the buckets being loaded, one after the other. A sequence number is never split between pages. A page shows everything this moment
 * of the database shows, but nobody's cursor passes `settledSeq` before the commits below are over: what is shown beyond it is sent
 * again.
 */
export async function takePage(tx: Tx, plan: PullPlan, settledSeq: number, limit: number): Promise<Page> {
  const followed = await followSettled(tx, plan, settledSeq, limit)
  const room = limit - followed.members.length
  const buckets = [...plan.settled, ...plan.loading]
  const caughtUp = followed.shownSeq === Infinity
  if (!caughtUp || room <= 0 || plan.loading.length === 0) {
    const complete = caughtUp && plan.loading.length === 0
    const { partialSeq, partialSince } = plan
    return { ...followed, buckets, settled: plan.settled.length, partialSeq, partialSince, complete }
  }
  const loaded = await load(tx, plan, settledSeq, room)
  return {
    members: [...followed.members, ...loaded.members],
    buckets,
    settled: plan.settled.length + loaded.finished,
    seq: settledSeq,
    partialSeq: loaded.partialSeq,
    partialSince: partialSinceOf(plan, loaded, settledSeq),
    shownSeq: Infinity,
    complete: loaded.finished === plan.loading.length,
  }
}

// A finished loading has no beginning; one that goes on keeps the one it had.
function partialSinceOf(plan: PullPlan, loaded: Loaded, settledSeq: number): number {
  if (loaded.partialSeq === 0) return 0
  return loaded.finished === 0 && plan.partialSeq > 0 ? plan.partialSince : settledSeq
}

type Followed = Readonly<{ members: readonly Member[]; seq: number; shownSeq: number }>

async function followSettled(tx: Tx, plan: PullPlan, settledSeq: number, limit: number): Promise<Followed> {
  const caughtUp = { seq: Math.max(plan.seq, settledSeq), shownSeq: Infinity }
  if (plan.settled.length === 0) return { members: [], ...caughtUp }
  const result = await sql<Member>`
    select bucket, entity, id, op, seq from sync_member
    where bucket = any(${[...plan.settled]}) and seq > ${plan.seq}
    order by seq fetch first ${limit} rows with ties`.execute(tx)
  const cut = await cutAtBoundary(tx, result.rows)
  const last = cut.at(-1)
  const isAll = result.rows.length < limit && cut.length === result.rows.length
  if (isAll || last === undefined) return { members: cut, ...caughtUp }
  return { members: cut, seq: Math.min(last.seq, caughtUp.seq), shownSeq: last.seq }
}

type Loaded = Readonly<{ members: readonly Member[]; finished: number; partialSeq: number }>

async function load(tx: Tx, plan: PullPlan, settledSeq: number, room: number): Promise<Loaded> {
  const result = await sql<Member>`
    select bucket, entity, id, op, seq
    from desk_load_page(${[...plan.loading]}, ${plan.partialSeq}, ${Number.MAX_SAFE_INTEGER}, ${room})`.execute(tx)
  const cut = await cutAtBoundary(tx, result.rows)
  if (result.rows.length < room && cut.length === result.rows.length) {
    return { members: cut, finished: plan.loading.length, partialSeq: 0 }
  }
  const last = cut.at(-1)
  if (last === undefined) return { members: cut, finished: plan.loading.length, partialSeq: 0 }
  return { members: cut, finished: plan.loading.indexOf(last.bucket), partialSeq: Math.min(last.seq, settledSeq) }
}

/** Shortens a page whose pictures are too heavy, at the end of a (bucket, sequence number) group; at least one group stays. */
async function cutAtBoundary(tx: Tx, members: readonly Member[]): Promise<readonly Member[]> {
  const files = members.filter((member) => member.entity === 'file' && member.op === 'PUT').map((member) => member.id)
  if (files.length === 0) return members
  const sizes = await tx.selectFrom('file').select(['id', 'thumb_bytes']).where('id', 'in', files).execute()
  const bytesOf = new Map(sizes.map((size) => [size.id, size.thumb_bytes]))
  let bytes = 0
  for (const [index, member] of members.entries()) {
    const before = members[index - 1]
    const startsGroup = before !== undefined && before.seq !== member.seq
    if (startsGroup && bytes > mostThumbBytes) return members.slice(0, index)
    if (member.entity === 'file') bytes += bytesOf.get(member.id) ?? 0
  }
  return members
}
