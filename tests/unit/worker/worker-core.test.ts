import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { Dexie } from 'dexie'
import { IDBKeyRange } from 'fake-indexeddb'
import type { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { FirstScreenFile } from '../../../electron/main/vault/first-screen-file.ts'
import { databaseVersion } from '../../../renderer/worker/db/desk-database.ts'
import { readMeta } from '../../../renderer/worker/db/meta.ts'
import { firstTables } from '../../../renderer/worker/db/migrations/0001-first-tables.ts'
import { noHead } from '../../../renderer/worker/db/migrations/0002-no-head.ts'
import { createWorkerRouter } from '../../../renderer/worker/rpc.ts'
import { firstQuery } from '../../../shared/ipc/first-query.ts'
import { firstScreenRows, firstScreenV1 } from '../../../shared/ipc/first-screen.ts'
import type { ChangeV1, workerContract } from '../../../shared/ipc/worker-contract.ts'
import { commitCity } from '../../support/worker/city.ts'
import type { Desk, Device } from '../../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../../support/worker/desk.ts'
import { until } from '../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../support/worker/sync-server.ts'

/** Dexie stores ten times the number. */
const newerVersion = (databaseVersion + 1) * 10
const desks: Desk[] = []
const ports: { close: () => void }[] = []
afterEach(async () => {
  for (const port of ports.splice(0)) port.close()
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
  const submittedAtMs = Date.now() - 3_600_000
  const clocks = {
    ...caseRow('c1').clocks,
    submittedAtMs,
    arrivedAtMs: submittedAtMs,
    receptionDueAtMs: submittedAtMs + 40 * 3_600_000,
  }
  const row = caseRow('c1', { state: 'in_progress', assignee: 'u', team: 't', clocks })
  const event = {
    id: 'e1',
    caseId: 'c1',
    kind: 'note',
    code: 'addNote',
    actor: 'i',
    atMs: submittedAtMs,
    text: 'đã nhận',
    late: false,
    extra: null,
  }
  const file = {
    id: 'f1',
    caseId: 'c1',
    hash: 'h',
    name: 'a.jpg',
    type: 'image/jpeg',
    sizeBytes: 1,
    role: 'report',
    thumb: null,
    stored: true,
  }
  server.commit([
    { bucket: 'agency:a:open', entity: 'case', id: 'c1', row },
    { bucket: 'agency:a:open', entity: 'event', id: 'e1', row: event },
    { bucket: 'agency:a:open', entity: 'file', id: 'f1', row: file },
  ])
  return { server, device: newDevice(server, { accountId: 'u', username: 'u' }) }
}

/** A page's client over a real message port. */
function pageOf(desk: Desk): ContractRouterClient<typeof workerContract> {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  new RPCHandler(createWorkerRouter(desk.core, desk.service)).upgrade(port1)
  port1.start()
  port2.start()
  return createORPCClient(new RPCLink({ port: port2 }))
}

describe('data worker', () => {
  it('answers a page over its port with values the contract accepts', async () => {
    const { device } = city()
    const desk = start(device)
    await (await desk.session()).engine.now()
    const page = pageOf(desk)
    const { rows } = await page.queue.page({ query: everyCase, offset: 0, limit: 50 })
    expect(rows).toMatchObject([
      { id: 'c1', caseNumber: 'HN-c1', pictureCount: 1, dueStatus: expect.any(String), unread: true },
    ])
    expect(await page.queue.counts({ search: '' })).toMatchObject({ unit: 1, mine: 1 })
    const detail = await page.case.get({ caseId: 'c1' })
    expect(detail).toMatchObject({
      case: { id: 'c1' },
      events: [{ id: 'e1', pending: false }],
      files: [{ id: 'f1' }],
      provisional: false,
    })
    expect(detail?.commands.find((offer) => offer.primary)?.name).toBe('submitReply')
    expect(detail?.deadline.clock).toBe('reception')
    expect(detail?.deadline.spans.length).toBeGreaterThan(0)
    expect((await page.reference.all()).me).toMatchObject({ id: 'u', grants: [{ role: 'case_officer', agency: 'a' }] })
    expect(await page.figures.sla({ by: 'category', agencyView: 'then', fromMs: null, toMs: null })).toMatchObject({
      complete: true,
    })
    expect((await page.figures.dayList()).shownBefore).toBe(false)
    await page.figures.markDayListShown()
    expect((await page.figures.dayList()).shownBefore).toBe(true)
    expect(await page.case.get({ caseId: 'unknown' })).toBeNull()
    expect(desk.host.errors()).toEqual([])
  })

  it('tells a page what changed, and refuses by code what cannot be', async () => {
    const { device } = city()
    const desk = start(device)
    await (await desk.session()).engine.now()
    const page = pageOf(desk)
    const seen: ChangeV1[] = []
    const changes = await page.changes()
    const reading = (async () => {
      for await (const change of changes) seen.push(change)
    })().catch((error: unknown) => error)
    expect(await page.command.run({ caseId: 'c1', name: 'addNote', args: { id: 'n1', text: 'ghi' } })).toMatchObject({
      ok: true,
    })
    await until('the case change', () => seen.some((change) => change.kind === 'case' && change.caseId === 'c1'))
    await until('the outbox change', () => seen.some((change) => change.kind === 'outbox'))
    await expect(page.command.run({ caseId: 'c1', name: 'addNote', args: {} })).rejects.toMatchObject({
      code: 'bad_arguments',
    })
    await changes.return?.()
    expect(await reading).toMatchObject({ name: 'AbortError' })
  })

  it('makes a page wait until the profile is open, and says when there is none', async () => {
    const { device } = city()
    const desk = start(device)
    expect((await desk.service.queuePage({ query: everyCase, offset: 0, limit: 5 })).total).toBeGreaterThanOrEqual(0)
    desk.host.setVault({ phase: 'closed', reason: 'signed_out' })
    await until('the closing', () =>
      desk.changes.some((change) => change.kind === 'vault' && change.phase === 'closed'),
    )
    await expect(desk.service.outboxList()).rejects.toMatchObject({ code: 'vault_closed' })
  })

  it('gives main the first screen sealed: main reads the very rows, and nobody reads a word of them from the file', async () => {
    const { device } = city()
    const desk = start(device)
    const session = await desk.session()
    await session.engine.now()
    await session.firstScreen.keep()
    const query = firstQuery(['case_officer'])
    const { rows, total } = await desk.service.queuePage({ query, offset: 0, limit: firstScreenRows })
    const sealed = Buffer.from(device.disk.firstScreen ?? '', 'base64')
    expect(sealed.includes('Ổ gà')).toBe(false)
    const folder = await mkdtemp(join(tmpdir(), 'desk-first-screen-'))
    const dataKey = Buffer.from(device.disk.dataKey, 'base64')
    const file = new FirstScreenFile(join(folder, 'first-screen.bin'), { accountId: 'u', dataKey })
    await file.put(sealed)
    const screen = firstScreenV1.parse(JSON.parse((await file.read())?.screen ?? 'null'))
    await rm(folder, { recursive: true })
    expect(rows.map((row) => row.title)).toEqual([expect.stringContaining('Ổ gà')])
    expect(screen).toMatchObject({ query, total, counts: session.queue.counts('') })
    expect(screen.rows.map(({ id, title }) => [id, title])).toEqual(rows.map(({ id, title }) => [id, title]))
    expect(screen.reference).toEqual(await desk.service.reference())
  })

  it('offers the first screen to be drawn after a change of its rows, and keeps the still of the newest one only', async () => {
    const { device } = city()
    const desk = start(device)
    const session = await desk.session()
    const offered = () => desk.changes.filter(({ kind }) => kind === 'first_screen').length
    const still = { markup: '<p></p>', styles: '', preferences: '[]' }
    await session.engine.now()
    await until('the first screen', () => offered() > 0, 5000)
    const { edition } = await desk.service.firstScreen()
    expect(await desk.service.keepStill({ edition, still })).toEqual({ kept: true })
    const before = device.disk.firstScreen
    expect(before).not.toBeNull()
    const known = offered()
    expect(await session.commands.run('c1', 'addNote', { id: 'n1', text: 'ghi' })).toMatchObject({ ok: true })
    await until('the next one', () => offered() > known, 5000)
    expect(await desk.service.keepStill({ edition, still })).toEqual({ kept: false })
    expect(device.disk.firstScreen).toBe(before)
    const next = await desk.service.firstScreen()
    expect(next.edition).toBeGreaterThan(edition)
    expect(await desk.service.keepStill({ edition: next.edition, still })).toEqual({ kept: true })
    expect(device.disk.firstScreen).not.toBe(before)
  })

  it('keeps a first screen that no page draws without a still', async () => {
    const { device } = city()
    await (await start(device).session()).engine.now()
    await until('the first screen', () => device.disk.firstScreen !== null, 15_000)
  }, 20_000)

  it('leaves a database of a newer program alone and says the profile cannot be used', async () => {
    const { device } = city()
    const request = device.indexedDB.open('desk-u', newerVersion)
    await new Promise((resolve) => {
      request.onupgradeneeded = () => request.result.createObjectStore('future')
      request.onsuccess = resolve
    })
    request.result.close()
    const desk = start(device)
    await until('the notice', () =>
      desk.changes.some((change) => change.kind === 'vault' && change.phase === 'too_new'),
    )
    expect(desk.host.errors()).toEqual(['profile_not_opened:database_too_new'])
    expect(await device.indexedDB.databases()).toEqual([{ name: 'desk-u', version: newerVersion }])
  })

  it('asks main for a higher number when the file with the numbers is lost, and calls nothing damaged', async () => {
    const { device } = city()
    for (let starts = 0; starts < 3; starts += 1) {
      const desk = start(device)
      await desk.session()
      await desk.stop()
    }
    device.disk.fence = 0
    const behind = start(device)
    await until('main counts on from the number that was held', () => device.disk.fence === 3)
    expect(behind.host.errors()).toEqual(['profile_not_opened:fence_lost'])
    expect(behind.changes).toEqual([])
    const { commands } = await start(device).session()
    expect(await commands.run('c1', 'addNote', { id: 'n1', text: 'ghi' })).toMatchObject({ ok: true })
  })

  it('beats every second, also while no profile is open', async () => {
    const { device } = city()
    const desk = start(device)
    desk.host.setVault({ phase: 'closed', reason: 'locked' })
    await until('two beats', () => desk.host.beats >= 2, 4000)
  })
})

describe('an upgrade of the database', () => {
  /** What version 2 holds: a client id, and an outbox command that no journal knows. */
  async function oldDatabase(device: Device): Promise<void> {
    const { indexedDB } = device
    const old = new Dexie('desk-u', { indexedDB, IDBKeyRange })
    for (const { version, stores } of [firstTables, noHead]) old.version(version).stores({ ...stores })
    await old.open()
    await old.table('meta').put({ name: 'clientId', value: 'before' })
    old.close()
  }

  const versionOf = async (device: Device) => (await device.indexedDB.databases())[0]?.version

  it('that finds no room is undone whole, the database left as it was, and tried again at the next start', async () => {
    const { device } = city()
    await oldDatabase(device)
    const whole = device.indexedDB
    device.indexedDB = withoutRoom(whole)
    const desk = start(device)
    await until('the notice', () =>
      desk.changes.some((change) => change.kind === 'vault' && change.phase === 'not_upgraded'),
    )
    expect(desk.host.errors()).toEqual(['profile_not_opened:database_not_upgraded'])
    device.indexedDB = whole
    expect(await versionOf(device)).toBe(20)
    const old = new Dexie('desk-u', { indexedDB: whole, IDBKeyRange })
    await old.open()
    expect(old.tables.map((table) => table.name).toSorted()).toEqual(['delta', 'drafts', 'meta', 'outbox', 'segments'])
    expect(await old.table('meta').get('clientId')).toMatchObject({ value: 'before' })
    old.close()
    const again = start(device)
    const { database } = await again.session()
    expect(await readMeta(database, 'clientId')).toBe('before')
    expect(await versionOf(device)).toBe(databaseVersion * 10)
  })
})

/** The browser's store on a full disk: an upgrade makes its tables and is aborted when it should be written. */
function withoutRoom(whole: IDBFactory): IDBFactory {
  return new Proxy(whole, {
    get: (target, name) => {
      if (name !== 'open') return Reflect.get(target, name, target)
      return (database: string, version?: number) => {
        const request = target.open(database, version)
        request.addEventListener('upgradeneeded', () => queueMicrotask(() => request.transaction?.abort()))
        return request
      }
    },
  })
}
