import { beforeAll, describe, expect, it } from 'vitest'
import { advanceSuccessions } from '../../../server/organisation/run-succession.ts'
import { adminAs, buildAdminCity } from '../../support/admin/admin-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { addAgency, renaming } from '../../support/sync/reorganised-city.ts'

const hour = 3_600_000
const [street, water] = ['officer.bach-mai.street', 'officer.bach-mai.water']

onBothEngines('the routes of the organisation', (serverOf) => {
  type Ask = Awaited<ReturnType<typeof adminAs>>
  let asks: Record<'system' | 'ward' | 'other' | 'coordinator', Ask>
  const list = async (ask: Ask, agency = 'bach-mai') => (await ask(`absences?agency=${agency}`)).body
  const absence = (over: object = {}) => ({
    id: null,
    version: 0,
    official: street,
    fromMs: serverOf().clock.nowMs,
    toMs: serverOf().clock.nowMs + 8 * hour,
    substitute: water,
    reason: 'Nghỉ phép năm',
    ...over,
  })

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    asks = {
      system: await adminAs(serverOf(), 'sysadmin.city'),
      ward: await adminAs(serverOf(), 'admin.bach-mai'),
      other: await adminAs(serverOf(), 'admin.cau-giay'),
      coordinator: await adminAs(serverOf(), 'coordinator.city'),
    }
  })

  describe('absences', () => {
    it('are recorded, changed and ended by the agency’s administrator, with who, when and why', async () => {
      const { body, status } = await asks.ward('absences', absence())
      expect(status).toBe(200)
      const [entry] = (await list(asks.ward))['absences'] as Record<string, unknown>[]
      const recorded = { by: 'admin.bach-mai', byName: 'admin.bach-mai', atMs: serverOf().clock.nowMs }
      expect(entry).toEqual({
        id: body['id'],
        version: entry?.['version'],
        official: street,
        fromMs: serverOf().clock.nowMs,
        toMs: serverOf().clock.nowMs + 8 * hour,
        substitute: water,
        recorded: { ...recorded, reason: 'Nghỉ phép năm' },
      })
      const later = absence({ id: body['id'], version: entry?.['version'], substitute: null, reason: 'Không ai thay' })
      expect((await asks.ward('absences', later)).status).toBe(200)
      expect((await asks.ward('absences', later)).body).toMatchObject({ code: 'conflict' })
      expect((await list(asks.ward))['absences']).toMatchObject([
        { substitute: null, recorded: { ...recorded, reason: 'Không ai thay' } },
      ])
      const history = (await asks.system('history?kind=absence')).body['changes']
      expect(history).toMatchObject([
        { agency: 'bach-mai', reason: 'Không ai thay', before: { substitute: water }, after: { substitute: null } },
        { agency: 'bach-mai', reason: 'Nghỉ phép năm', before: null },
      ])
      serverOf().clock.nowMs += hour
      const ended = { id: body['id'], reason: 'Đi làm lại' }
      expect((await asks.other('absences/end', ended)).body).toMatchObject({ status: 403 })
      expect((await asks.ward('absences/end', ended)).status).toBe(200)
      expect((await list(asks.ward))['absences']).toMatchObject([
        { toMs: serverOf().clock.nowMs, recorded: { reason: 'Đi làm lại' } },
      ])
      expect((await asks.ward('absences/end', ended)).body).toMatchObject({
        code: 'absence_refused',
        current: { problem: 'already_over' },
      })
    })

    it('are refused by code where they would loop, without a reason, and for officials of others', async () => {
      await asks.ward('absences', absence())
      const loop = absence({ official: water, substitute: street })
      expect((await asks.ward('absences', loop)).body).toMatchObject({
        status: 422,
        code: 'absence_refused',
        current: { problem: 'substitution_loop' },
      })
      expect((await asks.ward('absences', absence({ reason: ' ' }))).body).toMatchObject({ code: 'reason_required' })
      expect((await asks.other('absences', loop)).body).toMatchObject({ code: 'forbidden' })
      expect((await asks.ward('absences', absence({ official: 'nobody' }))).body).toMatchObject({
        current: { problem: 'unknown_official' },
      })
    })

    it('are read by the own administrators and the system’s only', async () => {
      expect(await list(asks.other)).toMatchObject({ status: 403 })
      expect(((await list(asks.system))['absences'] as unknown[]).length).toBe(2)
      const officer = await adminAs(serverOf(), 'supervisor.bach-mai.street')
      expect(await list(officer)).toMatchObject({ status: 403 })
    })

    it('are read, recorded and ended by the approver for the own agency, who reads no other setting', async () => {
      const approver = await adminAs(serverOf(), 'approver.bach-mai')
      const wish = absence({ official: 'supervisor.bach-mai.street', substitute: null, reason: 'Đi họp' })
      const { status, body } = await approver('absences', wish)
      expect(status).toBe(200)
      expect((await list(approver))['absences']).toContainEqual(
        expect.objectContaining({ id: body['id'], official: wish.official }),
      )
      expect((await approver('absences/end', { id: body['id'], reason: 'Về sớm' })).status).toBe(200)
      expect((await list(approver, 'cau-giay')).status).toBe(403)
      const foreign = absence({ official: 'officer.cau-giay.street', substitute: null })
      expect((await approver('absences', foreign)).status).not.toBe(200)
      for (const path of ['history?kind=absence', 'grants', 'successions'])
        expect((await approver(path)).status, path).toBe(403)
    })
  })

  describe('the history', () => {
    const reasonsSeen = async (ask: Ask, query = '') => {
      const { changes } = (await ask(`history${query}`)).body
      return (changes as { reason: string }[]).map(({ reason }) => reason)
    }

    it('tells why somebody is away to the administrators of the own agency and the system only', async () => {
      await asks.ward('absences', absence({ official: 'intake.bach-mai', substitute: null, reason: 'Nhập viện' }))
      expect(await reasonsSeen(asks.ward, '?kind=absence')).toContain('Nhập viện')
      expect(await reasonsSeen(asks.system, '?kind=absence')).toContain('Nhập viện')
      for (const query of ['', '?kind=absence']) expect(await reasonsSeen(asks.other, query)).not.toContain('Nhập viện')
    })

    it('tells why a role, a team or a text of an agency changed to that agency, and of the city to all', async () => {
      const today = new Date(serverOf().clock.nowMs + 7 * hour).toISOString().slice(0, 10)
      const given = { official: water, role: 'field_officer', agency: 'bach-mai', team: null }
      const wishes: [Ask, string, object, string][] = [
        [asks.ward, 'grants', { ...given, validFrom: today, validTo: null }, 'Thay người bị kỷ luật'],
        [asks.ward, 'teams', { agency: 'bach-mai', name: 'Đội cây xanh', validFrom: today, validTo: null }, 'Lập đội'],
        [asks.system, 'categories', { name: 'Cây', kind: 'field', source: 'sample' }, 'Thêm lĩnh vực'],
      ]
      for (const [ask, path, value, reason] of wishes)
        expect((await ask(path, { id: null, version: 0, value, reason })).body, path).not.toHaveProperty('code')
      const reasons = wishes.map(([, , , reason]) => reason)
      for (const ask of [asks.ward, asks.system])
        expect(await reasonsSeen(ask)).toEqual(expect.arrayContaining(reasons))
      expect((await reasonsSeen(asks.other)).filter((reason) => reasons.includes(reason))).toEqual(['Thêm lĩnh vực'])
    })
  })

  describe('successions', () => {
    it('are previewed, ordered and followed; an agency’s administrator only reads them', async () => {
      await addAgency(serverOf(), 'R', 5)
      const plan = renaming('R')
      expect((await asks.ward('successions/preview', plan)).body).toMatchObject({ status: 403 })
      expect((await asks.ward('successions', plan)).body).toMatchObject({ status: 403 })
      expect((await asks.coordinator('successions/preview', { ...plan, document: '' })).body).toMatchObject({
        code: 'no_document',
      })
      expect((await asks.system('successions', { ...plan, rest: 'x' })).body).toMatchObject({
        code: 'succession_refused',
        current: { problem: 'unknown_successor' },
      })
      expect((await asks.system('successions/preview', plan)).body).toMatchObject({ code: null, staying: 2 })
      const started = await asks.coordinator('successions', plan)
      expect(started.status).toBe(200)
      const standing = async () => (await asks.ward('successions')).body['successions']
      const { id } = started.body
      expect(await standing()).toMatchObject([
        { id, state: 'running', step: 'accounts', moved: 0, total: null, byName: 'coordinator.city' },
      ])
      await advanceSuccessions(serverOf().context)
      expect(await standing()).toMatchObject([{ id, state: 'done', step: 'done', moved: 5, total: 5, plan }])
    })
  })
})
