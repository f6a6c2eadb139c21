import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { hashHead } from '../../../../renderer/worker/db/digest/digest-hash.ts'
import { holds } from '../../../support/seeded-property.ts'
import { commitCity } from '../../../support/worker/city.ts'
import { everyCase, newDevice, startDesk } from '../../../support/worker/desk.ts'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

const bucket = 'agency:a:open'

function city(cases: number): { server: FakeSyncServer; device: Device } {
  const server = new FakeSyncServer()
  commitCity(server)
  for (let n = 0; n < cases; n += 1) put(server, `c${n}`, 'lần đầu')
  return { server, device: newDevice(server, { accountId: 'u', username: 'u' }) }
}

const put = (server: FakeSyncServer, id: string, title: string) =>
  server.commit([{ bucket, entity: 'case', id, row: caseRow(id, { title }) }])

async function start(device: Device): Promise<Desk> {
  const desk = startDesk(device)
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

const titles = async (desk: Desk) => {
  const { rows } = await desk.service.queuePage({ query: everyCase, offset: 0, limit: 100 })
  return Object.fromEntries(rows.map((row) => [row.id, row.title]))
}

describe('the digest check', () => {
  it('hashes a text as SHA-256 does', () => {
    holds(
      'the first 8 bytes agree with node',
      fc.property(fc.nat(200), fc.string({ maxLength: 8 }), (length, start) => {
        const text = `${start}\u0000${'ấ'.repeat(length)}`
        const expected = createHash('sha256').update(Buffer.from(text, 'utf8')).digest()
        expect(hashHead(text)).toEqual([expected.readUInt32BE(0), expected.readUInt32BE(4)])
      }),
    )
  })

  it('finds nothing on a device that holds what the server has, in segments, deltas and after compaction', async () => {
    const { server, device } = city(40)
    const desk = await start(device)
    for (const id of ['c1', 'c2']) put(server, id, 'lần hai')
    const { engine, rows } = await desk.session()
    await engine.now()
    expect(rows.catalog.segments.size).toBeGreaterThan(0)
    expect(rows.catalog.deltaCount).toBeGreaterThan(0)
    expect(await engine.compareNow()).toBe(true)
    expect([server.digests, server.reloads]).toEqual([1, []])
    const { compact } = await import('../../../../renderer/worker/db/compaction.ts')
    while ((await compact(rows)) > 0);
    expect(await engine.compareNow()).toBe(true)
    expect([server.digests, server.reloads]).toEqual([2, []])
  })

  it('finds a changed row that is gone from the disk, and loads its bucket anew', async () => {
    const { server, device } = city(3)
    const desk = await start(device)
    put(server, 'c1', 'lần hai')
    const { engine, database } = await desk.session()
    await engine.now()
    await database.delta.delete(['case', 'c1'])
    expect(await engine.compareNow()).toBe(true)
    expect(server.reloads).toEqual([[bucket]])
    expect(await database.delta.get(['case', 'c1'])).toBeDefined()
    expect(await engine.compareNow()).toBe(true)
    expect(server.reloads).toHaveLength(1)
    expect(await titles(desk)).toEqual({ c0: 'lần đầu', c1: 'lần hai', c2: 'lần đầu' })
    await desk.stop()
    expect(await titles(await start(device))).toEqual({ c0: 'lần đầu', c1: 'lần hai', c2: 'lần đầu' })
  })

  it('finds a row whose bytes were changed, and one whose end the device was never told of', async () => {
    const { server, device } = city(40)
    const desk = await start(device)
    put(server, 'c1', 'lần hai')
    const { engine, database } = await desk.session()
    await engine.now()
    const stored = await database.delta.get(['case', 'c1'])
    if (stored === undefined) throw new Error('no delta')
    await database.delta.put({ ...stored, ct: stored.ct.slice(1) })
    expect(await engine.compareNow()).toBe(true)
    for (const [key, member] of server.members) if (member.id === 'c2') server.members.delete(key)
    expect(await engine.compareNow()).toBe(true)
    expect(Object.keys(await titles(desk))).not.toContain('c2')
    expect(await engine.compareNow()).toBe(true)
    expect(server.reloads).toEqual([[bucket], [bucket]])
    expect(Object.keys(await titles(desk))).toHaveLength(39)
  })

  it('loads a bucket anew whose segment is gone, and keeps its rows in view until it has come whole', async () => {
    const { server, device } = city(30)
    const desk = await start(device)
    const { engine, database, rows } = await desk.session()
    expect(await database.segments.filter((segment) => segment.bucket === bucket).delete()).toBe(1)
    server.pageLimit = 10
    const seen: number[] = []
    desk.core.feed.events.on(() => seen.push(rows.catalog.slotsIn(new Set([...rows.catalog.memberships()])).length))
    const whole = rows.catalog.slotsIn(rows.catalog.memberships()).length
    expect(await engine.compareNow()).toBe(true)
    expect(server.reloads).toEqual([[bucket]])
    expect(Math.min(...seen)).toBe(whole)
    expect(await engine.compareNow()).toBe(true)
    expect(server.reloads).toHaveLength(1)
    await desk.stop()
    expect(Object.keys(await titles(await start(device)))).toHaveLength(30)
  })

  it('asks once soon after the first complete sync and then seldom', async () => {
    const { server, device } = city(2)
    device.haste = 300
    await start(device)
    // 300 times as fast: 15 s are 50 ms, a poll of 30 s is 100 ms, four hours are 48 s.
    await until('the digest is asked for', () => server.digests === 1)
    const before = server.requests
    await until('more polls have come', () => server.requests > before + 10)
    expect([server.digests, server.reloads]).toEqual([1, []])
  })

  it('does not stop the syncing when the server cannot answer it, nor does a rescue that fails', async () => {
    const { server, device } = city(2)
    device.disk.rescue.set('left', 'AA==')
    for (const route of ['digest', 'rescue']) server.broken.add(`/sync/v1/${route}`)
    const desk = await start(device)
    const { engine } = await desk.session()
    expect(await engine.compareNow()).toBe(true)
    expect(desk.host.errors()).toEqual(['digest_not_answered:busy'])
    expect(device.disk.rescue.size).toBe(1)
  })

  it('asks again after a restored server has sent everything anew', async () => {
    const { server, device } = city(2)
    device.haste = 300
    const desk = await start(device)
    await until('the first digest is asked for', () => server.digests === 1)
    server.epoch = 'e2'
    await (await desk.session()).engine.now()
    await until('another digest is asked for', () => server.digests === 2)
    expect(server.reloads).toEqual([])
  })
})
