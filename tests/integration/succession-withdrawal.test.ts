import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import { advanceSuccessions } from '../../server/organisation/run-succession.ts'
import { adminAs, buildAdminCity } from '../support/admin/admin-desk.ts'
import { onBothEngines } from '../support/server.ts'
import { addAgency, renaming } from '../support/sync/reorganised-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const dayMs = 86_400_000

onBothEngines('a planned succession that is withdrawn', (serverOf) => {
  type Ask = Awaited<ReturnType<typeof adminAs>>
  let [system, coordinator, ward]: Ask[] = []
  const asSystem: Ask = (path, body) => (system as Ask)(path, body)
  const inTx = <T>(work: Parameters<typeof inSystem<T>>[1]) => inSystem(serverOf().context.database.kysely, work)
  const planned = (id: string) => ({ ...renaming(id), lastDay: '2026-03-20' })
  const order = async (plan: object): Promise<string> => {
    const { body, status } = await asSystem('successions', plan)
    expect(status, JSON.stringify(body)).toBe(200)
    return body['id'] as string
  }
  const withdraw = async (id: string, reason = 'Nghị quyết được sửa', ask: Ask = asSystem) => {
    const { body, status } = await ask('successions/withdraw', { id, reason })
    return status === 200 ? 'withdrawn' : ((body['current'] as { problem?: string })?.problem ?? body['code'])
  }
  const units = () =>
    inTx(async (tx) => ({
      agencies: await tx.selectFrom('agency').selectAll().orderBy('id').execute(),
      teams: await tx.selectFrom('team').selectAll().orderBy('id').execute(),
    }))
  const standing = async (id: string) => {
    const { successions } = (await asSystem('successions')).body as { successions: { id: string }[] }
    return successions.find((one) => one.id === id)
  }

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    for (const id of ['A', 'B', 'C', 'D']) await addAgency(serverOf(), id, 3)
    system = await adminAs(serverOf(), 'sysadmin.city')
    coordinator = await adminAs(serverOf(), 'coordinator.city')
    ward = await adminAs(serverOf(), 'admin.bach-mai')
  })

  it('leaves agencies and teams as they were, on the server and on the devices, and says who, when and why', async () => {
    const ended = { valid_to: '2025-12-31', successors: ['A.water'] }
    await inTx((tx) => tx.updateTable('team').set(ended).where('id', '=', 'A.odd').execute())
    const before = await units()
    const device = await SyncClient.start(serverOf(), 'approver.A')
    const id = await order(planned('A'))
    await device.pull()
    expect(device.ids('agency')).toContain('A-new')
    expect(await withdraw(id, 'Nghị quyết được sửa', coordinator as Ask)).toBe('withdrawn')
    expect(await units()).toEqual(before)
    await device.pull()
    expect(device.ids('agency')).not.toContain('A-new')
    expect(JSON.parse(device.view().get('agency A') ?? '{}')).toMatchObject({ validTo: null, successors: [] })
    expect(await standing(id)).toMatchObject({
      state: 'withdrawn',
      plan: { ended: ['A'] },
      byName: 'sysadmin.city',
      withdrawn: { byName: 'coordinator.city', atMs: serverOf().clock.nowMs, reason: 'Nghị quyết được sửa' },
    })
    const audited = await inTx((tx) =>
      tx.selectFrom('audit').select(['actor', 'detail']).where('subject', '=', 'A').orderBy('n').execute(),
    )
    expect(audited).toMatchObject([
      { actor: 'sysadmin.city', detail: { what: 'succession_ordered' } },
      { actor: 'coordinator.city', detail: { what: 'succession_withdrawn', job: id, reason: 'Nghị quyết được sửa' } },
    ])
  })

  it('is refused without a reason or the right, and where there is none', async () => {
    const id = await order(planned('B'))
    expect(await withdraw(id, ' ')).toBe('reason_required')
    expect(await withdraw(id, 'x', ward as Ask)).toBe('forbidden')
    expect(await withdraw('no-such')).toBe('not_found')
    expect(await standing(id)).toMatchObject({ state: 'waiting', withdrawn: null })
    expect([await withdraw(id), await withdraw(id)]).toEqual(['withdrawn', 'not_found'])
  })

  it('is refused while something builds on what it makes', async () => {
    const id = await order(planned('C'))
    const merged = { ...planned('D'), kind: 'merge', newAgencies: [], newTeams: [], teams: {}, rest: 'C-new' }
    const next = await order({ ...merged, lastDay: '2026-03-25' })
    expect(await withdraw(id)).toBe('depended_on')
    expect(await withdraw(next)).toBe('withdrawn')
    const grant = { id: 'g-new', official_id: 'approver.C', role: 'approver' as const, agency: 'C-new', team: null }
    await inTx((tx) => tx.insertInto('role_grant').values(grant).execute())
    expect(await withdraw(id)).toBe('depended_on')
    expect(await standing(id)).toMatchObject({ state: 'waiting' })
    await inTx((tx) => tx.deleteFrom('role_grant').where('id', '=', 'g-new').execute())
    expect(await withdraw(id)).toBe('withdrawn')
  })

  it('moves nothing when its day comes; ordered again it does, and from that day on it is refused', async () => {
    const daysLater = async (days: number) => {
      serverOf().clock.nowMs += days * dayMs
      system = await adminAs(serverOf(), 'sysadmin.city')
    }
    const again = await order(planned('B'))
    await daysLater(10)
    expect(await withdraw(again)).toBe('withdrawn')
    const last = await order(planned('B'))
    await daysLater(1)
    expect(await withdraw(last)).toBe('already_begun')
    expect(await advanceSuccessions(serverOf().context)).toBe(3)
    expect(await withdraw(last)).toBe('already_begun')
    const agencies = await inTx((tx) =>
      tx
        .selectFrom('complaint')
        .select('agency')
        .distinct()
        .where('state', '=', 'assigned')
        .orderBy('agency')
        .execute(),
    )
    expect(agencies.map(({ agency }) => agency)).toEqual(['A', 'B-new', 'C', 'D'])
  })
})
