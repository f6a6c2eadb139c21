import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import type { Tx } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, changeCase, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const units = fc.constantFrom(
  { agency: 'bach-mai', team: null },
  { agency: 'bach-mai', team: 'bach-mai.street' },
  { agency: 'bach-mai', team: 'bach-mai.water' },
  { agency: 'cau-giay', team: 'cau-giay.street' },
)
const months = fc.constantFrom('2026-01-10', '2026-02-10', '2026-03-01')
const name = fc.integer({ min: 0, max: 11 }).map((n) => `k${n}`)

/** One commit, one pull of a client with a page size, one change of a grant, or one clearing of old removals. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      ids: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      unit: units,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('close' as const), id: name, day: months }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('event' as const), id: name }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('pull' as const), client: fc.nat(2), limit: fc.constantFrom(1, 2, 3, 50) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grant' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What an official may see, asked of the plain tables: grants against agency and team of each case, nothing of buckets. */
async function oracle(tx: Tx, official: string): Promise<Map<string, string>> {
  const visible = sql`(select c.id from complaint as c where exists (
    select from role_grant as g where g.official_id = ${official} and (
      g.role = 'city_coordinator' or g.agency = c.agency and (g.team is null or g.role = 'approver' or g.team = c.team))))`
  const rows = await sql<{ key: string; data: unknown }>`
    select 'case ' || id as key, data from complaint where id in ${visible}
    union all select 'event ' || id, data from event where case_id in ${visible}`.execute(tx)
  return new Map(rows.rows.map((row) => [row.key, JSON.stringify(row.data)]))
}

onBothEngines('convergence', (serverOf) => {
  let made = 0
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inSystem(serverOf().context.database.kysely, work)

  beforeAll(() => buildSmallCity(serverOf()))

  const put = async (tx: Tx, ids: readonly string[], unit: { agency: string; team: string | null }): Promise<void> => {
    for (const id of ids) {
      const known = await tx.selectFrom('complaint').select('id').where('id', '=', id).executeTakeFirst()
      if (known === undefined) await insertCases(tx, [caseRow(id, unit)])
      else await changeCase(tx, id, { ...unit, state: 'assigned', clocks: caseRow(id).clocks })
    }
  }
  const onKnown = (id: string, work: (tx: Tx) => Promise<unknown>) =>
    write(async (tx) => {
      const known = await tx.selectFrom('complaint').select('id').where('id', '=', id).executeTakeFirst()
      if (known !== undefined) await work(tx)
    })
  const toggleGrant = () =>
    write(async (tx) => {
      const gone = await tx.deleteFrom('role_grant').where('id', '=', 'extra').executeTakeFirst()
      if (gone.numDeletedRows > 0n) return
      const extra = {
        id: 'extra',
        official_id: 'officer.bach-mai.street',
        role: 'case_officer' as const,
        agency: 'bach-mai',
        team: 'bach-mai.water',
      }
      await tx.insertInto('role_grant').values(extra).execute()
    })
  const run = async (done: Step, clients: readonly SyncClient[]): Promise<void> => {
    switch (done.do) {
      case 'put':
        return write((tx) => put(tx, done.ids, done.unit))
      case 'close': {
        const closedAtMs = Date.parse(done.day)
        return onKnown(done.id, (tx) =>
          changeCase(tx, done.id, { state: 'closed', clocks: { ...caseRow('').clocks, closedAtMs } }),
        )
      }
      case 'event':
        made += 1
        return onKnown(done.id, (tx) => addEvent(tx, `event${made}`, done.id))
      case 'pull':
        return void (await clients[done.client]?.pullPage(done.limit))
      case 'grant':
        return toggleGrant()
      case 'forget':
        return void (await write((tx) => sql`select desk_forget_removals(interval '0')`.execute(tx)))
    }
  }

  it('brings three clients, after any history, to exactly what the oracle says, cases and events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (history) => {
        await write(async (tx) => {
          await tx.deleteFrom('event').execute()
          await tx.deleteFrom('complaint').execute()
        })
        const names = ['officer.bach-mai.street', 'approver.bach-mai', 'coordinator.city']
        const clients = await Promise.all(names.map((official) => SyncClient.start(serverOf(), official)))
        for (const done of history) await run(done, clients)
        for (const client of clients) {
          await client.pull(3)
          const view = new Map([...client.view()].filter(([key]) => /^(case|event) /.test(key)))
          expect(view).toEqual(await write((tx) => oracle(tx, client.username)))
        }
      }),
      { numRuns: 15, endOnFailure: true },
    )
  })
})
