import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AccountStore } from '../../electron/main/vault/account-store.ts'
import { WorkerCore } from '../../renderer/worker/worker-core.ts'
import { WorkerService } from '../../renderer/worker/worker-service.ts'
import { openDatabase } from '../../server/db/database.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { canonicalReply } from '../../shared/domain/reply-text.ts'
import type { ChangeV1 } from '../../shared/ipc/worker-contract.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { buildSmallCity, caseRow, changeCase, insertCases } from '../support/sync/small-city.ts'
import { signIn } from '../support/sync/sync-client.ts'
import { nodeEnvironment, until } from '../support/worker/environment.ts'
import { accountFolder, openFileHost } from '../support/worker/file-host.ts'
import type { FileHost } from '../support/worker/file-host.ts'

const officer = 'officer.bach-mai.street'
const accountId = 'a'.repeat(32)
const noteText = 'Đã đến hiện trường lúc 8 giờ, chụp ba ảnh.'
const replyText = 'Đã lắp lại nắp hố ga trên phố Bạch Mai.'
const draftText = 'Kính gửi ông bà, đơn vị đang xử lý'

let server: TestServer
let url = ''
let token = ''
let profile = ''
let fence = 0
let network = true
/** Drops every reply of this path after the server has done its work. */
let loseReplyOf: string | null = null
/** Done once, when the server has taken rescued work and before the device hears of it. */
let whileRescuing: (() => Promise<void>) | null = null
const running: { core: WorkerCore; host: FileHost }[] = []

beforeAll(async () => {
  server = await testServer(await openDatabase({ memory: true }))
  await buildSmallCity(server)
  url = await server.app.listen({ port: 0, host: '127.0.0.1' })
  token = await signIn(server, officer)
})
afterAll(async () => {
  await server.app.close()
  await server.context.database.close()
})
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'desk-profile-'))
  network = true
  loseReplyOf = null
  whileRescuing = null
})
afterEach(async () => {
  for (const desk of running.splice(0)) await end(desk)
  rmSync(profile, { recursive: true })
})

const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> => inSystem(server.context.database.kysely, work)

const asMain: typeof fetch = async (input, init) => {
  if (!network) throw new TypeError('fetch failed')
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${token}`)
  const reply = await fetch(input, { ...init, headers })
  if (whileRescuing !== null && String(input).endsWith('/sync/v1/rescue')) {
    const work = whileRescuing
    whileRescuing = null
    await work()
  }
  if (loseReplyOf !== null && String(input).endsWith(loseReplyOf)) {
    await reply.text()
    throw new TypeError('connection reset')
  }
  return reply
}

/** Starts main's services and a worker on the profile; every lost key means another browser storage, and so another database. */
async function start(indexedDB: IDBFactory) {
  fence += 1
  const host = await openFileHost(profile, { accountId, username: officer, fence })
  const baseUrl = url.replace(/\/$/, '')
  const environment = nodeEnvironment({ baseUrl, fetch: asMain, indexedDB, random: () => 0 })
  const core = new WorkerCore({ host: host.port, environment })
  const changes: ChangeV1[] = []
  core.feed.events.on((change) => changes.push(change))
  core.start()
  const desk = { core, host, changes, service: new WorkerService(core) }
  running.push(desk)
  return { ...desk, session: await core.ready() }
}

async function end(desk: { core: WorkerCore; host: FileHost }): Promise<void> {
  await desk.core.stop()
  await desk.host.close()
}

/** An officer works offline on two cases: a note, a draft still being typed, and a reply handed in. */
async function workOffline(noted: string, replied: string) {
  await write((tx) =>
    insertCases(
      tx,
      [noted, replied].map((id) => caseRow(id, { state: 'in_progress' })),
    ),
  )
  const desk = await start(new IDBFactory())
  expect(await desk.session.engine.now()).toBe(true)
  network = false
  const { commands, drafts } = desk.session
  expect(await commands.run(noted, 'addNote', { id: randomUUID(), text: noteText })).toMatchObject({ ok: true })
  await drafts.save(noted, draftText, 0)
  const hash = createHash('sha256').update(canonicalReply(replyText)).digest('hex')
  const submitted = await commands.run(replied, 'submitReply', {
    revision: 1,
    text: replyText,
    hash,
    overrideReason: null,
  })
  expect(submitted).toMatchObject({ ok: true })
  return desk
}

/** The same, and then the app ends. */
async function workAndQuit(noted: string, replied: string): Promise<void> {
  const desk = await workOffline(noted, replied)
  running.pop()
  await end(desk)
}

const arrived = (noted: string, replied: string) =>
  write(async (tx) => {
    const events = await tx.selectFrom('event').select('data').where('case_id', 'in', [noted, replied]).execute()
    const row = await tx.selectFrom('complaint').select('data').where('id', '=', replied).executeTakeFirstOrThrow()
    const draft = await tx.selectFrom('draft').select('data').where('id', '=', `${noted}:${officer}`).executeTakeFirst()
    return {
      notes: events.filter(({ data }) => data.text === noteText).length,
      submits: events.filter(({ data }) => data.code === 'submitReply').length,
      reply: row.data.reply?.text,
      draft: [draft?.data.revision, draft?.data.text],
    }
  })
const everything = { notes: 1, submits: 1, reply: replyText, draft: [1, draftText] }

const allBytes = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) => join(folder, entry.name))
    .map((path, n) =>
      readdirSync(folder, { withFileTypes: true })[n]?.isDirectory() ? allBytes(path) : readFileSync(path, 'utf8'),
    )
    .join('\n')

const losses: readonly [string, () => void][] = [
  ['its file is gone', () => rmSync(join(accountFolder(profile, accountId), 'key.json'))],
  [
    'its file is damaged',
    () => writeFileSync(join(accountFolder(profile, accountId), 'key.json'), '{"v":1,"sealed":"'),
  ],
  ['the keyring gives another key', () => writeFileSync(join(profile, 'development.key'), Buffer.alloc(32, 7))],
]

describe('after the loss of the data key, unsent work', () => {
  it.each(losses)('arrives exactly once at the next sync: %s', async (name, lose) => {
    const [noted, replied] = [`n-${name.length}`, `s-${name.length}`]
    await workAndQuit(noted, replied)
    const onDisk = allBytes(profile)
    for (const words of [noteText, replyText, draftText]) expect(onDisk).not.toContain(words)
    lose()
    const desk = await start(new IDBFactory())
    expect(desk.host.account.work.rescueCount).toBe(3)
    expect(desk.host.account.work.count).toBe(0)
    network = true
    expect(await desk.session.engine.now()).toBe(true)
    expect(await arrived(noted, replied)).toEqual(everything)
    expect(desk.changes).toContainEqual({ kind: 'rescued', sent: 3, troubled: 0, refused: 0 })
    expect(desk.host.account.work.rescueCount).toBe(0)
    expect(await desk.service.outboxList()).toEqual([])
    await desk.session.engine.now()
    expect(desk.changes.filter((change) => change.kind === 'rescued')).toHaveLength(1)
    expect(await arrived(noted, replied)).toEqual(everything)
  })

  it('arrives once although the reply to the rescue was lost and the app was started again', async () => {
    await workAndQuit('n-lost', 's-lost')
    losses[0]?.[1]()
    const indexedDB = new IDBFactory()
    const desk = await start(indexedDB)
    network = true
    loseReplyOf = '/sync/v1/rescue'
    await desk.session.engine.now()
    expect(desk.host.account.work.rescueCount).toBe(3)
    running.pop()
    await end(desk)
    loseReplyOf = null
    const again = await start(indexedDB)
    expect(await again.session.engine.now()).toBe(true)
    expect(again.host.account.work.rescueCount).toBe(0)
    expect(await arrived('n-lost', 's-lost')).toEqual(everything)
  })

  it('that the server refuses comes back with its words, to be looked at', async () => {
    await workAndQuit('n-moved', 's-moved')
    await write((tx) => changeCase(tx, 's-moved', { flowVersion: 5 }))
    losses[0]?.[1]()
    const desk = await start(new IDBFactory())
    network = true
    expect(await desk.session.engine.now()).toBe(true)
    expect(desk.changes).toContainEqual({ kind: 'rescued', sent: 3, troubled: 1, refused: 0 })
    expect(await desk.service.outboxList()).toMatchObject([
      { name: 'submitReply', caseNumber: 'HN-s-moved', text: replyText, status: 'conflict', code: 'stale_flow' },
    ])
    expect(desk.host.account.work.commandCount).toBe(1)
  })

  it('is not overwritten by what is typed on the same case before the rescue', async () => {
    await workAndQuit('n-typed', 's-typed')
    losses[0]?.[1]()
    const desk = await start(new IDBFactory())
    await desk.session.drafts.save('n-typed', 'chữ mới', 0)
    expect(desk.host.account.work.rescueCount).toBe(3)
    network = true
    await desk.session.engine.now()
    expect(await arrived('n-typed', 's-typed')).toEqual(everything)
    expect(desk.session.drafts.get('n-typed')?.text).toBe('chữ mới')
  })

  it('that no server can open is kept apart, and the rest arrives', async () => {
    await workAndQuit('n-odd', 's-odd')
    losses[0]?.[1]()
    const desk = await start(new IDBFactory())
    const file = join(accountFolder(profile, accountId), 'rescue-refused.bin')
    expect(readFileSync(file)).toHaveLength(0)
    const { work } = desk.host.account
    const [first] = work.rescueRecords()
    running.pop()
    await end(desk)
    const { JournalFile } = await import('../../electron/main/journal/journal-file.ts')
    const rescue = await JournalFile.open(join(accountFolder(profile, accountId), 'rescue.bin'), 1)
    await rescue.append('odd', first?.envelope ?? Buffer.alloc(1))
    await rescue.close()
    const again = await start(new IDBFactory())
    network = true
    expect(await again.session.engine.now()).toBe(true)
    expect(again.changes).toContainEqual({ kind: 'rescued', sent: 3, troubled: 0, refused: 1 })
    expect(await arrived('n-odd', 's-odd')).toEqual(everything)
    expect(again.host.account.work.rescueCount).toBe(0)
    expect(readFileSync(file).length).toBeGreaterThan(100)
  })
})

describe('a device to be wiped', () => {
  const clientOf = async (desk: { session: { database: { meta: { get: (name: string) => Promise<unknown> } } } }) =>
    ((await desk.session.database.meta.get('clientId')) as { value: string }).value
  const order = (clientId: string, discard = false) =>
    write((tx) =>
      tx
        .updateTable('client')
        .set({ state: 'wipe', discard_unsent: discard })
        .where('client_id', '=', clientId)
        .execute(),
    )

  it('hands its unsent work in, each item once, and then asks main to destroy everything', async () => {
    const desk = await workOffline('n-wipe', 's-wipe')
    const clientId = await clientOf(desk)
    await order(clientId)
    network = true
    await desk.session.engine.now()
    await until('main is asked', () => desk.host.wiped() === clientId)
    expect(await arrived('n-wipe', 's-wipe')).toEqual(everything)
    const { work } = desk.host.account
    expect([work.count, work.rescueCount]).toEqual([0, 0])
    expect(desk.session.engine.status.current()).toMatchObject({ state: 'locked', lastErrorCode: 'client_wiped' })
  })

  it('hands in also what is done while the rest is handed in', async () => {
    const desk = await workOffline('n-late', 's-late')
    const clientId = await clientOf(desk)
    await order(clientId)
    network = true
    const late = 'Ghi thêm trong lúc máy đang nộp việc.'
    whileRescuing = async () => {
      const given = await desk.session.commands.run('n-late', 'addNote', { id: randomUUID(), text: late })
      expect(given).toMatchObject({ ok: true })
    }
    await desk.session.engine.now()
    await until('main is asked', () => desk.host.wiped() === clientId)
    expect(await arrived('n-late', 's-late')).toEqual(everything)
    const events = await write((tx) => tx.selectFrom('event').select('data').where('case_id', '=', 'n-late').execute())
    expect(events.filter(({ data }) => data.text === late)).toHaveLength(1)
    expect([desk.host.account.work.count, desk.host.account.work.rescueCount]).toEqual([0, 0])
  })

  it('hears of it from the stream of pokes, also when it is quiet', async () => {
    const desk = await start(new IDBFactory())
    expect(await desk.session.engine.now()).toBe(true)
    await until('the stream is open', () => desk.session.engine.isListening)
    const clientId = await clientOf(desk)
    await order(clientId)
    await write((tx) => insertCases(tx, [caseRow('poke-wipe')]))
    await until('main is asked', () => desk.host.wiped() === clientId)
  })

  it('waits for no server: what cannot be sent stays, sealed to the server alone, and arrives at the next sign-in', async () => {
    const desk = await workOffline('n-far', 's-far')
    const clientId = await clientOf(desk)
    await order(clientId)
    network = true
    loseReplyOf = '/sync/v1/rescue'
    await desk.session.engine.now()
    await until('main is asked', () => desk.host.wiped() === clientId)
    const waiting = desk.host.account.work.rescueCount
    // The draft may have become a command of its own meanwhile.
    expect(waiting).toBeGreaterThanOrEqual(3)
    running.pop()
    await end(desk)
    expect(await new AccountStore(profile, () => 1).wipe(accountId)).toBe(waiting)
    expect(readdirSync(accountFolder(profile, accountId)).toSorted()).toEqual(['rescue-refused.bin', 'rescue.bin'])
    loseReplyOf = null
    const again = await start(new IDBFactory())
    expect(await again.session.engine.now()).toBe(true)
    expect(await arrived('n-far', 's-far')).toEqual(everything)
    expect(again.host.account.work.rescueCount).toBe(0)
  })

  it('gives up what an administrator wants deleted too', async () => {
    const desk = await workOffline('n-gone', 's-gone')
    const clientId = await clientOf(desk)
    await order(clientId, true)
    network = true
    await desk.session.engine.now()
    await until('main is asked', () => desk.host.wiped() === clientId)
    expect(await arrived('n-gone', 's-gone')).toMatchObject({ notes: 0, submits: 0 })
    expect(desk.host.account.work.rescueCount).toBe(0)
  })
})
