import { afterEach, describe, expect, it } from 'vitest'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../../../support/worker/desk.ts'
import { commitCity } from '../../../support/worker/city.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

function cityOf(cases: number): { server: FakeSyncServer; device: Device } {
  const server = new FakeSyncServer()
  commitCity(server)
  for (let id = 0; id < cases; id += 1) {
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: `c${id}`, row: caseRow(`c${id}`) }])
  }
  return { server, device: newDevice(server, { accountId: 'u', username: 'u' }) }
}

function start(device: Device): Desk {
  const desk = startDesk(device)
  desks.push(desk)
  return desk
}

const cycle = async (desk: Desk) => (await desk.session()).engine.now()
const total = async (desk: Desk) => (await desk.service.queuePage({ query: everyCase, offset: 0, limit: 1 })).total

describe('pull', () => {
  it('goes on where it stopped after a break between pages, without asking again for what it has', async () => {
    const { server, device } = cityOf(60)
    server.pageLimit = 10
    const desk = start(device)
    server.faults = ['ok', 'ok', 'ok']
    server.always = 'network'
    await cycle(desk)
    const session = await desk.session()
    const cursor = session.rows.state.cursor
    expect(cursor).not.toBeNull()
    expect(session.engine.status.completeAtMs).toBeNull()
    server.always = 'ok'
    await cycle(desk)
    expect(await total(desk)).toBe(60)
    expect(session.engine.status.completeAtMs).not.toBeNull()
  })

  it('keeps pages stored before a kill', async () => {
    const { server, device } = cityOf(60)
    server.pageLimit = 20
    const first = start(device)
    server.faults = ['ok', 'ok', 'ok']
    server.always = 'network'
    await cycle(first)
    const held = (await first.session()).rows.catalog.slotCount
    first.kill()
    const second = start(device)
    expect((await second.session()).rows.catalog.slotCount).toBe(held)
    server.always = 'ok'
    await cycle(second)
    expect(await total(second)).toBe(60)
  })

  it('leaves out a row of the wrong shape, says where it is wrong, and takes the rest', async () => {
    const { server, device } = cityOf(3)
    const bad = { ...caseRow('bad'), clocks: { ...caseRow('bad').clocks, submittedAtMs: 'hôm qua' } }
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'bad', row: bad }])
    const desk = start(device)
    await cycle(desk)
    expect(await total(desk)).toBe(3)
    const logged = desk.host.logged.find((entry) => entry.code === 'row_invalid')
    expect(logged?.detail).toEqual({ entity: 'case', id: 'bad', field: 'clocks.submittedAtMs' })
    expect(JSON.stringify(desk.host.logged)).not.toContain('hôm qua')
  })

  it.each([
    ['packed rows', 40],
    ['single rows', 2],
  ])('keeps what another bucket still shows when a case leaves one of two: %s', async (_, cases) => {
    const [left, kept] = ['agency:a:open', 'agency:b:open']
    const { server, device } = cityOf(0)
    server.buckets = [left, kept, 'user:u', 'ref']
    const desk = start(device)
    if (cases === 2) await cycle(desk)
    const ids = Array.from({ length: cases }, (_, n) => `c${n}`)
    server.commit(
      [left, kept].flatMap((bucket) => ids.map((id) => ({ bucket, entity: 'case' as const, id, row: caseRow(id) }))),
    )
    await cycle(desk)
    expect(await total(desk)).toBe(cases)
    server.commit([{ bucket: left, entity: 'case', id: 'c0' }])
    await cycle(desk)
    expect(await total(desk)).toBe(cases)
    server.buckets = [kept, 'user:u', 'ref']
    await cycle(desk)
    expect(await total(desk)).toBe(cases)
    expect(await (await desk.session()).rows.read('case', 'c0')).toEqual(caseRow('c0'))
    expect(await (await desk.session()).engine.compareNow()).toBe(true)
    expect(server.reloads).toEqual([])
    expect(desk.host.errors()).toEqual([])
  })

  it('keeps fields it does not know for a later program', async () => {
    const { server, device } = cityOf(0)
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'c', row: { ...caseRow('c'), later: { x: 1 } } }])
    const desk = start(device)
    await cycle(desk)
    expect(await (await desk.session()).rows.read('case', 'c')).toMatchObject({ later: { x: 1 } })
  })

  it('removes a case that left the scope and says so to the pages', async () => {
    const { server, device } = cityOf(3)
    const desk = start(device)
    await cycle(desk)
    desk.changes.length = 0
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'c1' }])
    await cycle(desk)
    expect(await total(desk)).toBe(2)
    expect(await desk.service.caseDetail('c1')).toBeNull()
    await until('the change', () => desk.changes.some((change) => change.kind === 'case' && change.caseId === 'c1'))
  })

  it('says how much has come of how much while loading, and when it was last complete', async () => {
    const { server, device } = cityOf(40)
    server.pageLimit = 15
    const desk = start(device)
    await cycle(desk)
    const seen = desk.changes.flatMap((change) => (change.kind === 'sync' ? [change.status] : []))
    expect(
      seen.some((status) => status.state === 'syncing' && status.total !== null && status.loaded < status.total),
    ).toBe(true)
    expect(seen.at(-1)).toMatchObject({ state: 'synced' })
    expect(seen.at(-1)?.lastCompleteAtMs).not.toBeNull()
  })

  it('does not store a page when another worker has taken the profile over meanwhile', async () => {
    const { server, device } = cityOf(5)
    const old = start(device)
    const oldSession = await old.session()
    await cycle(old)
    const fresh = start(device)
    await cycle(fresh)
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'new', row: caseRow('new') }])
    await oldSession.engine.now()
    expect(old.host.errors()).toContain('sync_cycle:fence_lost')
    await cycle(fresh)
    expect(await total(fresh)).toBe(6)
  })
})
