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
  complete: boolean
}>

/** Pictures travel inside file rows: a page stops growing at about this many bytes of them. */
const mostThumbBytes = 6_000_000

/**
 * Takes the next page: first what settled buckets changed, over all of them together in sequence order; once they have caught up
 * with `clockSeq`, the buckets being loaded, one after the other. A sequence number is never split between pages.
 */
export async function takePage(tx: Tx, plan: PullPlan, clockSeq: number, limit: number): Promise<Page> {
  const followed = await followSettled(tx, plan, clockSeq, limit)
  const room = limit - followed.members.length
  const buckets = [...plan.settled, ...plan.loading]
  if (followed.seq < clockSeq || room <= 0 || plan.loading.length === 0) {
    const complete = followed.seq === clockSeq && plan.loading.length === 0
    const { partialSeq, partialSince } = plan
    return { ...followed, buckets, settled: plan.settled.length, partialSeq, partialSince, complete }
  }
  const loaded = await load(tx, plan, clockSeq, room)
  return {
    members: [...followed.members, ...loaded.members],
    buckets,
    settled: plan.settled.length + loaded.finished,
    seq: clockSeq,
    partialSeq: loaded.partialSeq,
    partialSince: partialSinceOf(plan, loaded, clockSeq),
    complete: loaded.finished === plan.loading.length,
  }
}

// A finished loading has no beginning; one that goes on keeps the one it had.
function partialSinceOf(plan: PullPlan, loaded: Loaded, clockSeq: number): number {
  if (loaded.partialSeq === 0) return 0
  return loaded.finished === 0 && plan.partialSeq > 0 ? plan.partialSince : clockSeq
}

type Followed = Readonly<{ members: readonly Member[]; seq: number }>

async function followSettled(tx: Tx, plan: PullPlan, clockSeq: number, limit: number): Promise<Followed> {
  if (plan.seq >= clockSeq || plan.settled.length === 0) return { members: [], seq: clockSeq }
  const result = await sql<Member>`
    select bucket, entity, id, op, seq from sync_member
    where bucket = any(${[...plan.settled]}) and seq > ${plan.seq} and seq <= ${clockSeq}
    order by seq fetch first ${limit} rows with ties`.execute(tx)
  const cut = await cutAtBoundary(tx, result.rows)
  const last = cut.at(-1)
  const caughtUp = result.rows.length < limit && cut.length === result.rows.length
  return { members: cut, seq: caughtUp || last === undefined ? clockSeq : last.seq }
}

type Loaded = Readonly<{ members: readonly Member[]; finished: number; partialSeq: number }>

async function load(tx: Tx, plan: PullPlan, clockSeq: number, room: number): Promise<Loaded> {
  const result = await sql<Member>`
    select bucket, entity, id, op, seq
    from desk_load_page(${[...plan.loading]}, ${plan.partialSeq}, ${clockSeq}, ${room})`.execute(tx)
  const cut = await cutAtBoundary(tx, result.rows)
  if (result.rows.length < room && cut.length === result.rows.length) {
    return { members: cut, finished: plan.loading.length, partialSeq: 0 }
  }
  const last = cut.at(-1)
  if (last === undefined) return { members: cut, finished: plan.loading.length, partialSeq: 0 }
  return { members: cut, finished: plan.loading.indexOf(last.bucket), partialSeq: last.seq }
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
