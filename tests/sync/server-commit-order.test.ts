import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import type { Tx } from '../../server/db/transaction.ts'
import { readSettled } from '../../server/sync/pull/settled.ts'
import { onPostgres } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, changeCase, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const writers = 8
const commitsEach = 25

const titleOf = (client: SyncClient, id: string): string => JSON.parse(client.view().get(`case ${id}`) ?? '{}').title

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
    const before = await readSettled(kysely())
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
    expect(seqs.map((row) => row.seq)).toEqual(Array.from({ length: 24 }, (_, n) => before.taken + n + 1))
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

  describe('while a commit waits at its end, its numbers taken', () => {
    const own = (id: string) => caseRow(id, { agency: 'cau-giay', team: null, assignee: null })
    beforeAll(() =>
      sql`create table stall (n integer);
        create function stall() returns trigger language plpgsql as
          'begin perform pg_advisory_xact_lock(77); return null; end';
        create constraint trigger stall after insert on stall deferrable initially deferred
          for each row execute function stall()`.execute(kysely()),
    )

    /** Runs `early`, which stops at its end until `meanwhile` is over. */
    const stalled = async (early: (tx: Tx) => Promise<void>, meanwhile: () => Promise<void>): Promise<void> => {
      const { taken } = await readSettled(kysely())
      let committing: Promise<unknown> = Promise.resolve()
      await kysely()
        .connection()
        .execute(async (gate) => {
          await sql`select pg_advisory_lock(77)`.execute(gate)
          committing = inSystem(kysely(), async (tx) => {
            await early(tx)
            await sql`insert into stall values (1)`.execute(tx)
          })
          await expect.poll(async () => (await readSettled(kysely())).taken).toBe(taken + 1)
          await meanwhile()
          await sql`select pg_advisory_unlock(77)`.execute(gate)
        })
      await committing
    }

    it('shows a later one whole, and that one whole afterwards', async () => {
      await inSystem(kysely(), (tx) => insertCases(tx, [own('first'), own('second')]))
      const client = await SyncClient.start(serverOf(), 'approver.cau-giay')
      await client.pull()
      const before = await readSettled(kysely())
      await stalled(
        async (tx) => {
          await changeCase(tx, 'first', { title: 'early' })
          await insertCases(tx, [own('early')])
        },
        async () => {
          await inSystem(kysely(), async (tx) => {
            await changeCase(tx, 'second', { title: 'late' })
            await insertCases(tx, [own('late')])
          })
          expect(await readSettled(kysely())).toEqual({ settled: before.taken, taken: before.taken + 2 })
          expect(await client.pullPage(1)).toMatchObject({ settledSeq: before.taken, complete: false })
          await client.pull()
          expect([titleOf(client, 'first'), titleOf(client, 'second')]).toEqual([own('first').title, 'late'])
          expect(client.ids('case')).toContain('late')
          expect(client.ids('case')).not.toContain('early')
        },
      )
      await client.pull()
      expect([titleOf(client, 'first'), titleOf(client, 'second')]).toEqual(['early', 'late'])
      expect(client.ids('case')).toContain('early')
      expect(await readSettled(kysely())).toEqual({ settled: before.taken + 2, taken: before.taken + 2 })
    })

    it('holds back what it must also where the numbers pass 31 bits, and no lock of anybody else does', async () => {
      const { taken: before } = await readSettled(kysely())
      for (const border of [2 ** 31 - 2, 2 ** 32 - 2, 2 ** 33 + 5]) {
        await sql`select setval('sync_seq', ${border})`.execute(kysely())
        await stalled(
          (tx) => insertCases(tx, [own(`border-${border}`)]),
          async () => {
            for (const n of [1, 2, 3]) await inSystem(kysely(), (tx) => insertCases(tx, [own(`border-${border}-${n}`)]))
            expect(await readSettled(kysely())).toEqual({ settled: border, taken: border + 4 })
          },
        )
        await kysely()
          .transaction()
          .execute(async (tx) => {
            await sql`select pg_advisory_xact_lock(-7), pg_advisory_xact_lock(${2 ** 53}), pg_advisory_xact_lock(7265411, 1)`.execute(
              tx,
            )
            expect(await readSettled(kysely())).toEqual({ settled: border + 4, taken: border + 4 })
          })
      }
      await sql`delete from complaint where id like 'border-%'`.execute(kysely())
      await sql`delete from sync_member where seq >= ${2 ** 31 - 2}`.execute(kysely())
      await sql`select setval('sync_seq', ${before})`.execute(kysely())
    })

    it('a move of the case takes the event along that is being added to it', async () => {
      await inSystem(kysely(), (tx) => insertCases(tx, [own('moving')]))
      let moving: Promise<unknown> = Promise.resolve()
      await stalled(
        (tx) => addEvent(tx, 'moving-event', 'moving'),
        async () => {
          // As a job of the server moves it: without locking the row for itself first.
          moving = inSystem(kysely(), (tx) =>
            sql`update complaint set data = jsonb_set(data || '{"agency": "bach-mai"}', '{rowVersion}', to_jsonb(row_version + 1))
              where id = 'moving'`.execute(tx),
          )
          // Time enough to be over, were it not waiting for the event.
          await sql`select pg_sleep(0.3)`.execute(kysely())
        },
      )
      await moving
      const members = await kysely()
        .selectFrom('sync_member')
        .select('bucket')
        .where('id', '=', 'moving-event')
        .where('op', '=', 'PUT')
        .orderBy('bucket')
        .execute()
      expect(members.map(({ bucket }) => bucket)).toEqual(['agency:bach-mai:open', 'city:open'])
    })
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
