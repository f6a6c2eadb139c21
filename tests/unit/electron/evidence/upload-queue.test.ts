import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DeskError } from '../../../../electron/main/desk-error.ts'
import { EvidenceStore } from '../../../../electron/main/evidence/evidence-store.ts'
import { UploadQueue } from '../../../../electron/main/evidence/upload-queue.ts'
import { openEnvelope } from '../../../../server/identity/escrow.ts'
import type { ServerCall, ServerRequest } from '../../../../electron/main/protocol/server-call.ts'

type Answer = Response | Error

let folder = ''
let store: EvidenceStore
let asked: { method: string; path: string; bytes: number }[] = []
let answer: (request: ServerRequest) => Answer
let refusals = 0
let isRescueWaiting = false
const queues: UploadQueue[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-queue-'))
  const parts = { folder, dataKey: randomBytes(32), escrow: { publicKey: null }, nowMs: () => 1 }
  store = await EvidenceStore.open(parts)
  asked = []
  refusals = 0
  isRescueWaiting = false
})
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const call: ServerCall = async (request) => {
  asked.push({
    method: request.method,
    path: request.path,
    bytes: Buffer.isBuffer(request.body) ? request.body.length : 0,
  })
  const given = answer(request)
  if (given instanceof Error) throw given
  return given
}
const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
const at = (offset: number, length: number, status = 200) =>
  new Response(null, {
    status,
    headers: { 'upload-offset': String(offset), 'upload-length': String(length), 'tus-resumable': '1.0.0' },
  })

async function given(size: number) {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])
  const ticket = await store.intake.begin({ name: 'a.jpg', sizeBytes: size, username: 'an' })
  await store.intake.append(ticket, bytes)
  const taken = await store.finish(ticket, { caseId: 'c', thumb: null })
  await store.records.change(taken.id, { given: true })
  return taken
}

function queueOf(): UploadQueue {
  const queue = new UploadQueue({
    store,
    call,
    token: { get: async () => 'token', refused: () => void (refusals += 1) },
    random: () => 0.5,
    isRescueWaiting: () => isRescueWaiting,
    onChange: () => undefined,
    log: { error: () => undefined, info: () => undefined, debug: () => undefined },
  })
  queues.push(queue)
  return queue
}
const run = async (queue: UploadQueue, held: string[] = [], paused = false) => {
  queue.follow({ held, paused })
  await queue.settled()
}
const methods = () => asked.map(({ method }) => method)
const stateOf = (queue: UploadQueue, id: string) => {
  const record = store.records.get(id)
  return record === undefined ? null : queue.stateOf(record)
}

it('sends nothing before its command is known to the server, and nothing while the device is locked', async () => {
  const { id } = await given(100)
  answer = () => at(100, 100)
  const queue = queueOf()
  await run(queue, [id])
  await run(queue, [], true)
  expect(asked).toEqual([])
  await run(queue)
  expect([methods(), store.records.all()]).toEqual([['HEAD'], []])
})

it('sends only the bytes that the server does not have', async () => {
  const { id } = await given(1_000)
  answer = ({ method }) => (method === 'HEAD' ? at(600, 1_000) : at(1_000, 1_000, 204))
  await run(queueOf())
  expect(asked).toEqual([
    { method: 'HEAD', path: `/files/${id}`, bytes: 0 },
    { method: 'PATCH', path: `/files/${id}`, bytes: 400 },
  ])
  expect(store.records.all()).toEqual([])
})

it.each([
  ['no network', () => new DeskError('offline', 'no network'), 'offline'],
  ['a captive portal that redirects', () => new DeskError('captive', 'redirected'), 'captive'],
  [
    'a captive portal that answers itself',
    () => new Response('<h1>Wi-Fi</h1>', { headers: { 'content-type': 'text/html' } }),
    'captive',
  ],
  ['a server that fails', () => problem(503, 'not_ready'), 'status_503'],
  ['an upload that is locked', () => problem(423, 'conflict'), 'status_423'],
])('waits and loses nothing with %s, and never begins anew what had arrived', async (_what, wrong, code) => {
  const { id } = await given(200)
  answer = wrong
  const queue = queueOf()
  await run(queue)
  expect([methods(), stateOf(queue, id)]).toEqual([['HEAD'], { phase: 'on_device', percent: 0, code }])
  answer = () => at(200, 200)
  queue.wake()
  await queue.settled()
  expect(store.records.all()).toEqual([])
})

it('asks for a new token when it is refused, keeps the file, and goes on after signing in again', async () => {
  const { id } = await given(200)
  answer = () => problem(401, 'unauthenticated')
  const queue = queueOf()
  await run(queue)
  expect([refusals, stateOf(queue, id)?.code]).toEqual([1, 'unauthenticated'])
  answer = () => at(200, 200)
  queue.wake()
  await queue.settled()
  expect(store.records.all()).toEqual([])
})

it('lists a file that the server refuses with its code, and the others go on', async () => {
  const [bad, good] = [await given(200), await given(300)]
  answer = ({ method, path }) => {
    if (!path.endsWith(bad.id)) return at(300, 300)
    return method === 'HEAD' ? at(0, 200) : problem(415, 'file_type_refused')
  }
  const queue = queueOf()
  await run(queue)
  expect(store.records.get(good.id)).toBeUndefined()
  expect(stateOf(queue, bad.id)).toEqual({ phase: 'refused', percent: 0, code: 'file_type_refused' })
  await run(queue)
  expect(methods()).toEqual(['HEAD', 'PATCH', 'HEAD'])
})

it('sends a file once more whose hash was wrong, and refuses it the second time', async () => {
  const { id } = await given(200)
  answer = ({ method }) => (method === 'HEAD' ? at(0, 200) : problem(460, 'file_hash_wrong'))
  const queue = queueOf()
  await run(queue)
  expect(methods()).toEqual(['HEAD', 'PATCH', 'HEAD', 'PATCH'])
  expect(stateOf(queue, id)?.code).toBe('file_hash_wrong')
})

it('tells a file whose command is gone, but not while commands wait to be rescued', async () => {
  const { id } = await given(200)
  answer = ({ method }) => (method === 'HEAD' ? new Response(null, { status: 404 }) : problem(404, 'not_found'))
  const queue = queueOf()
  isRescueWaiting = true
  await run(queue)
  expect(stateOf(queue, id)?.phase).toBe('on_device')
  isRescueWaiting = false
  await run(queue)
  expect(stateOf(queue, id)).toMatchObject({ phase: 'refused', code: 'not_announced' })
})

it('sends a file after the device key was lost, once the server has opened its key', async () => {
  const size = 300
  const server = generateKeyPairSync('x25519')
  const publicKey = server.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const folderOf = { folder, escrow: { publicKey: publicKey.toString('base64') }, nowMs: () => 1 }
  await store.close()
  store = await EvidenceStore.open({ ...folderOf, dataKey: randomBytes(32) })
  const { id, hash } = await given(size)
  await store.close()
  store = await EvidenceStore.open({ ...folderOf, dataKey: randomBytes(32) })
  let opens: string | null = null
  answer = ({ path, method, body }) => {
    if (path === '/sync/v1/rescue-files') {
      const [file] = (JSON.parse(String(body)) as { files: { hash: string; sealed: string }[] }).files
      const escrow = { publicKey, privateKey: server.privateKey }
      const plain = openEnvelope(escrow, 'evidence-key', Buffer.from(file?.sealed ?? '', 'base64'))
      const { key } = JSON.parse(String(plain)) as { key: string }
      return Response.json({ files: [{ hash, key: opens === null ? null : key }] })
    }
    return method === 'HEAD' ? at(0, size) : at(size, size, 204)
  }
  const queue = queueOf()
  await run(queue)
  expect(stateOf(queue, id)).toMatchObject({ phase: 'on_device' })
  opens = 'now'
  await run(queue)
  expect(store.records.all()).toEqual([])
  expect(asked.at(-1)).toMatchObject({ method: 'PATCH', bytes: size })
})
