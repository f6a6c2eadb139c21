import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CommandForms } from '../../shared/contract/command-upgrades.ts'
import type { CommandPayload } from '../../renderer/worker/outbox/queued-command.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { storeSeedReference } from '../../server/import/seed-reference.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { Database } from '../../server/db/database.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { formsWithoutStep, nextForms, olderVisit } from '../support/sync/older-clients.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { signIn, SyncClient } from '../support/sync/sync-client.ts'
import { newDevice, startDesk } from '../support/worker/desk.ts'
import type { Desk, Device } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'

const officer = 'officer.bach-mai.street'
const point = { lat: 21.0045, lng: 105.8532 }

let database: Database
let server: TestServer
let url = ''
let token = ''
let network = true
let pushed: { name: string; v: number }[] = []
const desks: Desk[] = []

/** Puts a real server that knows these forms in the place of the present one, on the same database. */
async function serve(forms: CommandForms): Promise<void> {
  if (url !== '') await server.app.close()
  server = await testServer(database, {}, forms)
  server.clock.nowMs = Date.now()
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
}

function deviceOf(accountId: string): Device {
  const toServer: typeof fetch = (input, init) => {
    if (!network) throw new TypeError('fetch failed')
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    if (String(input).endsWith('/sync/v1/push')) pushed.push(...JSON.parse(String(init?.body)).mutations)
    return fetch(String(input).replace('http://server.test', url), { ...init, headers })
  }
  return newDevice({ fetch: toServer }, { accountId, username: officer })
}

function start(device: Device): Desk {
  const desk = startDesk(device)
  desks.push(desk)
  return desk
}

const visit = { name: 'recordVisit', argsOf: olderVisit } as const
const note = { name: 'addNote', argsOf: (id: string, text: string) => ({ id, text }) } as const

/** A device on which an app of version 1, out of reach of the server, left one command queued and another in the journal alone. */
async function leftByOlderApp(accountId: string, { name, argsOf }: typeof visit | typeof note): Promise<Device> {
  network = true
  const device = deviceOf(accountId)
  const older = start(device)
  const { outbox, engine } = await older.session()
  expect(await engine.now()).toBe(true)
  network = false
  for (const kind of ['queued', 'journalled']) {
    const key = `${accountId}-${kind}`
    const payload: CommandPayload = {
      ...{ name, caseId: 'u1', caseNumber: 'HN-u1', args: argsOf(key, `Đã xem tại chỗ: ${key}`) },
      ...{ v: 1, createdAtMs: Date.now(), ifVersion: null, after: null, basedOnSeq: 1 },
      ...{ refusedAs: null, seen: null, carried: false },
    }
    await outbox.journal(key, payload)
    const { store } = outbox.parts
    const order = store.takeOrder()
    const queued = { key, order, mutation: null, status: 'waiting', payload, answer: null } as const
    if (kind === 'queued') await store.change({ put: [queued] })
  }
  older.kill()
  return device
}

// Whether the desk has tried already to reach the server that is not there makes no difference.
const unanswered: unknown = expect.stringMatching(/^(waiting|sent)$/)

const listed = async (desk: Desk) =>
  (await desk.service.outboxList()).map(({ key, text, status, code }) => ({ key, text, status, code }))
const visitsOnServer = async (id: string) => {
  const found = await sql<{ text: string; point: unknown }>`
    select data ->> 'text' as text, data -> 'extra' -> 'point' as point from event where data ->> 'text' like ${`%${id}`}
    order by data ->> 'text'`.execute(database.kysely)
  return found.rows
}

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  await serve(nextForms)
  await buildSmallCity(server)
  await inSystem(database.kysely, async (tx) => {
    await storeSeedReference(tx)
    await insertCases(tx, [caseRow('u1')])
  })
  token = await signIn(server, officer)
})
afterAll(async () => {
  for (const desk of desks) await desk.stop()
  await server.app.close()
  await database.close()
})

it('shows and sends what an older app left, queued or in the journal alone, in today’s form', async () => {
  const device = await leftByOlderApp('updated', visit)
  pushed = []
  const desk = start({ ...device, commandForms: nextForms })
  const keys = ['updated-queued', 'updated-journalled']
  expect(await listed(desk)).toEqual(
    keys.map((key) => ({ key, text: `Đã xem tại chỗ: ${key}`, status: unanswered, code: null })),
  )
  const predicted = (await desk.service.caseDetail('u1'))?.events.filter(({ code }) => code === 'recordVisit')
  expect(predicted).toMatchObject(keys.map((key) => ({ text: `Đã xem tại chỗ: ${key}`, extra: { point } })))
  network = true
  await until('the visits', async () => (await visitsOnServer('updated-queued')).length === 1)
  await until('an empty outbox', async () => (await listed(desk)).length === 0)
  expect(pushed).toMatchObject(keys.map((key) => ({ key, v: 2, args: { text: `Đã xem tại chỗ: ${key}`, point } })))
  for (const key of keys) expect(await visitsOnServer(key)).toEqual([{ text: `Đã xem tại chỗ: ${key}`, point }])
  expect(desk.host.errors()).toEqual([])
}, 60_000)

it('takes what an app that was not updated sends, once, whichever form it comes in', async () => {
  const client = await SyncClient.start(server, officer)
  const older = client.mutation('recordVisit', 'u1', olderVisit('pushed', 'Đã xem: pushed'))
  expect(await client.push(older)).toMatchObject([{ status: 'applied' }])
  const { remark: text, position: _position, ...rest } = olderVisit('pushed', 'Đã xem: pushed')
  expect(await client.push({ ...older, v: 2, args: { ...rest, text, point } })).toMatchObject([
    { status: 'applied', dup: true },
  ])
  expect(await visitsOnServer('pushed')).toEqual([{ text: 'Đã xem: pushed', point }])
})

it('guesses at no form without a step: the server sets the command aside, and its words stay with the officer', async () => {
  await serve(formsWithoutStep)
  const device = await leftByOlderApp('stranded', visit)
  pushed = []
  const desk = start({ ...device, commandForms: formsWithoutStep })
  const keys = ['stranded-queued', 'stranded-journalled']
  const withWords = (status: unknown, code: string | null) =>
    keys.map((key) => ({ key, text: `Đã xem tại chỗ: ${key}\n21.0045 105.8532`, status, code }))
  expect(await listed(desk)).toEqual(withWords(unanswered, null))
  network = true
  await until('quarantine', async () => (await listed(desk)).every(({ status }) => status === 'quarantined'))
  expect(await listed(desk)).toEqual(withWords('quarantined', 'unknown_command'))
  expect(pushed).toMatchObject(keys.map((key) => ({ key, v: 1 })))
  for (const key of keys) expect(await visitsOnServer(key)).toEqual([])
  const dead = await sql<{ payload: string; code: string }>`
    select payload, code from mutation_dead order by key desc`.execute(database.kysely)
  expect(dead.rows.map(({ payload, code }) => [JSON.parse(payload).args.remark, code])).toEqual(
    keys.map((key) => [`Đã xem tại chỗ: ${key}`, 'unknown_command']),
  )
  expect(desk.host.errors()).toEqual([])
  const next = await (await desk.session()).commands.run('u1', 'addNote', { id: 'after', text: 'ghi chú sau đó' })
  expect(next).toMatchObject({ ok: true })
  await until('the note behind it', async () => (await visitsOnServer('ghi chú sau đó')).length === 1)
}, 60_000)

it('predicts nothing from a form it does not know, even where it would fit', async () => {
  const desk = start({ ...(await leftByOlderApp('fitting', note)), commandForms: formsWithoutStep })
  expect(await listed(desk)).toMatchObject([{ key: 'fitting-queued' }, { key: 'fitting-journalled' }])
  const detail = await desk.service.caseDetail('u1')
  expect(detail?.events.filter(({ text }) => text.includes('fitting'))).toEqual([])
  network = true
}, 60_000)
