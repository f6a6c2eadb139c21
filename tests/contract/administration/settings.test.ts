import { beforeAll, describe, expect, it } from 'vitest'
import { inSystem } from '../../../server/db/transaction.ts'
import { adminAs, buildAdminCity, insertRuled, receivedCase, settingOf } from '../../support/admin/admin-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

onBothEngines('settings', (serverOf) => {
  type Ask = Awaited<ReturnType<typeof adminAs>>
  let [system, ward, other]: Ask[] = []
  const asSystem: Ask = (...given) => (system as Ask)(...given)
  const asWard: Ask = (...given) => (ward as Ask)(...given)
  const asOther: Ask = (...given) => (other as Ask)(...given)

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    system = await adminAs(serverOf(), 'sysadmin.city')
    ward = await adminAs(serverOf(), 'admin.bach-mai')
    other = await adminAs(serverOf(), 'admin.cau-giay')
  })

  const template = (over: object = {}) => ({
    kind: 'reply',
    name: 'Mẫu của phường',
    agency: 'bach-mai',
    category: null,
    ground: null,
    text: 'Kính gửi {{người phản ánh}}, về {{mã hồ sơ}}.',
    status: 'provisional',
    active: true,
    ...over,
  })

  describe('who may', () => {
    it('shows settings to administrators only', async () => {
      const officer = await adminAs(serverOf(), 'approver.bach-mai')
      for (const path of ['policies', 'calendars', 'history', 'grants'])
        expect((await officer(path)).body, path).toMatchObject({ status: 403, code: 'forbidden' })
      expect((await asWard('policies')).status).toBe(200)
    })

    it('lets an agency change its own templates, and neither those of another agency nor of the city', async () => {
      const request = (agency: string | null) => ({
        id: null,
        version: 0,
        value: template({ agency }),
        reason: 'Cần mẫu',
      })
      expect((await asWard('templates', request('bach-mai'))).status).toBe(200)
      for (const agency of ['cau-giay', null])
        expect((await asWard('templates', request(agency))).body).toMatchObject({ status: 403, code: 'forbidden' })
      expect((await asSystem('templates', request('bach-mai'))).body).toMatchObject({ code: 'forbidden' })
      expect((await asSystem('templates', request(null))).status).toBe(200)
    })

    it('does not let an agency take a template of the city over, nor one of its own away', async () => {
      const { id, version, value } = await settingOf(asSystem, 'templates', 'reply-field')
      const taken = { id, version, value: { ...value, agency: 'bach-mai' }, reason: 'Lấy về' }
      expect((await asWard('templates', taken)).body).toMatchObject({ code: 'forbidden' })
    })
  })

  describe('saving', () => {
    it('refuses a change without a reason', async () => {
      const { id, version, value } = await settingOf(asSystem, 'grounds', 'unclear_content')
      const answer = await asSystem('grounds', { id, version, value: { ...value, text: 'Khác' }, reason: '   ' })
      expect(answer.body).toMatchObject({ status: 422, code: 'reason_required', title: 'Cần nêu lý do thay đổi' })
    })

    it('refuses a change made on an older version and answers what stands now', async () => {
      const { id, version, value } = await settingOf(asSystem, 'grounds', 'unclear_content')
      const first = await asSystem('grounds', { id, version, value: { ...value, text: 'Bản một' }, reason: 'Sửa lời' })
      expect(first.status).toBe(200)
      const late = await asSystem('grounds', { id, version, value: { ...value, text: 'Bản hai' }, reason: 'Sửa lời' })
      expect(late.body).toMatchObject({ status: 409, code: 'conflict', current: { id, value: { text: 'Bản một' } } })
      expect((await settingOf(asSystem, 'grounds', id)).value).toMatchObject({ text: 'Bản một' })
    })

    it('refuses what makes no sense and names the place', async () => {
      const unknown = await asWard('templates', {
        id: null,
        version: 0,
        value: template({ text: 'Gửi {{tên}}' }),
        reason: 'x',
      })
      expect(unknown.body).toMatchObject({
        status: 422,
        code: 'config_invalid',
        current: { problems: [{ code: 'tokens', path: 'text', text: '{{tên}}' }] },
      })
      const ground = await settingOf(asSystem, 'grounds', 'not_in_scope')
      const unproved = { ...ground.value, status: 'confirmed', lawReference: null }
      expect((await asSystem('grounds', { ...ground, value: unproved, reason: 'x' })).body).toMatchObject({
        code: 'config_invalid',
        current: { problems: [{ code: 'document', path: 'lawReference' }] },
      })
      expect((await asSystem('grounds', { ...ground, reason: 'x' })).body).toMatchObject({
        code: 'config_invalid',
        current: { problems: [{ code: 'unchanged', path: 'value' }] },
      })
      expect((await asSystem('grounds', { ...ground, id: 'made_up', reason: 'x' })).body).toMatchObject({
        code: 'not_found',
      })
    })

    it('keeps who, when, why, before and after of every change, and audits it', async () => {
      const { id, version, value } = await settingOf(asSystem, 'categories', 'road')
      await asSystem('categories', { id, version, value: { ...value, name: 'Đường, ngõ' }, reason: 'Gọi đúng tên' })
      const { body } = await asWard(`history?kind=category&target=${id}`)
      expect(body['changes']).toEqual([
        expect.objectContaining({
          kind: 'category',
          target: 'road',
          agency: null,
          before: { name: 'road', kind: 'field', source: 'sample' },
          after: { name: 'Đường, ngõ', kind: 'field', source: 'sample' },
          reason: 'Gọi đúng tên',
          actor: 'sysadmin.city',
          atMs: serverOf().clock.nowMs,
        }),
      ])
      const audited = await serverOf()
        .context.database.kysely.selectFrom('audit')
        .select(['actor', 'action'])
        .where('subject', '=', 'category:road')
        .execute()
      expect(audited).toEqual([{ actor: 'sysadmin.city', action: 'configuration' }])
    })

    it('never changes or removes history', async () => {
      const { kysely } = serverOf().context.database
      await expect(kysely.updateTable('config_change').set({ reason: 'khác' }).execute()).rejects.toMatchObject({
        code: 'DK002',
      })
      await expect(kysely.deleteFrom('config_change').execute()).rejects.toMatchObject({ code: 'DK002' })
    })

    it('sends changed grounds, templates and routing to officials', async () => {
      const saved = await asWard('routings', {
        id: null,
        version: 0,
        value: { category: 'road', agency: 'bach-mai', team: 'bach-mai.water' },
        reason: 'Đội nước nhận',
      })
      expect(saved.body).toMatchObject({ id: 'bach-mai:road' })
      const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
      await client.pull()
      expect(JSON.parse(client.view().get('routing bach-mai:road') ?? 'null')).toEqual({
        id: 'bach-mai:road',
        category: 'road',
        agency: 'bach-mai',
        team: 'bach-mai.water',
      })
      expect(client.ids('ground')).toHaveLength(8)
      const { version } = await settingOf(asWard, 'routings', 'bach-mai:road')
      const removed = await asWard('routings', { id: 'bach-mai:road', version, value: null, reason: 'Thôi' })
      expect(removed.status).toBe(200)
      await client.pull()
      expect(client.ids('routing')).toEqual([])
    })
  })

  describe('policies', () => {
    const policy = async () => settingOf(asSystem, 'policies', 'hanoi-1207')
    const later = async (over: object = {}) => {
      const { value } = await policy()
      const data = value['data'] as Record<string, unknown>
      const rework = { term: { unit: 'working_days', amount: 2 }, status: 'provisional', ref: null }
      return { name: 'Chính sách 2027', data: { ...data, validFrom: '2027-01-01', rework, ...over } }
    }

    it('makes a version from a later day and leaves the one that cases use as it was', async () => {
      const before = await policy()
      await insertRuled(serverOf(), [receivedCase('p1', serverOf().clock.nowMs)])
      const value = await later()
      const preview = await asSystem('policies/preview', { id: null, version: 0, value, reason: '' })
      expect(preview.body).toMatchObject({ validFrom: '2027-01-01', keeps: [{ policy: 'hanoi-1207', open: 1 }] })
      const saved = await asSystem('policies', { id: null, version: 0, value, reason: 'Quyết định mới' })
      expect(saved.body).toMatchObject({ id: 'hanoi-1207.2027-01-01', recomputing: 0 })
      expect(await policy()).toEqual(before)
      const found = await settingOf(asSystem, 'policies', 'hanoi-1207.2027-01-01')
      expect(found.value).toMatchObject({ data: { id: 'hanoi-1207.2027-01-01', rework: { term: { amount: 2 } } } })
    })

    it('writes a version that no case uses again, and refuses one that a case does', async () => {
      const { id, version, value } = await settingOf(asSystem, 'policies', 'hanoi-1207.2027-01-01')
      const data = { ...(value['data'] as object), dayRule: 'same_time' }
      const again = await asSystem('policies', { id, version, value: { ...value, data }, reason: 'Sửa' })
      expect(again.body).toMatchObject({ id })
      await insertRuled(serverOf(), [
        receivedCase('p2', 1, { clocks: { ...receivedCase('p2', 1).clocks, policy: id } }),
      ])
      const newest = await settingOf(asSystem, 'policies', id)
      const used = { ...newest, value: { ...value, data: { ...data, dayRule: 'end_of_day' } }, reason: 'Sửa nữa' }
      expect((await asSystem('policies', used)).body).toMatchObject({ status: 409, code: 'policy_in_use' })
    })

    it('refuses a version in the past, a confirmed value without a document, and an agency', async () => {
      const ask = async (over: object) =>
        asSystem('policies', { id: null, version: 0, value: await later(over), reason: 'x' })
      expect((await ask({ validFrom: '2026-03-09' })).body).toMatchObject({ code: 'config_invalid' })
      const unproved = { term: { unit: 'working_days', amount: 2 }, status: 'confirmed', ref: null }
      expect((await ask({ validFrom: '2027-02-01', rework: unproved })).body).toMatchObject({
        code: 'config_invalid',
        current: { problems: [{ code: 'document', path: 'data.rework' }] },
      })
      const byWard = { id: null, version: 0, value: await later({ validFrom: '2027-03-01' }), reason: 'x' }
      expect((await asWard('policies', byWard)).body).toMatchObject({ code: 'forbidden' })
    })
  })

  describe('organisation', () => {
    const today = '2026-03-10'
    const grant = (over: object = {}) => ({
      official: 'officer.cau-giay.street',
      role: 'case_officer',
      agency: 'bach-mai',
      team: 'bach-mai.water',
      validFrom: today,
      validTo: null,
      ...over,
    })
    const give = (ask: Ask, value: object) => ask('grants', { id: null, version: 0, value, reason: 'Phân công mới' })

    it('gives a role that counts at once and ends it', async () => {
      await insertRuled(serverOf(), [receivedCase('w1', 1, { team: 'bach-mai.water' })])
      const client = await SyncClient.start(serverOf(), 'officer.cau-giay.street')
      await client.pull()
      expect(client.ids('case')).toEqual([])
      const given = await give(asWard, grant())
      expect(given.status).toBe(200)
      const id = String(given.body['id'])
      await client.pull()
      expect(client.ids('case')).toEqual(['w1'])
      const { version, value } = await settingOf(asWard, 'grants', id)
      const ended = { id, version, value: { ...value, validTo: '2026-03-09' }, reason: 'Chuyển công tác' }
      expect((await asWard('grants', ended)).status).toBe(200)
      await client.pull()
      expect(client.ids('case')).toEqual([])
      expect((await settingOf(asWard, 'grants', id)).value).toMatchObject({ validTo: '2026-03-09' })
      const moved = { ...ended, version: (await settingOf(asWard, 'grants', id)).version }
      expect((await asWard('grants', { ...moved, value: { ...value, role: 'approver' } })).body).toMatchObject({
        code: 'config_invalid',
      })
    })

    it('lets nobody give or end a role of their own', async () => {
      expect(
        (await give(asWard, grant({ official: 'admin.bach-mai', team: null, role: 'approver' }))).body,
      ).toMatchObject({
        status: 403,
        code: 'own_grant',
      })
    })

    it('leaves the administrator’s role to the system, and roles of the city to nobody', async () => {
      const admin = grant({ role: 'agency_admin', team: null })
      expect((await give(asWard, admin)).body).toMatchObject({ code: 'forbidden' })
      expect((await give(asSystem, admin)).status).toBe(200)
      expect((await give(asSystem, grant())).body).toMatchObject({ code: 'forbidden' })
      for (const ask of [asWard, asSystem])
        expect((await give(ask, grant({ role: 'oversight_officer', team: null }))).body).toMatchObject({
          code: 'forbidden',
        })
    })

    it('adds a team and does not end one with open cases', async () => {
      const value = { agency: 'bach-mai', name: 'Tổ Cây xanh', validFrom: today, validTo: null }
      const added = await asWard('teams', { id: null, version: 0, value, reason: 'Thành lập tổ' })
      expect(added.status).toBe(200)
      expect((await asWard('teams', { id: null, version: 0, value, reason: 'Lần nữa' })).body).toMatchObject({
        code: 'config_invalid',
      })
      expect((await asOther('teams', { id: null, version: 0, value, reason: 'x' })).body).toMatchObject({
        code: 'forbidden',
      })
      await insertRuled(serverOf(), [receivedCase('t1', 1)])
      const street = await settingOf(asWard, 'teams', 'bach-mai.street')
      const ended = { ...street, value: { ...street.value, validTo: today }, reason: 'Giải thể' }
      expect((await asWard('teams', ended)).body).toMatchObject({
        code: 'config_invalid',
        current: { problems: [{ code: 'open_cases', path: 'validTo', n: 3 }] },
      })
      const id = String(added.body['id'])
      const fresh = await settingOf(asWard, 'teams', id)
      expect(
        (await asWard('teams', { ...fresh, value: { ...value, validTo: today }, reason: 'Giải thể' })).status,
      ).toBe(200)
      const stored = await inSystem(serverOf().context.database.kysely, (tx) =>
        tx.selectFrom('team').select('valid_to').where('id', '=', id).executeTakeFirst(),
      )
      expect(stored).toEqual({ valid_to: today })
    })
  })
})
