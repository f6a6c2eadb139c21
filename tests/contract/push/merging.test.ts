import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import { onBothEngines, onPostgres } from '../../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../../support/sync/small-city.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

onBothEngines('a merge', (serverOf) => {
  const asked = {
    id: 'q',
    agency: 'cau-giay',
    question: 'Đường này của phường nào?',
    askedBy: 'officer.bach-mai.street',
    askedAtMs: 1,
    dueAtMs: 2,
    answer: null,
    answeredBy: null,
    answeredAtMs: null,
    closedAtMs: null,
  }
  const own = { agency: 'cau-giay', team: 'cau-giay.street', assignee: 'officer.cau-giay.street' }

  it('goes into a case of the same agency, not into one that another agency leads and that merely shows here', async () => {
    await buildSmallCity(serverOf())
    const rows = [caseRow('lead', { coordination: [asked] }), caseRow('copy', own), caseRow('main', own)]
    await inSystem(serverOf().context.database.kysely, (tx) => insertCases(tx, rows))
    const intake = await SyncClient.start(serverOf(), 'intake.cau-giay')
    await intake.pull()
    expect(intake.ids('case')).toContain('lead')
    const give = async (target: string) => {
      const [result] = await intake.push(intake.mutation('merge', 'copy', { target }, { ifVersion: 1 }))
      return result?.code ?? result?.status
    }
    expect([await give('lead'), await give('main')]).toEqual(['merge_target_wrong', 'applied'])
  })
})

onPostgres('merges given at the same moment', (serverOf) => {
  const kysely = () => serverOf().context.database.kysely
  let intake: SyncClient
  let supervisor: SyncClient

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    intake = await SyncClient.start(serverOf(), 'intake.bach-mai')
    supervisor = await SyncClient.start(serverOf(), 'supervisor.bach-mai.street')
  })

  const merging = async (client: SyncClient, id: string, target: string): Promise<MutationResultV1 | undefined> =>
    (await client.push(client.mutation('merge', id, { target }, { ifVersion: 1 })))[0]

  /** Until both merges wait for a lock. */
  const twoWaiting = () =>
    expect
      .poll(async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(kysely())
        return rows[0]?.n
      })
      .toBe(2)

  /** What both merges and the cases have become, where both were asked for before either could lock its case. */
  const atOnce = async (ids: readonly string[], merges: readonly [string, string][]) => {
    await inSystem(kysely(), (tx) =>
      insertCases(
        tx,
        ids.map((id) => caseRow(id)),
      ),
    )
    const given = await kysely()
      .transaction()
      .execute(async (holder) => {
        await sql`select from complaint where id = any(${[...ids]}) for update`.execute(holder)
        const clients = [intake, supervisor]
        const both = merges.map(([id, target], n) => merging(clients[n] ?? intake, id, target))
        await twoWaiting()
        return { both }
      })
    const codes = (await Promise.all(given.both)).map((result) => result?.code ?? result?.status)
    const rows = await kysely().selectFrom('complaint').select('data').where('id', 'in', ids).orderBy('id').execute()
    return { codes, into: rows.map(({ data }) => data.mergedInto) }
  }

  it('in opposite directions: one is applied, the other meets a case that others follow or that is merged', async () => {
    for (let n = 0; n < 5; n += 1) {
      const [a, b] = [`a${n}`, `b${n}`]
      const { codes, into } = await atOnce(
        [a, b],
        [
          [a, b],
          [b, a],
        ],
      )
      expect(codes.toSorted()).toEqual(['applied', expect.stringMatching(/^(has_merged_cases|merge_target_wrong)$/)])
      expect(into.filter((target) => target !== null)).toHaveLength(1)
    }
  })

  it('one after the other along three cases: no chain is built', async () => {
    for (let n = 0; n < 5; n += 1) {
      const [first, second, third] = [`x${n}`, `y${n}`, `z${n}`]
      const { codes, into } = await atOnce(
        [first, second, third],
        [
          [first, second],
          [second, third],
        ],
      )
      expect(codes.toSorted()).toEqual(['applied', expect.stringMatching(/^(has_merged_cases|merge_target_wrong)$/)])
      expect(into.filter((target) => target !== null)).toHaveLength(1)
    }
  })

  it('that need each other’s cases do not stop each other for good', async () => {
    const { codes } = await atOnce(
      ['p', 'q', 'r'],
      [
        ['p', 'q'],
        ['r', 'q'],
      ],
    )
    expect(codes).toEqual(['applied', 'applied'])
  })
})
