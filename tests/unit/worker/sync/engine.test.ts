import { afterEach, describe, expect, it } from 'vitest'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../../../support/worker/desk.ts'
import { commitCity } from '../../../support/worker/city.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

function start(device: Device): Desk {
  const desk = startDesk(device)
  desks.push(desk)
  return desk
}

function city(): { server: FakeSyncServer; device: Device } {
  const server = new FakeSyncServer()
  commitCity(server)
  putCase(server, caseRow('c1', { state: 'in_progress', assignee: 'u', team: 't' }))
  return { server, device: newDevice(server, { accountId: 'u', username: 'u' }) }
}

const putCase = (server: FakeSyncServer, row: CaseRowV1) =>
  server.commit([{ bucket: 'agency:a:open', entity: 'case', id: row.id, row }])

async function synced(desk: Desk): Promise<void> {
  await (await desk.session()).engine.now()
}

const note = (desk: Desk, text: string, id = text) =>
  desk.session().then((session) => session.commands.run('c1', 'addNote', { id, text }))

const statuses = async (desk: Desk) => (await desk.session()).outbox.parts.store.all().map((command) => command.status)

describe('sync engine', () => {
  it('fetches everything and shows it', async () => {
    const { device } = city()
    const desk = start(device)
    await synced(desk)
    const page = await desk.service.queuePage({ query: everyCase, offset: 0, limit: 10 })
    expect(page.rows.map((row) => row.caseNumber)).toEqual(['HN-c1'])
    expect((await desk.service.syncStatus()).state).toBe('synced')
    expect(desk.host.errors()).toEqual([])
  })

  it('keeps the largest file the server takes, as it says at the registration', async () => {
    const { device } = city()
    await synced(start(device))
    expect(device.disk.fileBytes).toBe(7_000_000)
  })

  it('gives a command its id only when it is sent, and never a second time', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.always = 'network'
    const numbers = async () =>
      (await desk.session()).outbox.parts.store.all().map((command) => [command.status, command.mutation])
    await note(desk, 'một')
    await synced(desk)
    expect(await numbers()).toEqual([['sent', 1]])
    await note(desk, 'hai')
    await synced(desk)
    expect(await numbers(), 'nothing is numbered while the server is known to be away').toEqual([
      ['sent', 1],
      ['waiting', null],
    ])
    server.always = 'ok'
    await synced(desk)
    expect(server.executed).toHaveLength(2)
    expect(server.pushes.at(-1)?.map((mutation) => mutation.id)).toEqual([1, 2])
  })

  it('applies once a command whose reply was lost', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.faults = ['reply_lost']
    await note(desk, 'đã kiểm tra')
    await until('the first try', async () => (await statuses(desk)).includes('sent') && server.faults.length === 0)
    await synced(desk)
    expect(server.executed).toHaveLength(1)
    expect(server.pushes.length).toBeGreaterThanOrEqual(2)
    expect(server.pushes[0]).toEqual(server.pushes[1])
    expect(desk.host.disk.journal.size).toBe(0)
  })

  it('holds at a refused token, deletes nothing and goes on after sign-in', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.always = { status: 401, code: 'unauthenticated' }
    await note(desk, 'chờ')
    await until('the report', () => desk.host.unauthenticated > 0)
    expect((await desk.service.syncStatus()).state).toBe('needs_sign_in')
    expect(desk.host.waiting).toBe(1)
    const requests = server.requests
    await synced(desk)
    expect(server.requests).toBe(requests)
    server.always = 'ok'
    const vault = desk.host.vault()
    if (vault.phase === 'open') {
      desk.host.setVault({ ...vault, needsSignIn: true })
      desk.host.setVault({ ...vault, needsSignIn: false })
    }
    await until('the note', () => server.executed.length === 1)
  })

  it('locks at a locked client and keeps the work', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.always = { status: 403, code: 'client_locked' }
    await note(desk, 'còn đây')
    await until('the lock', async () => (await desk.service.syncStatus()).state === 'locked')
    expect((await desk.service.outboxList()).map((item) => item.text)).toEqual(['còn đây'])
    expect(desk.host.disk.journal.size).toBe(1)
  })

  it('is offline behind a captive portal and loses nothing', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.always = 'portal'
    await note(desk, 'trong khách sạn')
    await synced(desk)
    expect(await desk.service.syncStatus()).toMatchObject({
      state: 'offline',
      lastErrorCode: 'not_the_server',
      waiting: 1,
    })
    server.always = 'ok'
    await synced(desk)
    expect(server.executed).toHaveLength(1)
  })

  it('replaces the one command the server cannot read by a noop and lists its words', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    server.always = 'network'
    for (const text of ['a', 'poison', 'b']) await note(desk, text)
    await synced(desk)
    server.always = 'ok'
    const fetch = device.fetch
    device.fetch = async (input, init) => {
      const refused = String(init?.body).includes('poison')
      return refused
        ? new Response('{"code":"too_large"}', { status: 413, headers: { 'content-type': 'application/json' } })
        : fetch(input, init)
    }
    await synced(desk)
    expect(server.executed).toHaveLength(3)
    const items = await desk.service.outboxList()
    expect(items).toMatchObject([{ text: 'poison', status: 'quarantined', code: 'too_large' }])
    expect(server.pushes.at(-1)?.some((mutation) => mutation.name === 'noop')).toBe(true)
  })

  it('registers anew when the server does not know the client, and offers everything by key', async () => {
    const { server, device } = city()
    const desk = start(device)
    await note(desk, 'trước').catch(() => undefined)
    await synced(desk)
    await note(desk, 'một')
    await synced(desk)
    server.clients.clear()
    await note(desk, 'hai')
    await synced(desk)
    expect(new Set(server.executed).size).toBe(server.executed.length)
    expect((await desk.service.syncStatus()).state).toBe('synced')
    expect(await desk.service.outboxList()).toEqual([])
  })

  it('numbers anew from what the server expects when there is a gap', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    await note(desk, 'một')
    await synced(desk)
    for (const client of server.clients.values()) {
      client.last = 0
      client.results.clear()
    }
    await note(desk, 'hai')
    await synced(desk)
    expect(server.executed).toHaveLength(2)
    expect(await desk.service.outboxList()).toEqual([])
  })

  it('notices that another installation uses its client id', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    const foreign = { id: 1, key: 'not ours', status: 'applied' as const, code: null, result: null }
    for (const client of server.clients.values()) {
      client.last = 1
      client.results.set(1, foreign)
    }
    await note(desk, 'của tôi')
    await synced(desk)
    expect(server.executed).toHaveLength(1)
    expect(server.clients.size).toBe(2)
  })

  it('offers recent commands again to a server restored from an older backup', async () => {
    const { server, device } = city()
    const desk = start(device)
    await synced(desk)
    await note(desk, 'mất ở máy chủ')
    await synced(desk)
    expect(await statuses(desk)).toEqual(['done'])
    server.epoch = 'e2'
    server.ledger.clear()
    server.executed.length = 0
    for (const client of server.clients.values()) {
      client.last = 0
      client.results.clear()
    }
    await synced(desk)
    expect(server.executed).toHaveLength(1)
    const page = await desk.service.queuePage({ query: everyCase, offset: 0, limit: 10 })
    expect(page.total).toBe(1)
  })

  it('keeps the own write visible from enqueue until its row arrives', async () => {
    const { server, device } = city()
    putCase(server, caseRow('c2', { state: 'assigned', assignee: 'u', team: 't' }))
    server.decide = (mutation, at) => {
      const before = at.rows.get('case:c2') as CaseRowV1
      putCase(at, { ...before, state: 'in_progress', rowVersion: 2, flowVersion: 2 })
      return { status: 'applied', code: null, result: null, ...(mutation ? {} : {}) }
    }
    const desk = start(device)
    await synced(desk)
    const session = await desk.session()
    const seen = new Set<string>()
    const watch = () => {
      const place = session.index.placeOf('c2')
      if (place !== undefined) seen.add(session.queue.row(place, Date.now()).state)
    }
    expect(await session.commands.run('c2', 'start', {})).toMatchObject({ ok: true })
    await until('the prediction', async () => (await desk.service.caseDetail('c2'))?.case.state === 'in_progress')
    desk.core.feed.events.on(watch)
    await synced(desk)
    watch()
    expect([...seen]).toEqual(['in_progress'])
    expect((await desk.service.caseDetail('c2'))?.provisional).toBe(false)
  })

  it('corrects the clock by the server and warns of the difference', async () => {
    const { server, device } = city()
    server.serverTime = () => Date.now() + 3_600_000
    const desk = start(device)
    await synced(desk)
    const { clockOffsetMs } = await desk.service.syncStatus()
    expect(Math.abs(clockOffsetMs - 3_600_000)).toBeLessThan(2000)
  })
})
