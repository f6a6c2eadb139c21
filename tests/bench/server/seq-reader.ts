import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

const pageRows = 1000
const betweenPullsMs = 50

type Member = Readonly<{ bucket: string; entity: string; id: string; seq: string }>

/** Where a reader began and ended, and every membership it was handed, as `bucket entity id seq`. */
export type Followed = Readonly<{ fromSeq: number; toSeq: number; seen: ReadonlySet<string>; pulls: number }>

/**
 * Follows the log of these buckets by sequence number as a pull does: one REPEATABLE READ transaction a page, what was settled
 * before it as its upper bound. `finish` reads until nothing is new and answers what was seen.
 */
export async function followLog(
  url: string,
  buckets: readonly string[],
): Promise<{ finish: () => Promise<Followed>; missed: (followed: Followed) => Promise<number> }> {
  const client = new pg.Client(url)
  await client.connect()
  const clock = () => settledOf(client)
  const fromSeq = await clock()
  const seen = new Set<string>()
  const state = { seq: fromSeq, pulls: 0, ending: false }
  const reading = (async () => {
    while (!state.ending) {
      state.seq = await readPage(client, buckets, state.seq, seen)
      state.pulls += 1
      await wait(betweenPullsMs)
    }
  })()
  return {
    finish: async () => {
      state.ending = true
      await reading
      for (const last = await clock(); state.seq < last;) {
        state.seq = await readPage(client, buckets, state.seq, seen)
      }
      return { fromSeq, toSeq: state.seq, seen, pulls: state.pulls }
    },
    missed: async (followed) => {
      const held = await client.query<Member>(
        'select bucket, entity, id, seq from sync_member where bucket = any($1) and seq > $2 and seq <= $3',
        [[...buckets], followed.fromSeq, followed.toSeq],
      )
      await client.end()
      return held.rows.filter((row) => !followed.seen.has(nameOf(row))).length
    },
  }
}

async function readPage(
  client: pg.Client,
  buckets: readonly string[],
  after: number,
  seen: Set<string>,
): Promise<number> {
  const upto = await settledOf(client)
  await client.query('begin isolation level repeatable read')
  const page = await client.query<Member>({
    name: 'page',
    text: `select bucket, entity, id, op, seq from sync_member where bucket = any($1) and seq > $2 and seq <= $3
      order by seq fetch first ${pageRows} rows with ties`,
    values: [[...buckets], after, upto],
  })
  await client.query('commit')
  for (const row of page.rows) seen.add(nameOf(row))
  return page.rows.length < pageRows ? upto : Number(page.rows.at(-1)?.seq)
}

async function settledOf(client: pg.Client): Promise<number> {
  return Number((await client.query('select settled from desk_settled()')).rows[0]?.settled)
}

function nameOf({ bucket, entity, id, seq }: Member): string {
  return `${bucket} ${entity} ${id} ${seq}`
}
