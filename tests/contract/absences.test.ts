import { beforeAll, expect, it } from 'vitest'
import { versionsOf } from '../../server/administration/save-setting.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { absencesOf } from '../../server/organisation/absence-list.ts'
import { endAbsence, forgetAbsences, saveAbsence } from '../../server/organisation/absences.ts'
import { onBothEngines, onPostgres } from '../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const hour = 3_600_000
const boss = { id: 'approver.bach-mai', grants: [{ role: 'approver' as const, agency: 'bach-mai', team: null }] }
const [street, water] = ['officer.bach-mai.street', 'officer.bach-mai.water']

onBothEngines('absences', (serverOf) => {
  const inTx = <T>(work: Parameters<typeof inSystem<T>>[1]) => inSystem(serverOf().context.database.kysely, work)
  const save = (
    id: string,
    official: string,
    substitute: string | null,
    over: { fromMs?: number; toMs?: number } = {},
  ) => {
    const { nowMs } = serverOf().clock
    const absence = { id, official, substitute, fromMs: nowMs, toMs: nowMs + 8 * hour, ...over }
    return inTx(async (tx) => {
      const version = (await versionsOf(tx, 'absence', id)).get(id) ?? 0
      return saveAbsence(serverOf().context, tx, { absence, by: boss, reason: 'Nghỉ phép', version })
    })
  }
  const end = (id: string, by = boss) => inTx((tx) => endAbsence(serverOf().context, tx, { id, by, reason: 'Về sớm' }))
  const running = async () =>
    (await inTx((tx) => absencesOf(tx, 'bach-mai'))).filter((one) => one.toMs > serverOf().clock.nowMs)
  const audited = () =>
    inTx(async (tx) =>
      (await tx.selectFrom('audit').selectAll().where('action', '=', 'configuration').orderBy('n').execute()).map(
        (row) => [row.actor, row.subject, (row.detail as { what: string }).what],
      ),
    )

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await inTx((tx) => insertCases(tx, [caseRow('s1'), caseRow('w1', { team: 'bach-mai.water', assignee: water })]))
  })

  it('travel as reference rows, and let the substitute see and handle the absent officer’s cases until they end', async () => {
    const client = await SyncClient.start(serverOf(), water)
    await client.pull()
    expect(client.ids('case')).toEqual(['w1'])
    expect(await save('a1', street, water)).toEqual({ ok: true })
    await client.pull()
    expect(client.ids('case')).toEqual(['s1', 'w1'])
    expect(client.ids('absence')).toEqual(['a1'])
    const [started] = await client.push(client.mutation('start', 's1', {}, { ifVersion: 1 }))
    expect(started?.status).toBe('applied')
    serverOf().clock.nowMs += hour
    expect(await end('a1')).toEqual({ ok: true })
    await client.pull()
    expect(client.ids('case')).toEqual(['w1'])
    expect(JSON.parse(client.view().get('absence a1') ?? '{}')).toMatchObject({ official: street, substitute: water })
    expect((await audited()).slice(-2)).toEqual([
      [boss.id, 'a1', 'absence_recorded'],
      [boss.id, 'a1', 'absence_ended'],
    ])
  })

  it('begin and end by the clock, without anybody doing anything', async () => {
    const client = await SyncClient.start(serverOf(), water)
    const { clock } = serverOf()
    await save('a2', street, water, { fromMs: clock.nowMs + hour, toMs: clock.nowMs + 2 * hour })
    const seen: string[][] = []
    for (let step = 0; step < 3; step += 1) {
      await client.pull()
      seen.push(client.ids('case'))
      clock.nowMs += hour
    }
    expect(seen).toEqual([['w1'], ['s1', 'w1'], ['w1']])
  })

  it('pass on along a chain: the supervisor of the other ward sees nothing, the last substitute everything', async () => {
    await save('a3', street, water)
    await save('a4', water, 'intake.bach-mai')
    const [intake, foreign] = [
      await SyncClient.start(serverOf(), 'intake.bach-mai'),
      await SyncClient.start(serverOf(), 'supervisor.cau-giay.street'),
    ]
    await intake.pull()
    await foreign.pull()
    expect([intake.ids('case'), foreign.ids('case')]).toEqual([['s1', 'w1'], []])
    const [noted] = await intake.push(
      intake.mutation('submitReply', 's1', { revision: 1, text: 'x', hash: 'y', overrideReason: null }),
    )
    expect(noted?.code).toBe('reply_changed')
    await end('a4')
    await end('a3')
  })

  it('are refused by code and leave nothing behind', async () => {
    await save('a5', street, water)
    const before = await audited()
    expect(await save('a6', street, 'intake.bach-mai')).toEqual({ ok: false, code: 'absence_overlaps' })
    expect(await save('a6', water, street)).toEqual({ ok: false, code: 'substitution_loop' })
    expect(await save('a6', water, 'officer.cau-giay.water')).toEqual({ ok: false, code: 'substitute_not_allowed' })
    expect(await save('a5', water, null)).toEqual({ ok: false, code: 'official_changed' })
    expect(await end('nothing')).toEqual({ ok: false, code: 'not_found' })
    expect(await end('a5', { id: 'x', grants: [] })).toEqual({ ok: false, code: 'not_permitted' })
    expect(await running()).toMatchObject([{ id: 'a5', substitute: water }])
    expect(await audited()).toEqual(before)
  })

  it('can be changed, taken back before they begin, and end once', async () => {
    const { nowMs } = serverOf().clock
    expect(await save('a5', street, 'intake.bach-mai', { toMs: nowMs + hour })).toEqual({ ok: true })
    expect(await running()).toMatchObject([{ id: 'a5', substitute: 'intake.bach-mai', toMs: nowMs + hour }])
    serverOf().clock.nowMs += hour
    expect(await end('a5')).toEqual({ ok: false, code: 'already_over' })
    await save('a7', street, water, { fromMs: serverOf().clock.nowMs + hour })
    expect(await end('a7')).toEqual({ ok: true })
    expect(await inTx((tx) => tx.selectFrom('absence').select('id').where('id', '=', 'a7').execute())).toEqual([])
  })

  it('are forgotten more than a year after they are over', async () => {
    const client = await SyncClient.start(serverOf(), water)
    await client.pull()
    expect(client.ids('absence')).not.toEqual([])
    serverOf().clock.nowMs += 399 * 24 * hour
    expect(await forgetAbsences(serverOf().context)).toBe(0)
    serverOf().clock.nowMs += 3 * 24 * hour
    expect(await forgetAbsences(serverOf().context)).toBe(client.ids('absence').length)
    const again = await SyncClient.start(serverOf(), water)
    await again.pull()
    expect(again.ids('absence')).toEqual([])
  })
})

onPostgres('two absences recorded at once', (serverOf) => {
  it('never make a loop together', async () => {
    await buildSmallCity(serverOf())
    const { context, clock } = serverOf()
    const save = (id: string, official: string, substitute: string) =>
      inSystem(context.database.kysely, (tx) =>
        saveAbsence(context, tx, {
          absence: { id, official, substitute, fromMs: clock.nowMs, toMs: clock.nowMs + hour },
          by: boss,
          reason: 'x',
          version: 0,
        }),
      )
    const outcomes = await Promise.all([save('x', street, water), save('y', water, street)])
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1)
    expect(outcomes.find((one) => !one.ok)).toEqual({ ok: false, code: 'substitution_loop' })
  })
})
