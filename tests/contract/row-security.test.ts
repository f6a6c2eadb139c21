import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inRequest, inSystem } from '../../server/db/transaction.ts'
import type { Tx } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'

onBothEngines('row-level security', (serverOf) => {
  const asOfficial = <T>(
    buckets: string[],
    work: (tx: Tx) => Promise<T>,
    userId = 'officer.bach-mai.street',
  ): Promise<T> => inRequest(serverOf().context.database.kysely, { userId, buckets }, work)
  const mine = ['agency:bach-mai:open']

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await inSystem(serverOf().context.database.kysely, async (tx) => {
      await insertCases(tx, [caseRow('mine'), caseRow('theirs', { agency: 'cau-giay', team: null })])
      await addEvent(tx, 'e-mine', 'mine')
      await addEvent(tx, 'e-theirs', 'theirs')
      await tx.insertInto('reporter').values({ case_id: 'mine', kind: 'citizen', name: 'Nguyễn Văn A' }).execute()
    })
  })

  it('shows a request the rows of its buckets only, whatever it asks for', async () => {
    const seen = await asOfficial(mine, async (tx) => ({
      cases: await tx.selectFrom('complaint').select('id').execute(),
      events: await tx.selectFrom('event').select('id').execute(),
      members: await tx.selectFrom('sync_member').select('bucket').distinct().execute(),
    }))
    expect(seen).toEqual({
      cases: [{ id: 'mine' }],
      events: [{ id: 'e-mine' }],
      members: [{ bucket: 'agency:bach-mai:open' }],
    })
  })

  it('shows a request without buckets nothing', async () => {
    expect(await asOfficial([], (tx) => tx.selectFrom('complaint').select('id').execute())).toEqual([])
  })

  it('never shows a request who reported', async () => {
    await expect(asOfficial(mine, (tx) => tx.selectFrom('reporter').selectAll().execute())).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('lets no request write a case, a member, a clock, a setting or a token directly', async () => {
    const statements = [
      `update complaint set data = data`,
      `delete from complaint`,
      `insert into event (id, data) values ('x', '{"id": "x", "caseId": "mine"}')`,
      `update sync_clock set reference_version = 0`,
      `select nextval('sync_seq')`,
      `delete from sync_member`,
      `select * from server_setting`,
      `select * from access_token`,
      `update mutation set status = 'applied'`,
      `delete from audit`,
      `select desk_place('case', 'mine', '{}', 1)`,
      `select desk_take_seq()`,
      `select * from desk_settled()`,
    ]
    for (const statement of statements) {
      await expect(
        asOfficial(mine, (tx) => sql.raw(statement).execute(tx)),
        statement,
      ).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('stores no case of another unit through the function of writes', async () => {
    const next = JSON.stringify({ ...caseRow('theirs', { agency: 'bach-mai' }), rowVersion: 2 })
    const stored = await asOfficial(mine, (tx) =>
      sql<{ ok: boolean }>`select desk_store_case(${next}::jsonb, 1) as ok`.execute(tx),
    )
    expect(stored.rows[0]?.ok).toBe(false)
  })

  it('keeps drafts, marks, clients and results to their owner', async () => {
    const addMark = (tx: Tx, owner: string) =>
      sql`insert into mark (id, user_id, data) values (${`mine:${owner}`}, ${owner}, ${JSON.stringify({ id: `mine:${owner}`, caseId: 'mine' })})`.execute(
        tx,
      )
    await asOfficial(mine, (tx) => addMark(tx, 'officer.bach-mai.street'))
    await expect(asOfficial(mine, (tx) => addMark(tx, 'approver.bach-mai'))).rejects.toMatchObject({ code: '42501' })
    const others = await asOfficial(mine, (tx) => tx.selectFrom('mark').select('id').execute(), 'approver.bach-mai')
    expect(others).toEqual([])
  })

  it('does not let one request leave its role or its buckets to the next', async () => {
    await asOfficial(mine, (tx) => tx.selectFrom('complaint').select('id').execute())
    const after = await sql<{ role: string; buckets: string | null }>`
      select current_user::text as role, current_setting('app.buckets', true) as buckets`.execute(
      serverOf().context.database.kysely,
    )
    expect(after.rows[0]?.role).not.toBe('desk_app')
    expect(after.rows[0]?.buckets ?? '').toBe('')
  })
})
