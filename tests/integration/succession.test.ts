import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { receivingAgency } from '../../server/api/intake-agency.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { previewSuccession } from '../../server/organisation/succession-preview.ts'
import { startSuccession, successions } from '../../server/organisation/succession-job.ts'
import { advanceSuccessions, runSuccession } from '../../server/organisation/run-succession.ts'
import { referenceOf } from '../../server/sync/reference.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import { onBothEngines, onPostgres } from '../support/server.ts'
import { addAgency, coordinator, renaming, stateAfter } from '../support/sync/reorganised-city.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const rowOf = (client: SyncClient, id: string) =>
  JSON.parse(client.view().get(`case ${id}`) ?? 'null') as Record<string, unknown> | null

onBothEngines('a succession', (serverOf) => {
  const inTx = <T>(work: Parameters<typeof inSystem<T>>[1]) => inSystem(serverOf().context.database.kysely, work)
  const start = async (plan: SuccessionPlan) => {
    const started = await startSuccession(serverOf().context, plan, coordinator)
    if (!started.ok) throw new Error(started.code)
    return started.job
  }
  const notices = () => inTx((tx) => tx.selectFrom('notice').select(['code', 'count']).execute())

  beforeAll(() => buildSmallCity(serverOf()))

  it('is told beforehand: how many cases and accounts go where, and who is left without a place', async () => {
    await addAgency(serverOf(), 'P', 10)
    const before = await stateAfter(serverOf(), 'P')
    const preview = (plan: SuccessionPlan) => inTx((tx) => previewSuccession(serverOf().context, tx, plan, coordinator))
    expect(await preview(renaming('P'))).toEqual({
      code: null,
      cases: [
        { agency: 'P-new', team: null, count: 4 },
        { agency: 'P-new', team: 'P-new.roads', count: 3 },
        { agency: 'P-new', team: 'P-new.water', count: 3 },
      ],
      staying: 2,
      retargeted: 0,
      asked: 0,
      templates: [{ agency: 'P-new', count: 1 }],
      accounts: [{ agency: 'P-new', count: 3 }],
      withoutPlace: ['officer.P.odd'],
    })
    expect(await preview({ ...renaming('P'), rest: 'nobody' })).toMatchObject({ code: 'unknown_successor', cases: [] })
    expect(await stateAfter(serverOf(), 'P')).toBe(before)
  })

  it('re-homes open cases with assignee and clocks, moves accounts, and leaves answered and closed cases under the old name', async () => {
    await addAgency(serverOf(), 'R', 8)
    const officer = await SyncClient.start(serverOf(), 'officer.R.roads')
    const boss = await SyncClient.start(serverOf(), 'approver.R')
    await officer.pull()
    await boss.pull()
    const before = rowOf(boss, 'R-00000')
    await start(renaming('R'))
    const moved = await advanceSuccessions(serverOf().context)
    expect(moved).toBe(8)
    await boss.pull()
    await officer.pull()
    const after = rowOf(boss, 'R-00000')
    expect(after).toEqual({ ...before, agency: 'R-new', team: 'R-new.roads', rowVersion: 2, flowVersion: 2 })
    expect(rowOf(boss, 'R-00002')).toMatchObject({ agency: 'R-new', team: null, assignee: null, state: 'assigned' })
    expect(['R-closed', 'R-answered'].map((id) => rowOf(boss, id)?.['agency'])).toEqual(['R', 'R'])
    expect(officer.ids('case')).toEqual(['R-00000', 'R-00004', 'R-closed'])
    const text = [...boss.rows].find(([key, held]) => key.startsWith('event ') && held.row.includes('R-00000'))
    expect(JSON.parse(text?.[1].row ?? '{}')).toMatchObject({
      kind: 'system',
      code: 'agency_succession',
      text: 'Old R → New R',
    })
    const [started] = await officer.push(officer.mutation('start', 'R-00000', {}, { ifVersion: 2 }))
    expect(started?.status).toBe('applied')
    const odd = await SyncClient.start(serverOf(), 'officer.R.odd')
    await odd.pull()
    expect(odd.ids('case')).toEqual([])
  })

  it('takes the cases out of the old buckets and puts them into the new ones', async () => {
    const rows = await inTx((tx) =>
      tx.selectFrom('sync_member').select(['bucket', 'op']).where('id', '=', 'R-00004').orderBy('bucket').execute(),
    )
    expect(rows.map((row) => `${row.op} ${row.bucket}`)).toEqual([
      'PUT agency:R-new:open',
      'REMOVE agency:R:open',
      'PUT city:open',
      'PUT team:R-new.roads:open',
      'REMOVE team:R.roads:open',
    ])
  })

  it('is audited, ordered once, and takes what comes late', async () => {
    const again = await startSuccession(serverOf().context, renaming('R'), coordinator)
    const jobs = await inTx((tx) => tx.selectFrom('job').select('id').where('key', 'like', 'R %').execute())
    expect(again).toEqual({ ok: true, job: jobs[0]?.id })
    expect(await startSuccession(serverOf().context, { ...renaming('R'), lastDay: '2026-03-08' }, coordinator)).toEqual(
      {
        ok: false,
        code: 'already_ended',
      },
    )
    await inTx((tx) => insertCases(tx, [caseRow('R-late', { agency: 'R', team: 'R.water', assignee: null })]))
    expect(await advanceSuccessions(serverOf().context)).toBe(1)
    expect(await advanceSuccessions(serverOf().context)).toBe(0)
    expect(await notices()).toEqual([])
    const audit = await sql<{ what: string }>`
      select detail ->> 'what' as what from audit where subject = 'R' order by n`.execute(
      serverOf().context.database.kysely,
    )
    expect(audit.rows.map((row) => row.what)).toEqual([
      'succession_ordered',
      'succession_accounts',
      'succession_cases',
      'succession_done',
      'succession_cases',
    ])
  })

  it('waits for its first day, shown as waiting, and then begins by itself', async () => {
    await addAgency(serverOf(), 'W', 4)
    const job = await start({ ...renaming('W'), lastDay: '2026-03-11' })
    const standing = async () => (await inTx((tx) => successions(serverOf().context, tx))).find((one) => one.id === job)
    expect(await advanceSuccessions(serverOf().context)).toBe(0)
    expect(await standing()).toMatchObject({ state: 'waiting', moved: 0, total: null, by: 'coordinator.city' })
    serverOf().clock.nowMs += 2 * 86_400_000
    expect(await advanceSuccessions(serverOf().context)).toBe(4)
    expect(await standing()).toMatchObject({ state: 'done', moved: 4, total: 4 })
  })

  it('merges two agencies into a third, and splits one by area and by team, following transfers proposed to it', async () => {
    for (const id of ['M1', 'M2', 'T']) await addAgency(serverOf(), id, 4)
    const none = {
      newAgencies: [],
      newTeams: [],
      teams: {},
      areas: {},
      officials: {},
      lastDay: '2026-03-09',
      document: 'Nghị quyết 2',
    }
    await inTx(async (tx) => {
      await sql`insert into area (id, name, valid_from) values ('a1', 'a1', '2025-07-01')`.execute(tx)
      const proposal = {
        kind: 'transfer' as const,
        ground: 'x',
        text: 'x',
        targetAgency: 'M1',
        proposedBy: 'p',
        proposedAtMs: 1,
        waitingSinceMs: 1,
        stage: 'approver' as const,
        answerDueAtMs: null,
        approvedBy: null,
        returnReason: null,
        mayResume: false,
      }
      await insertCases(tx, [
        caseRow('asks', { state: 'transfer_proposed', proposal: { ...proposal, stateBefore: 'assigned' } }),
        caseRow('asks-on', {
          agency: 'cau-giay',
          team: null,
          assignee: null,
          state: 'transfer_proposed',
          proposal: { ...proposal, stateBefore: 'received' },
        }),
        caseRow('T-area', { agency: 'T', team: 'T.roads', assignee: 'officer.T.roads', area: 'a1' }),
      ])
    })
    await start({ ...none, kind: 'merge', ended: ['M1', 'M2'], rest: 'bach-mai' })
    const roads = { agency: 'cau-giay', team: 'cau-giay.street' }
    await start({
      ...none,
      kind: 'split_by_team',
      ended: ['T'],
      teams: { 'T.roads': roads },
      areas: { a1: 'bach-mai' },
      rest: 'bach-mai',
    })
    expect(await advanceSuccessions(serverOf().context)).toBe(4 + 4 + 2 + 5)
    const places = await sql<{
      id: string
      agency: string
      team: string | null
      assignee: string | null
      state: string
      target: string | null
    }>`
      select id, agency, team, assignee, state, data -> 'proposal' ->> 'targetAgency' as target from complaint
      where id in ('asks', 'asks-on', 'M1-00000', 'M2-00001', 'T-00000', 'T-00001', 'T-area') order by id`.execute(
      serverOf().context.database.kysely,
    )
    const roadsTeam = 'cau-giay.street'
    const open = { state: 'assigned', target: null }
    expect(places.rows).toEqual([
      { id: 'M1-00000', agency: 'bach-mai', team: null, assignee: null, ...open },
      { id: 'M2-00001', agency: 'bach-mai', team: null, assignee: null, ...open },
      { id: 'T-00000', agency: 'cau-giay', team: roadsTeam, assignee: 'officer.T.roads', ...open },
      { id: 'T-00001', agency: 'bach-mai', team: null, assignee: null, ...open },
      { id: 'T-area', agency: 'bach-mai', team: null, assignee: null, ...open },
      // It waited for what has become its own agency.
      { id: 'asks', agency: 'bach-mai', team: 'bach-mai.street', assignee: 'officer.bach-mai.street', ...open },
      {
        id: 'asks-on',
        agency: 'cau-giay',
        team: null,
        assignee: null,
        state: 'transfer_proposed',
        target: 'bach-mai',
      },
    ])
    const { context, clock } = serverOf()
    const arriving = (agency: string, area: string | null) =>
      inTx(async (tx) => {
        const { organisation } = await referenceOf(tx, context.database, clock.nowMs)
        return receivingAgency(tx, organisation, { agency, area, category: 'road' })
      })
    expect([await arriving('T', 'a1'), await arriving('M1', null), await arriving('city', null)]).toEqual([
      'bach-mai',
      'bach-mai',
      'city',
    ])
  })
})

onPostgres('a succession that is cut off', (serverOf) => {
  const ordered = async (id: string) => {
    await addAgency(serverOf(), id, 60)
    const started = await startSuccession(serverOf().context, renaming(id), coordinator)
    if (!started.ok) throw new Error(started.code)
    return started.job
  }

  beforeAll(() => buildSmallCity(serverOf()))

  it('between any two chunks goes on and ends as one that never was', async () => {
    const { context } = serverOf()
    const whole: string[] = []
    await runSuccession(context, await ordered('zk0'), {
      casesPerChunk: 20,
      onChunk: (chunk) => void whole.push(chunk.step),
    })
    expect(whole).toEqual(['accounts', 'texts', 'texts', 'texts', 'cases', 'cases', 'cases', 'done'])
    const expected = await stateAfter(serverOf(), 'zk0')
    for (let at = 1; at < whole.length; at += 1) {
      const id = `zk${at}`
      const job = await ordered(id)
      let chunks = 0
      const killed = runSuccession(context, job, {
        casesPerChunk: 20,
        onChunk: () => {
          chunks += 1
          if (chunks === at) throw new Error('killed')
        },
      })
      await expect(killed).rejects.toThrow('killed')
      const notice = await context.database.kysely.selectFrom('notice').select(['code', 'count', 'agencies']).execute()
      expect(notice).toEqual([
        { code: 'succession_running', count: 60 - 20 * Math.max(0, at - 4), agencies: [id, `${id}-new`] },
      ])
      await advanceSuccessions(context)
      expect(await stateAfter(serverOf(), id), `killed after ${at}`).toBe(expected)
    }
    expect(await context.database.kysely.selectFrom('notice').selectAll().execute()).toEqual([])
  }, 120_000)

  it('within a chunk, by the loss of its connection, keeps nothing of that chunk and goes on', async () => {
    const { context } = serverOf()
    const job = await ordered('zl')
    const { kysely } = context.database
    await expect(
      kysely.transaction().execute(async (holder) => {
        // The second chunk waits for this row, and is cut off while it waits.
        await sql`select from complaint where id = 'zl-00025' for update`.execute(holder)
        const run = runSuccession(context, job, { casesPerChunk: 20 })
        const cut = async (): Promise<void> => {
          for (;;) {
            const ended = await sql`
              select pg_terminate_backend(pid) from pg_stat_activity
              where wait_event_type = 'Lock' and pid <> pg_backend_pid() and datname = current_database()`.execute(
              kysely,
            )
            if (ended.rows.length > 0) return
          }
        }
        const [outcome] = await Promise.allSettled([run, cut()])
        if (outcome.status === 'rejected') throw outcome.reason
      }),
    ).rejects.toThrow()
    const moved = await sql<{ n: number }>`
      select count(*)::int as n from complaint where agency = 'zl-new'`.execute(kysely)
    expect(moved.rows).toEqual([{ n: 20 }])
    await advanceSuccessions(context)
    expect(await stateAfter(serverOf(), 'zl')).toBe(await stateAfter(serverOf(), 'zk0'))
  }, 60_000)

  it('moves at most 500 whole cases under one sequence number', async () => {
    await addAgency(serverOf(), 'B', 1_101)
    const started = await startSuccession(serverOf().context, renaming('B'), coordinator)
    const job = started.ok ? started.job : started.code
    const chunks: number[] = []
    await runSuccession(serverOf().context, job, {
      onChunk: (chunk) => void (chunk.step === 'cases' && chunks.push(chunk.rows)),
    })
    expect(chunks).toEqual([500, 500, 101])
    const seqs = await sql<{ cases: number; events: number }>`
      select count(*) filter (where entity = 'case')::int as cases, count(*) filter (where entity = 'event')::int as events
      from sync_member where bucket = 'agency:B-new:open' and op = 'PUT' group by seq order by seq`.execute(
      serverOf().context.database.kysely,
    )
    expect(seqs.rows.map((row) => [row.cases, row.events])).toEqual([
      [500, 500],
      [500, 500],
      [101, 101],
    ])
  }, 120_000)

  it('is carried on by two servers at once, each case moved once', async () => {
    const { context } = serverOf()
    const job = await ordered('zd')
    const moved = await Promise.all([1, 2].map(() => runSuccession(context, job, { casesPerChunk: 7 })))
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(60)
    expect(await stateAfter(serverOf(), 'zd')).toBe(await stateAfter(serverOf(), 'zk0'))
  }, 60_000)
})
