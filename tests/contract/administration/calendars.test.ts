import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../../server/db/transaction.ts'
import { runRecompute } from '../../../server/administration/recompute-job.ts'
import { adminAs, buildAdminCity, insertRuled, receivedCase, settingOf } from '../../support/admin/admin-desk.ts'
import { onBothEngines } from '../../support/server.ts'
import { SyncClient } from '../../support/sync/sync-client.ts'

const received = Date.parse('2026-03-09T02:00:00Z')
/** Five working days after Monday 09/03/2026: the end of Monday 16/03, and of Tuesday 17/03 when one day in between is closed. */
const dueOf = { open: Date.parse('2026-03-16T10:00:00Z'), closed: Date.parse('2026-03-17T10:00:00Z') }
const closure = { date: '2026-03-12', kind: 'closure', name: 'Nghỉ do ngập lụt', ref: 'CV-1', status: 'official' }

onBothEngines('calendars', (serverOf) => {
  type Ask = Awaited<ReturnType<typeof adminAs>>
  let asks: Record<'system' | 'ward' | 'both', Ask>

  const withDue = (id: string, dueAtMs: number, agency = 'bach-mai') => {
    const row = receivedCase(id, received, { agency, team: null })
    return { ...row, clocks: { ...row.clocks, dueAtMs } }
  }
  const stored = (id: string) =>
    inSystem(serverOf().context.database.kysely, async (tx) => {
      const { data } = await tx.selectFrom('complaint').select('data').where('id', '=', id).executeTakeFirstOrThrow()
      return data
    })
  const yearWith = async (...days: object[]) => {
    const { id, version, value } = await settingOf(asks.system, 'calendars', 'vn-2026')
    const data = value['data'] as { days: object[] }
    return { id, version, value: { ...value, data: { ...data, days: [...data.days, ...days] } } }
  }

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    asks = {
      system: await adminAs(serverOf(), 'sysadmin.city'),
      ward: await adminAs(serverOf(), 'admin.bach-mai'),
      both: await adminAs(serverOf(), 'both.bach-mai'),
    }
    await insertRuled(serverOf(), [
      withDue('k1', dueOf.open),
      withDue('k2', dueOf.open),
      withDue('k3', dueOf.open, 'cau-giay'),
    ])
  })

  it('lists number, agency and dates to who administers the calendar, and else only what one may read', async () => {
    const request = { ...(await yearWith(closure)), reason: '' }
    const moved = { reception: { fromMs: null, toMs: null }, processing: { fromMs: dueOf.open, toMs: dueOf.closed } }
    const listed = (n: number, agency: string) => ({
      ...moved,
      ...{ id: `k${n}`, caseNumber: `HN-k${n}`, agency, others: [] },
    })
    const forSystem = (await asks.system('calendars/preview', request)).body
    expect(forSystem).toEqual({
      moved: 3,
      marked: 0,
      unreadable: 0,
      open: 3,
      agencies: [
        { agency: 'bach-mai', moved: 2 },
        { agency: 'cau-giay', moved: 1 },
      ],
      cases: [listed(1, 'bach-mai'), listed(2, 'bach-mai'), listed(3, 'cau-giay')],
      unlisted: 0,
    })
    expect((await asks.ward('calendars/preview', request)).body).toMatchObject({ moved: 3, cases: [], unlisted: 3 })
    expect((await asks.both('calendars/preview', request)).body).toMatchObject({
      cases: [listed(1, 'bach-mai'), listed(2, 'bach-mai')],
      unlisted: 1,
    })
    expect((await stored('k1')).clocks.dueAtMs).toBe(dueOf.open)
  })

  it('lists the cases of an agency’s own hours to its administrator, and none for a row that is not its own to save', async () => {
    const hours = await settingOf(asks.ward, 'calendars', 'hanoi-office')
    const own = { ...(hours.value['data'] as object), basedOn: 'hanoi-office', days: [closure] }
    const preview = async (ask: Ask, data: object) => {
      const value = { name: 'Giờ làm việc phường Bạch Mai', data, agency: 'bach-mai' }
      return (await ask('calendars/preview', { id: null, version: 0, value, reason: '' })).body
    }
    const theirs = { cases: [{ caseNumber: 'HN-k1' }, { caseNumber: 'HN-k2' }], unlisted: 0 }
    expect(await preview(asks.ward, own)).toMatchObject(theirs)
    expect(await preview(asks.system, own)).toMatchObject({ cases: [], unlisted: 2 })
    const year = { kind: 'year', series: 'hanoi-office', year: 2026, days: [closure] }
    expect(await preview(asks.ward, year)).toMatchObject({ code: 'config_invalid' })
  })

  it('computes open cases anew after saving, tells officials meanwhile, and raises the row version only', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    const saved = await asks.system('calendars', { ...(await yearWith(closure)), reason: 'Công điện ứng phó ngập lụt' })
    expect(saved.body).toMatchObject({ id: 'vn-2026', recomputing: 3 })
    await client.pull()
    const notices = [...client.view()]
      .filter(([key]) => key.startsWith('notice '))
      .map(([, row]): unknown => JSON.parse(row))
    expect(notices).toEqual([expect.objectContaining({ code: 'deadline_recompute', count: 3 })])
    expect(await runRecompute(serverOf().context)).toBe(3)
    await client.pull()
    expect(client.ids('notice')).toEqual([])
    expect(JSON.parse(client.view().get('case k1') ?? 'null')).toMatchObject({
      clocks: { dueAtMs: dueOf.closed },
      rowVersion: 2,
      flowVersion: 1,
    })
    expect(await runRecompute(serverOf().context)).toBe(0)
  })

  it('computes the cases of some hours anew when a year of their own names a closure', async () => {
    const days = [{ ...closure, date: '2026-03-13' }]
    const data = { kind: 'year', series: 'hanoi-office', year: 2026, days }
    const value = { name: 'Ngày riêng của giờ hành chính', data, agency: null }
    const preview = await asks.system('calendars/preview', { id: null, version: 0, value, reason: '' })
    expect(preview.body).toMatchObject({ moved: 3 })
    const made = await asks.system('calendars', { id: null, version: 0, value, reason: 'Sửa trụ sở' })
    expect(made.body).toMatchObject({ id: 'hanoi-office-2026', recomputing: 3 })
    await runRecompute(serverOf().context)
    expect((await stored('k3')).clocks.dueAtMs).toBe(Date.parse('2026-03-18T10:00:00Z'))
    const { version } = await settingOf(asks.system, 'calendars', 'hanoi-office-2026')
    const empty = { ...value, data: { ...data, days: [] } }
    const gone = await asks.system('calendars', { id: 'hanoi-office-2026', version, value: empty, reason: 'Sửa xong' })
    expect(gone.body).toMatchObject({ recomputing: 3 })
    await runRecompute(serverOf().context)
    expect((await stored('k3')).clocks.dueAtMs).toBe(dueOf.closed)
  })

  it('lets an agency close a day of its own and go back to the hours of the city', async () => {
    const hours = await settingOf(asks.ward, 'calendars', 'hanoi-office')
    const data = {
      ...(hours.value['data'] as object),
      basedOn: 'hanoi-office',
      days: [{ ...closure, date: '2026-03-13' }],
    }
    const value = { name: 'Giờ làm việc phường Bạch Mai', data, agency: 'bach-mai' }
    const own = await asks.ward('calendars', { id: null, version: 0, value, reason: 'Sửa trụ sở' })
    expect(own.body).toMatchObject({ id: 'agency-bach-mai', recomputing: 2 })
    await runRecompute(serverOf().context)
    const friday = Date.parse('2026-03-18T10:00:00Z')
    expect([(await stored('k1')).clocks.dueAtMs, (await stored('k3')).clocks.dueAtMs]).toEqual([friday, dueOf.closed])
    const { version } = await settingOf(asks.ward, 'calendars', 'agency-bach-mai')
    const back = await asks.ward('calendars', { id: 'agency-bach-mai', version, value: null, reason: 'Sửa xong' })
    expect(back.status).toBe(200)
    await runRecompute(serverOf().context)
    expect((await stored('k1')).clocks.dueAtMs).toBe(dueOf.closed)
  })

  it('keeps the calendars of the city and of other agencies from an agency', async () => {
    const year = await yearWith({ ...closure, date: '2026-03-19' })
    expect((await asks.ward('calendars', { ...year, reason: 'x' })).body).toMatchObject({ code: 'forbidden' })
    const hours = await settingOf(asks.ward, 'calendars', 'hanoi-office')
    const data = { ...(hours.value['data'] as object), basedOn: 'hanoi-office' }
    const theirs = { id: null, version: 0, value: { name: 'x', data, agency: 'cau-giay' }, reason: 'x' }
    expect((await asks.ward('calendars', theirs)).body).toMatchObject({ code: 'forbidden' })
  })

  it('refuses days that cannot be and hours without an opening', async () => {
    const wrong = await yearWith({ ...closure, date: '2026-02-30' })
    expect((await asks.system('calendars', { ...wrong, reason: 'x' })).body).toMatchObject({
      status: 422,
      code: 'config_invalid',
      current: { problems: [{ code: 'date', path: 'data.days.2026-02-30.date' }] },
    })
    const hours = await settingOf(asks.system, 'calendars', 'hanoi-office')
    const shut = { ...(hours.value['data'] as object), week: [[], [], [], [], [], [], []] }
    const never = { ...hours, value: { ...hours.value, data: shut }, reason: 'x' }
    const shutAll = { code: 'config_invalid', current: { problems: [{ code: 'never_open', path: 'data.week' }] } }
    expect((await asks.system('calendars', never)).body).toMatchObject(shutAll)
    expect((await asks.system('calendars/preview', { ...wrong, reason: '' })).body).toMatchObject({
      code: 'config_invalid',
    })
  })

  it('takes chunks of at most 500 cases and goes on where an ended process stopped', async () => {
    await insertRuled(
      serverOf(),
      Array.from({ length: 620 }, (_, n) => withDue(`many-${String(n).padStart(4, '0')}`, dueOf.closed)),
    )
    const { kysely } = serverOf().context.database
    await asks.system('calendars', { ...(await yearWith({ ...closure, date: '2026-03-11' })), reason: 'Thêm một ngày' })
    const ended = new Error('the process ended')
    const dying = { ...serverOf().context, clock: failingAfter(1, ended, serverOf().context.clock) }
    await expect(runRecompute(dying)).rejects.toBe(ended)
    const job = await kysely
      .selectFrom('job')
      .select(['state', 'done', 'total'])
      .where('state', '=', 'running')
      .executeTakeFirst()
    expect(job).toEqual({ state: 'running', done: 500, total: 623 })
    expect(await runRecompute(serverOf().context)).toBe(123)
    expect((await stored('many-0619')).clocks.dueAtMs).toBe(Date.parse('2026-03-18T10:00:00Z'))
  })
})

/** A clock that answers `times` times and then fails. */
function failingAfter(times: number, error: Error, clock: () => number): () => number {
  let asked = 0
  return () => {
    asked += 1
    if (asked > times) throw error
    return clock()
  }
}
