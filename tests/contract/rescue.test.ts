import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { sealToEscrow } from '../../electron/main/journal/escrow-seal.ts'
import { registerReplyV1, rescueReplyV1 } from '../../shared/contract/sync.ts'
import type { RescueCommandV1, RescueRecordV1 } from '../../shared/contract/sync.ts'
import { wireSchema } from '../../shared/contract/versions.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const officer = 'officer.bach-mai.street'
const text = 'Đã lắp lại nắp hố ga lúc 10 giờ ngày 10/3.'
const hash = createHash('sha256').update(text).digest('hex')

onBothEngines('rescue', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  let escrowKey = ''

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await write((tx) =>
      insertCases(
        tx,
        Array.from({ length: 12 }, (_, n) => caseRow(`r${n}`)),
      ),
    )
    await write((tx) =>
      insertCases(tx, [caseRow('other', { agency: 'cau-giay', team: 'cau-giay.street', assignee: null })]),
    )
    const client = await SyncClient.start(serverOf(), officer)
    const reply = await client.post('/sync/v1/register', { deviceName: 'd', appVersion: '1', schema: wireSchema })
    escrowKey = registerReplyV1.parse(reply.json()).escrowKey
  })

  const command = (
    name: string,
    caseId: string,
    args: object,
    over: Partial<RescueCommandV1> = {},
  ): RescueCommandV1 => ({
    key: randomUUID(),
    name,
    v: 1,
    args: { ...args },
    caseId,
    basedOnSeq: 0,
    clientAt: 0,
    user: officer,
    caseNumber: `HN-${caseId}`,
    draft: false,
    ...over,
  })
  const sealed = (content: unknown, key: string): RescueRecordV1 => ({
    key,
    sealed: sealToEscrow(escrowKey, key, Buffer.from(JSON.stringify(content))).toString('base64'),
  })
  const record = (content: RescueCommandV1) => sealed(content, content.key)
  const rescue = async (client: SyncClient, records: readonly RescueRecordV1[]) => {
    const reply = await client.post('/sync/v1/rescue', { clientId: client.clientId, records })
    expect(reply.statusCode, reply.body).toBe(200)
    return rescueReplyV1.parse(reply.json()).results
  }
  const note = (caseId: string, words: string, over: Partial<RescueCommandV1> = {}) =>
    command('addNote', caseId, { id: randomUUID(), text: words }, over)
  const notesOf = (caseId: string) =>
    write(async (tx) => {
      const events = await tx.selectFrom('event').select('data').where('case_id', '=', caseId).execute()
      return events.filter(({ data }) => data.kind === 'note').map(({ data }) => data.text)
    })

  it('runs a note, a draft and a submitted reply of a lost device, each once, however often they are sent', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const start = command('start', 'r0', {}, { ifVersion: 1 })
    const draft = command('saveDraft', 'r0', { baseRevision: 0, text })
    const submit = command('submitReply', 'r0', { revision: 1, text, hash, overrideReason: null }, { after: start.key })
    const all = [note('r0', 'Đã đến hiện trường.'), start, draft, submit]
    const first = await rescue(client, all.map(record))
    expect(first.map((result) => [result.status, result.code, result.dup])).toEqual(
      all.map(() => ['applied', null, undefined]),
    )
    const again = await rescue(client, all.map(record))
    expect(again).toEqual(first.map((result) => ({ ...result, dup: true })))
    expect(await notesOf('r0')).toEqual(['Đã đến hiện trường.'])
    const row = await write((tx) =>
      tx.selectFrom('complaint').select(['state', 'flow_version']).where('id', '=', 'r0').executeTakeFirstOrThrow(),
    )
    expect(row).toEqual({ state: 'reply_submitted', flow_version: 3 })
  })

  it('answers the stored result of a command that an earlier push had brought', async () => {
    const before = await SyncClient.start(serverOf(), officer)
    const pushed = before.mutation('addNote', 'r1', { id: randomUUID(), text: 'một lần' })
    await before.push(pushed)
    const { id: _id, ...sent } = pushed
    const after = await SyncClient.start(serverOf(), officer)
    const [result] = await rescue(after, [record(command('addNote', 'r1', sent.args, { key: sent.key }))])
    expect(result).toMatchObject({ key: sent.key, status: 'applied', dup: true })
    expect(await notesOf('r1')).toEqual(['một lần'])
    // And the other way round: a push of what was rescued.
    const rescued = note('r1', 'hai')
    await rescue(after, [record(rescued)])
    const [dup] = await after.push(after.mutation('addNote', 'r1', rescued.args, { key: rescued.key }))
    expect(dup).toMatchObject({ status: 'applied', dup: true })
    expect(await notesOf('r1')).toEqual(['một lần', 'hai'])
  })

  it('leaves the numbers of the client alone: its next push is number one, and a pull tells of no rescued command', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    await rescue(client, [record(note('r2', 'a')), record(note('r2', 'b'))])
    const [pushed] = await client.push(client.mutation('addNote', 'r2', { id: randomUUID(), text: 'c' }))
    expect(pushed).toMatchObject({ id: 1, status: 'applied' })
    const pages = await client.pull()
    expect(pages.at(-1)).toMatchObject({ lastMutation: 1 })
    expect(pages.flatMap((page) => page.results.map((result) => result.id))).toEqual([1])
    expect(await notesOf('r2')).toEqual(['a', 'b', 'c'])
  })

  it('takes a draft typed on top of a queued one, whether or not the queued one had come', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const queued = command('saveDraft', 'r3', { baseRevision: 0, text: 'nháp một' })
    const typed = command('saveDraft', 'r3', { baseRevision: 0, text: 'nháp hai' }, { after: queued.key, draft: true })
    const results = await rescue(client, [record(queued), record(typed)])
    expect(results.map((result) => result.status)).toEqual(['applied', 'applied'])
    const stored = await write((tx) =>
      tx.selectFrom('draft').select('data').where('id', '=', `r3:${officer}`).executeTakeFirstOrThrow(),
    )
    expect(stored.data).toMatchObject({ revision: 2, text: 'nháp hai' })
    const blind = command('saveDraft', 'r3', { baseRevision: 0, text: 'nháp ba' }, { after: randomUUID(), draft: true })
    const [conflict] = await rescue(client, [record(blind)])
    expect(conflict).toMatchObject({ status: 'conflict', code: 'revision_mismatch', command: { args: blind.args } })
  })

  it('gives the words of a refused command back, and keeps the whole of it for people', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const stale = command('start', 'r4', {}, { ifVersion: 7 })
    const hidden = note('other', 'không phải việc của tôi')
    const results = await rescue(client, [stale, hidden].map(record))
    expect(results).toMatchObject([
      { status: 'conflict', code: 'stale_flow', command: stale },
      { status: 'rejected', code: 'not_found', command: hidden },
    ])
    const dead = await write((tx) => tx.selectFrom('mutation_dead').select('key').execute())
    expect(dead.map((row) => row.key)).toEqual(expect.arrayContaining([stale.key, hidden.key]))
  })

  it('answers every hostile record by a code of its own and goes on behind it', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const honest = note('r5', 'thật')
    const good = record(honest)
    const bytes = Buffer.from(good.sealed, 'base64')
    const changed = (at: number) => Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte))).toString('base64')
    const lowOrder = Buffer.concat([bytes.subarray(0, 9), Buffer.alloc(32), bytes.subarray(41)])
    const raw = (plain: string, key = randomUUID()): RescueRecordV1 => ({
      key,
      sealed: sealToEscrow(escrowKey, key, Buffer.from(plain)).toString('base64'),
    })
    const keyed = (over: Record<string, unknown>) => {
      const content = { ...note('r5', 'x'), ...over }
      return sealed(content, content.key)
    }
    const hostile: [string, RescueRecordV1, string, string | null][] = [
      ['no base64 at all', { key: 'h1', sealed: '!!!!' }, 'refused', 'unsealable'],
      ['random bytes', { key: 'h2', sealed: randomBytes(200).toString('base64') }, 'refused', 'unsealable'],
      ['cut short', { key: honest.key, sealed: bytes.subarray(0, 50).toString('base64') }, 'refused', 'unsealable'],
      ['another version', { key: honest.key, sealed: changed(0) }, 'refused', 'unsealable'],
      ['another server', { key: honest.key, sealed: changed(1) }, 'refused', 'unsealable'],
      ['a changed byte', { key: honest.key, sealed: changed(60) }, 'refused', 'unsealable'],
      ['a point of low order', { key: honest.key, sealed: lowOrder.toString('base64') }, 'refused', 'unsealable'],
      ['another key outside', { key: 'h3', sealed: good.sealed }, 'refused', 'unsealable'],
      ['another key inside', sealed(honest, 'h4'), 'refused', 'malformed'],
      ['no JSON', raw('{"key":'), 'refused', 'malformed'],
      ['deep JSON', raw('['.repeat(5000) + ']'.repeat(5000)), 'refused', 'malformed'],
      ['no command', raw('{}'), 'refused', 'malformed'],
      ['a number that is none', keyed({ basedOnSeq: 2 ** 60 }), 'refused', 'malformed'],
      ['somebody else’s command', keyed({ user: 'approver.bach-mai' }), 'refused', 'foreign'],
      ['an unknown command', keyed({ name: '__proto__' }), 'rejected', 'unknown_command'],
      ['arguments of no shape', keyed({ args: { id: 5 } }), 'rejected', 'bad_request'],
      ['a lone surrogate', keyed({ args: { id: 'n', text: '\ud800' } }), 'rejected', 'bad_request'],
      ['a NUL in the key', keyed({ key: 'a\u0000b' }), 'rejected', 'bad_request'],
      ['a version to come', keyed({ v: 99 }), 'quarantined', 'unknown_command'],
      ['no case', keyed({ caseId: undefined }), 'rejected', 'bad_request'],
      ['the honest one', good, 'applied', null],
    ]
    const results = await rescue(
      client,
      hostile.map(([, one]) => one),
    )
    expect(results.map((result, n) => [hostile[n]?.[0], result.status, result.code])).toEqual(
      hostile.map(([what, , status, code]) => [what, status, code]),
    )
    expect(await notesOf('r5')).toEqual(['thật'])
  })

  it('is for the caller’s own client only, takes no more than a push, and tells the key without records', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const other = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const foreign = await client.post('/sync/v1/rescue', { clientId: other.clientId, records: [] })
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'client_unknown'])
    const many = Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, sealed: 'AA==' }))
    expect((await client.post('/sync/v1/rescue', { clientId: client.clientId, records: many })).statusCode).toBe(400)
    const large = [{ key: 'k', sealed: 'A'.repeat(300_000) }]
    const tooLarge = await client.post('/sync/v1/rescue', { clientId: client.clientId, records: large })
    expect([tooLarge.statusCode, tooLarge.json().code]).toEqual([413, 'too_large'])
    const empty = await client.post('/sync/v1/rescue', { clientId: client.clientId, records: [] })
    expect(empty.json()).toEqual({ results: [], escrowKey })
  })

  const order = (client: SyncClient, state: 'locked' | 'wipe', discard = false) =>
    write((tx) =>
      tx
        .updateTable('client')
        .set({ state, discard_unsent: discard })
        .where('client_id', '=', client.clientId)
        .execute(),
    )
  const ask = async (client: SyncClient, path: string, body: object = {}) => {
    const reply = await client.post(`/sync/v1/${path}`, { clientId: client.clientId, ...body })
    return [reply.statusCode, reply.json().code]
  }
  const pulling = { cursor: null, schema: wireSchema, limit: 10 }

  it('is all that a client to be wiped may still do; a locked one may not even that', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const mutation = client.mutation('addNote', 'r6', { id: randomUUID(), text: 'x' })
    await order(client, 'wipe')
    expect(await ask(client, 'push', { mutations: [mutation] })).toEqual([403, 'client_wiped'])
    expect(await ask(client, 'pull', pulling)).toEqual([403, 'client_wiped'])
    expect(await ask(client, 'digest', { buckets: {} })).toEqual([403, 'client_wiped'])
    expect(await rescue(client, [record(note('r6', 'cứu được'))])).toMatchObject([{ status: 'applied' }])
    expect(await notesOf('r6')).toEqual(['cứu được'])
    await order(client, 'locked')
    expect(await ask(client, 'rescue', { records: [] })).toEqual([403, 'client_locked'])
  })

  it('runs nothing of a client whose unsent work is to be deleted too', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    await order(client, 'wipe', true)
    expect(await rescue(client, [record(note('r7', 'bỏ'))])).toMatchObject([{ status: 'refused', code: 'discarded' }])
    expect(await notesOf('r7')).toEqual([])
  })

  it('records the confirmation of a wipe once, with the time, and audits it', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    expect(await ask(client, 'wiped', { kept: 0 })).toEqual([409, 'wrong_state'])
    await order(client, 'wipe')
    expect((await client.post('/sync/v1/wiped', { clientId: client.clientId, kept: 2 })).statusCode).toBe(200)
    const atMs = serverOf().clock.nowMs
    serverOf().clock.nowMs += 1000
    expect((await client.post('/sync/v1/wiped', { clientId: client.clientId, kept: 0 })).statusCode).toBe(200)
    const other = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const foreign = await other.post('/sync/v1/wiped', { clientId: client.clientId, kept: 0 })
    expect(foreign.json().code).toBe('client_unknown')
    const stored = await write(async (tx) => ({
      client: await tx
        .selectFrom('client')
        .select('wiped_at_ms')
        .where('client_id', '=', client.clientId)
        .executeTakeFirstOrThrow(),
      audits: await tx
        .selectFrom('audit')
        .select(['actor', 'detail'])
        .where('action', '=', 'wipe')
        .where('subject', '=', client.clientId)
        .execute(),
    }))
    expect(stored).toEqual({ client: { wiped_at_ms: atMs }, audits: [{ actor: officer, detail: { kept: 2 } }] })
  })

  it('opens the key of a file for the official who sealed it, and for nobody else', async () => {
    const client = await SyncClient.start(serverOf(), officer)
    const other = await SyncClient.start(serverOf(), 'officer.cau-giay.street')
    const key = randomBytes(32).toString('base64')
    const envelope = (content: unknown, name = 'evidence-key') =>
      sealToEscrow(escrowKey, name, Buffer.from(JSON.stringify(content))).toString('base64')
    const files = [
      { hash: 'a'.repeat(64), sealed: envelope({ username: officer, key }) },
      { hash: 'b'.repeat(64), sealed: envelope({ username: officer, key }, 'another-key') },
      { hash: 'c'.repeat(64), sealed: randomBytes(80).toString('base64') },
    ]
    const keysFor = async (who: SyncClient) =>
      (await who.post('/sync/v1/rescue-files', { files })).json().files.map((file: { key: unknown }) => file.key)
    expect(await keysFor(client)).toEqual([key, null, null])
    expect(await keysFor(other)).toEqual([null, null, null])
  })
})
