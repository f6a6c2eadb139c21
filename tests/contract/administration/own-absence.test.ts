import { beforeAll, expect, it } from 'vitest'
import { adminAs, buildAdminCity } from '../../support/admin/admin-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { caseRow, insertCases } from '../../support/sync/small-city.ts'
import { signIn, SyncClient } from '../../support/sync/sync-client.ts'
import { inSystem } from '../../../server/db/transaction.ts'

const hour = 3_600_000
const [street, water, boss] = ['officer.bach-mai.street', 'officer.bach-mai.water', 'approver.bach-mai']

onBothEngines('the own absence', (serverOf) => {
  const as = async (username: string) => {
    const authorization = `Bearer ${await signIn(serverOf(), username)}`
    return async (path: string, payload?: object) => {
      const url = `/api/v1/me/${path}`
      const asked = payload === undefined ? { method: 'GET' as const } : { method: 'POST' as const, payload }
      const reply = await serverOf().app.inject({ ...asked, url, headers: { authorization } })
      return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() }
    }
  }
  const absence = (over: object = {}) => {
    const { nowMs } = serverOf().clock
    const wish = { id: null, version: 0, fromMs: nowMs, toMs: nowMs + 8 * hour, substitute: water }
    return { ...wish, reason: 'Nghỉ phép năm', ...over }
  }
  let [mine, colleague, chief]: Awaited<ReturnType<typeof as>>[] = []
  const asMe = (path: string, payload?: object) => (mine as NonNullable<typeof mine>)(path, payload)

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    await inSystem(serverOf().context.database.kysely, (tx) => insertCases(tx, [caseRow('s1')]))
    mine = await as(street)
    colleague = await as(water)
    chief = await as(boss)
  })

  it('is entered by an official without any other right, changed and ended early; the substitute sees the cases meanwhile', async () => {
    const substitute = await SyncClient.start(serverOf(), water)
    await substitute.pull()
    expect(substitute.ids('case')).toEqual([])
    const { status, body } = await asMe('absences', absence())
    expect(status).toBe(200)
    await substitute.pull()
    expect(substitute.ids('case')).toEqual(['s1'])
    const list = async () => (await asMe('absences')).body['absences'] as Record<string, unknown>[]
    const [entry] = await list()
    expect(entry).toMatchObject({
      id: body['id'],
      official: street,
      substitute: water,
      recorded: { by: street, reason: 'Nghỉ phép năm' },
    })
    const longer = absence({ id: body['id'], version: entry?.['version'], toMs: serverOf().clock.nowMs + 9 * hour })
    expect((await asMe('absences', longer)).status).toBe(200)
    expect((await asMe('absences', longer)).body).toMatchObject({ code: 'conflict' })
    serverOf().clock.nowMs += hour
    expect((await asMe('absences/end', { id: body['id'], reason: 'Về sớm' })).status).toBe(200)
    expect(await list()).toMatchObject([{ toMs: serverOf().clock.nowMs, recorded: { reason: 'Về sớm' } }])
    await substitute.pull()
    expect(substitute.ids('case')).toEqual([])
    const system = await adminAs(serverOf(), 'sysadmin.city')
    expect((await system('history?kind=absence')).body['changes']).toMatchObject([
      { agency: 'bach-mai', actor: street, reason: 'Về sớm' },
      { agency: 'bach-mai', actor: street, reason: 'Nghỉ phép năm' },
      { agency: 'bach-mai', actor: street, before: null },
    ])
  })

  it('is refused by code where the place would come back, go to somebody without the roles, or no reason is given', async () => {
    const { body } = await asMe('absences', absence())
    expect((await colleague?.('absences', absence({ substitute: street })))?.body).toMatchObject({
      status: 422,
      code: 'absence_refused',
      current: { problem: 'substitution_loop' },
    })
    expect((await colleague?.('absences', absence({ substitute: 'officer.cau-giay.water' })))?.body).toMatchObject({
      current: { problem: 'substitute_not_allowed' },
    })
    expect((await asMe('absences', absence({ substitute: street }))).body).toMatchObject({
      current: { problem: 'absence_overlaps' },
    })
    expect((await asMe('absences', absence({ reason: ' ' }))).body).toMatchObject({ code: 'reason_required' })
    await asMe('absences/end', { id: body['id'], reason: 'Thôi' })
  })

  it('is nobody else’s to read, change or end, not even the approver’s, who records those of others elsewhere', async () => {
    const { body } = await asMe('absences', absence())
    expect((await chief?.('absences'))?.body).toEqual({ absences: [] })
    const { version } = ((await asMe('absences')).body['absences'] as { version: number }[])[0] ?? {}
    const taken = absence({ id: body['id'], version, official: street, substitute: null })
    expect((await chief?.('absences', taken))?.body).toMatchObject({ current: { problem: 'official_changed' } })
    expect((await chief?.('absences/end', { id: body['id'], reason: 'x' }))?.body).toMatchObject({ code: 'forbidden' })
    const reply = await serverOf().app.inject({ method: 'GET', url: '/api/v1/me/absences' })
    expect(reply.statusCode).toBe(401)
  })
})
