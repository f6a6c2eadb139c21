import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spokenSchemas, wireSchema } from '../../shared/contract/versions.ts'
import type { SpokenSchemas } from '../../shared/contract/versions.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { storeSeedReference } from '../../server/import/seed-reference.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { Database } from '../../server/db/database.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { signIn } from '../support/sync/sync-client.ts'
import { newDevice, startDesk } from '../support/worker/desk.ts'
import type { Desk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'

const officer = 'officer.bach-mai.street'
const newerServer = { oldest: wireSchema + 1, newest: wireSchema + 1 }
const olderServer = { oldest: 0, newest: wireSchema - 1 }

let database: Database
let server: TestServer
let url = ''
let token = ''
const desks: Desk[] = []

/** Puts a real server that speaks these wire schemas in the place of the present one, on the same database. */
async function serve(schemas: SpokenSchemas): Promise<void> {
  if (url !== '') await server.app.close()
  server = await testServer(database, { schemas })
  server.clock.nowMs = Date.now()
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
}

/** A device at `http://server.test` whose requests reach whichever server runs now; `retold` changes the answers to its pushes. */
function startDevice(accountId: string, retold: (body: string) => string = (body) => body): Desk {
  const toServer: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    const answer = await fetch(String(input).replace('http://server.test', url), { ...init, headers })
    if (!String(input).endsWith('/sync/v1/push')) return answer
    return new Response(retold(await answer.text()), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    })
  }
  const desk = startDesk(newDevice({ fetch: toServer }, { accountId, username: officer }))
  desks.push(desk)
  return desk
}

const statusOf = async (desk: Desk) => (await desk.session()).engine.status.current()
const addNote = async (desk: Desk, text: string) =>
  (await desk.session()).commands.run('v1', 'addNote', { id: `note of ${text}`, text })
const notesNamed = async (text: string) => {
  const found = await sql`select 1 from event where data ->> 'text' = ${text}`.execute(database.kysely)
  return found.rows.length
}

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  await serve(spokenSchemas)
  await buildSmallCity(server)
  await inSystem(database.kysely, async (tx) => {
    await storeSeedReference(tx)
    await insertCases(tx, [caseRow('v1')])
  })
  token = await signIn(server, officer)
})
afterAll(async () => {
  for (const desk of desks) await desk.stop()
  await server.app.close()
  await database.close()
})

it('hands its work in to a server that has become too new to pull from, and says that the app is too old', async () => {
  const desk = startDevice('older-app')
  expect(await (await desk.session()).engine.now()).toBe(true)
  await serve(newerServer)
  expect(await addNote(desk, 'from an old app')).toMatchObject({ ok: true })
  await until('the note on the server', async () => (await notesNamed('from an old app')) === 1)
  await until('the reason', async () => (await statusOf(desk)).lastErrorCode === 'schema_too_old')
  expect((await desk.service.caseDetail('v1'))?.case.id).toBe('v1')
  await serve(spokenSchemas)
  await until('recovery by itself', async () => (await statusOf(desk)).state === 'synced', 60_000)
  expect(await statusOf(desk)).toMatchObject({ lastErrorCode: null, waiting: 0 })
  expect(await notesNamed('from an old app')).toBe(1)
}, 120_000)

it('keeps its work from a server that is older than the app, and hands it in once the server is updated', async () => {
  const desk = startDevice('newer-app')
  expect(await (await desk.session()).engine.now()).toBe(true)
  await serve(olderServer)
  expect(await addNote(desk, 'for a new server')).toMatchObject({ ok: true })
  // A whole cycle, so that handing it in was tried.
  expect(await (await desk.session()).engine.now()).toBe(false)
  await until('the reason', async () => (await statusOf(desk)).lastErrorCode === 'schema_too_new')
  expect(await statusOf(desk)).toMatchObject({ waiting: 1, troubled: 0 })
  expect((await desk.service.caseDetail('v1'))?.case.id).toBe('v1')
  expect(await notesNamed('for a new server')).toBe(0)
  await serve(spokenSchemas)
  await until('recovery by itself', async () => (await statusOf(desk)).state === 'synced', 60_000)
  expect(await statusOf(desk)).toMatchObject({ lastErrorCode: null, waiting: 0, troubled: 0 })
  expect(await notesNamed('for a new server')).toBe(1)
}, 120_000)

it('lists a command that a newer server refused for a reason it has no name for, with its words, and syncs on', async () => {
  const refused = (body: string) =>
    body.replace('"status":"applied","code":null', '"status":"rejected","code":"of_a_later_server"')
  const desk = startDevice('app-without-the-word', refused)
  expect(await (await desk.session()).engine.now()).toBe(true)
  expect(await addNote(desk, 'refused by a new rule')).toMatchObject({ ok: true })
  expect(await (await desk.session()).engine.now()).toBe(true)
  expect(await desk.service.outboxList()).toMatchObject([
    { status: 'rejected', code: 'of_a_later_server', text: 'refused by a new rule' },
  ])
  expect(await statusOf(desk)).toMatchObject({ state: 'synced', lastErrorCode: null, waiting: 0, troubled: 1 })
}, 60_000)

it('says at the first contact which of the two is too old', async () => {
  for (const [schemas, code] of [
    [newerServer, 'schema_too_old'],
    [olderServer, 'schema_too_new'],
  ] as const) {
    await serve(schemas)
    const desk = startDevice(`first-${code}`)
    await until('the reason', async () => (await statusOf(desk)).lastErrorCode === code)
  }
}, 120_000)
