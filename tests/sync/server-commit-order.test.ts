import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import { onPostgres } from '../support/server.ts'
import { buildSmallCity, caseRow, changeCase, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const writers = 8
const commitsEach = 25

onPostgres('commit order', (serverOf) => {
  const kysely = () => serverOf().context.database.kysely

  beforeAll(() => buildSmallCity(serverOf()))

  it('loses no row to a cursor while eight writers commit in another order than they began', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    const state = { writing: true }
    const reading = (async () => {
      let pages = 0
      while (state.writing) {
        await client.pullPage(7)
        pages += 1
      }
      return pages
    })()
    const work = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < commitsEach; n += 1) {
        await inSystem(kysely(), async (tx) => {
          await insertCases(tx, [caseRow(`w${writer}-${n}`), caseRow(`w${writer}-${n}-second`)])
          // A transaction that began earlier often commits later.
          await sql`select pg_sleep(${((writer * 7 + n * 3) % 11) / 1000})`.execute(tx)
        })
      }
    })
    await Promise.all(work)
    state.writing = false
    const pages = await reading
    await client.pull(7)
    expect(client.ids('case')).toHaveLength(writers * commitsEach * 2)
    expect(pages).toBeGreaterThan(10)
  })

  it('gives concurrent commits different numbers without a hole', async () => {
    const before = await kysely().selectFrom('sync_clock').select('v').executeTakeFirstOrThrow()
    await Promise.all(
      Array.from({ length: 24 }, (_, n) => inSystem(kysely(), (tx) => insertCases(tx, [caseRow(`order${n}`)]))),
    )
    const seqs = await kysely()
      .selectFrom('sync_member')
      .select('seq')
      .where('id', 'like', 'order%')
      .where('bucket', '=', 'agency:bach-mai:open')
      .orderBy('seq')
      .execute()
    expect(seqs.map((row) => row.seq)).toEqual(Array.from({ length: 24 }, (_, n) => before.v + n + 1))
  })

  it('decides commands of many officials on one case one after the other, each once', async () => {
    await inSystem(kysely(), (tx) => insertCases(tx, [caseRow('hot')]))
    const clients = await Promise.all(
      Array.from({ length: 6 }, () => SyncClient.start(serverOf(), 'officer.bach-mai.street')),
    )
    const pushed = await Promise.all(
      clients.map(async (client) => {
        const note = client.mutation('addNote', 'hot', { id: `note-${client.clientId}`, text: 'x' })
        const start = client.mutation('start', 'hot', {}, { ifVersion: 1 })
        const both = await Promise.all([client.push(note, start), client.push(note, start)])
        return both.map((results) => results.map((result) => result.status))
      }),
    )
    for (const [one, two] of pushed) expect(one).toEqual(two)
    const starts = pushed.map(([one]) => one?.[1])
    expect(starts.filter((status) => status === 'applied')).toHaveLength(1)
    expect(starts.filter((status) => status === 'conflict')).toHaveLength(5)
    const events = await kysely().selectFrom('event').select('id').where('case_id', '=', 'hot').execute()
    expect(events).toHaveLength(7)
  })

  it('waits out a long open transaction without losing its rows', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.cau-giay')
    await client.pull()
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = inSystem(kysely(), async (tx) => {
      await insertCases(tx, [caseRow('slow', { agency: 'cau-giay', team: null, assignee: null })])
      await held
    })
    await inSystem(kysely(), (tx) =>
      insertCases(tx, [caseRow('quick', { agency: 'cau-giay', team: null, assignee: null })]),
    )
    await client.pull()
    expect(client.ids('case')).toEqual(['quick'])
    release()
    await slow
    await client.pull()
    expect(client.ids('case')).toEqual(['quick', 'slow'])
  })

  it('goes on after a deadlock between two changes of the same cases', async () => {
    await inSystem(kysely(), (tx) => insertCases(tx, [caseRow('x1'), caseRow('x2')]))
    const swap = (first: string, second: string) =>
      inSystem(kysely(), async (tx) => {
        await changeCase(tx, first, { title: `by ${first}` })
        await sql`select pg_sleep(0.05)`.execute(tx)
        await changeCase(tx, second, { title: `by ${first}` })
      })
    await Promise.all([swap('x1', 'x2'), swap('x2', 'x1')])
    const rows = await kysely().selectFrom('complaint').select('row_version').where('id', 'in', ['x1', 'x2']).execute()
    expect(rows.map((row) => row.row_version)).toEqual([3, 3])
  })
})
