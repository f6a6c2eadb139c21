import { IDBFactory } from 'fake-indexeddb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CaseDetailV1 } from '../../shared/ipc/worker-contract.ts'
import type { Desk, Device } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'
import { RealServer } from '../support/worker/real-server.ts'

const agency = 'SXD'
const server = new RealServer()
const desks: Desk[] = []
let network = true
let intakeName = ''

beforeAll(async () => {
  await server.start()
  intakeName = await server.accountOf('intake_officer', agency)
})
afterEach(async () => {
  network = true
  for (const desk of desks.splice(0)) await desk.stop()
})
afterAll(() => server.remove())

function intakeDevice(): Device {
  const fetch = server.fetchAs(intakeName, () => network)
  return newDevice({ fetch, baseUrl: server.url }, { accountId: intakeName, username: intakeName })
}

async function start(device: Device): Promise<Desk> {
  const desk = startDesk(device)
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

const sync = async (desk: Desk) => (await desk.session()).engine.now()

async function firstCase(desk: Desk): Promise<string> {
  const query = { ...everyCase, states: ['awaiting_reception' as const] }
  const { rows } = await desk.service.queuePage({ query, offset: 0, limit: 500 })
  const row = rows.find((candidate) => candidate.agency === agency)
  if (!row) throw new Error('no case awaits reception')
  return row.id
}

async function verify(desk: Desk, caseId: string, note: string): Promise<void> {
  const { commands } = await desk.session()
  expect(await commands.run(caseId, 'startVerification', { note })).toMatchObject({ ok: true })
}

async function detail(desk: Desk, caseId: string): Promise<CaseDetailV1> {
  const found = await desk.service.caseDetail(caseId)
  if (!found) throw new Error('the case is not on the device')
  return found
}

const timesOf = async (desk: Desk, caseId: string, text: string) =>
  (await detail(desk, caseId)).events.filter((event) => event.text === text).length

describe('a desk that dies', () => {
  it('has everything after a kill offline, marked provisional, and sends it exactly once', async () => {
    const device = intakeDevice()
    const first = await start(device)
    const caseId = await firstCase(first)
    network = false
    await verify(first, caseId, 'Đi xem trước khi tắt máy')
    const savedAtMs = await (await first.session()).drafts.save(caseId, 'Dự thảo đang gõ dở', 0)
    expect(savedAtMs).toBeGreaterThan(0)
    first.kill()

    const second = await start(device)
    expect(await detail(second, caseId)).toMatchObject({
      provisional: true,
      case: { state: 'verifying' },
      draft: { text: 'Dự thảo đang gõ dở' },
    })
    second.kill()
    network = true
    const third = await start(device)
    await sync(third)
    expect(await detail(third, caseId)).toMatchObject({ provisional: false, case: { state: 'verifying' } })
    expect(await timesOf(third, caseId, 'Đi xem trước khi tắt máy')).toBe(1)
    expect(device.disk.journal.size).toBe(0)
  })

  it('sends exactly once what it had sent when it was killed before the answer', async () => {
    const device = intakeDevice()
    const first = await start(device)
    const caseId = await firstCase(first)
    const { fetch } = device
    let pushed = 0
    device.fetch = async (input, init) => {
      const reply = await fetch(input, init)
      if (!String(input).endsWith('/push')) return reply
      pushed += 1
      throw new TypeError('connection reset')
    }
    await verify(first, caseId, 'Trả lời bị mất')
    await until('the push', () => pushed > 0)
    first.kill()
    device.fetch = fetch
    const second = await start(device)
    await sync(second)
    expect(await second.service.outboxList()).toEqual([])
    expect(await timesOf(second, caseId, 'Trả lời bị mất')).toBe(1)
  })

  it('rebuilds a database that came back empty, offers the journal again and says so', async () => {
    const device = intakeDevice()
    const first = await start(device)
    const caseId = await firstCase(first)
    network = false
    await verify(first, caseId, 'Còn trong nhật ký')
    await (await first.session()).drafts.save(caseId, 'Dự thảo còn trong tệp', 0)
    first.kill()
    device.indexedDB = new IDBFactory()
    network = true
    const second = await start(device)
    await until('the announcement', () =>
      second.changes.some((change) => change.kind === 'recovered' && change.commands === 1),
    )
    await sync(second)
    expect(await timesOf(second, caseId, 'Còn trong nhật ký')).toBe(1)
    expect((await detail(second, caseId)).draft?.text).toBe('Dự thảo còn trong tệp')
  })

  it('rebuilds a database with rows missing: nothing unsent is lost, nothing is sent twice', async () => {
    const device = intakeDevice()
    const first = await start(device)
    const caseId = await firstCase(first)
    await verify(first, caseId, 'Đã gửi trước khi hỏng')
    await sync(first)
    network = false
    const { commands, database } = await first.session()
    await commands.run(caseId, 'finishVerification', { note: 'Chưa gửi khi hỏng' })
    await database.segments.clear()
    first.kill()
    network = true
    const second = await start(device)
    await sync(second)
    expect(second.host.errors()).toContain('database_rebuilt:database_damaged')
    expect(await timesOf(second, caseId, 'Đã gửi trước khi hỏng')).toBe(1)
    expect(await timesOf(second, caseId, 'Chưa gửi khi hỏng')).toBe(1)
    expect((await detail(second, caseId)).case.state).toBe('awaiting_reception')
  })

  it('shuts a frozen worker out once another has taken the profile over', async () => {
    const device = intakeDevice()
    const frozen = await start(device)
    const caseId = await firstCase(frozen)
    const frozenSession = await frozen.session()
    const next = await start(device)
    await expect(frozenSession.commands.run(caseId, 'startVerification', { note: 'quá muộn' })).rejects.toThrow()
    expect((await next.session()).outbox.parts.store.all()).toEqual([])
    expect(device.disk.journal.size).toBe(0)
  })

  it('works on while the server is killed, and everything arrives when it is back', async () => {
    const device = intakeDevice()
    const desk = await start(device)
    const caseId = await firstCase(desk)
    await server.kill()
    await verify(desk, caseId, 'Máy chủ đang tắt')
    await sync(desk)
    expect(await desk.service.syncStatus()).toMatchObject({ state: 'offline', waiting: 1 })
    await server.start()
    await until('the arrival', async () => {
      await sync(desk)
      return (await desk.service.syncStatus()).state === 'synced'
    })
    expect(await timesOf(desk, caseId, 'Máy chủ đang tắt')).toBe(1)
    expect(desk.host.waiting).toBe(0)
  })
})
