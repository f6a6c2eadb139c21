import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeskError } from '../../../../electron/main/desk-error.ts'
import { EvidenceStore } from '../../../../electron/main/evidence/evidence-store.ts'
import { Originals } from '../../../../electron/main/evidence/originals.ts'
import { segmentBytes } from '../../../../electron/main/evidence/sealed-file.ts'
import { parseRange } from '../../../../electron/main/protocol/bundle-file.ts'
import type { ServerCall } from '../../../../electron/main/protocol/server-call.ts'

let folder = ''
let store: EvidenceStore
let isReachable = true
/** What the server has, by hash; not always the bytes of that hash. */
const content = new Map<string, Buffer>()
const asked: string[] = []
const logged: string[] = []
let refusals = 0
let isSignedIn = true
/** Answers of a busy server that nobody has read or let go. */
let held = 0
let isBusy = false
const opened: Originals[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-originals-'))
  store = await open()
  isReachable = true
  refusals = 0
  isSignedIn = true
  held = 0
  isBusy = false
  content.clear()
  for (const kept of [asked, logged]) kept.splice(0)
})
afterEach(async () => {
  for (const originals of opened.splice(0)) await originals.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const dataKey = randomBytes(32)
const open = (maxKeptBytes?: number, at = folder) =>
  EvidenceStore.open({
    folder: at,
    dataKey,
    escrow: { publicKey: null },
    nowMs: () => 1,
    ...(maxKeptBytes === undefined ? {} : { maxKeptBytes }),
  })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const jpeg = (size: number): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])

/** A stream in small pieces, as a network gives them. */
const pieces = (bytes: Buffer) => {
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at >= bytes.length) controller.close()
      else controller.enqueue(new Uint8Array(bytes.subarray(at, (at += 60_000))))
    },
  })
}

const call: ServerCall = async ({ path, headers }) => {
  asked.push(`${path.slice('/files/'.length, '/files/'.length + 6)} ${headers['range'] ?? ''}`.trim())
  if (!isReachable) throw new DeskError('offline', 'no network')
  const bytes = content.get(path.slice('/files/'.length))
  if (isBusy) {
    held += 1
    return new Response(new ReadableStream({ cancel: () => void (held -= 1) }), { status: 503 })
  }
  if (!isSignedIn) return new Response('{"code":"unauthenticated"}', { status: 401 })
  if (bytes === undefined) return new Response('{"code":"not_found"}', { status: 404 })
  const range = parseRange(headers['range'] ?? null, bytes.length)
  const part = range === null || range === 'unsatisfiable' ? bytes : bytes.subarray(range.from, range.to + 1)
  return new Response(pieces(part), {
    status: range === null ? 200 : 206,
    headers: { 'content-length': String(part.length), 'content-type': 'image/jpeg' },
  })
}

function originalsOf(on = store): Originals {
  const originals = new Originals({
    store: on,
    call,
    token: { get: async () => 'token', refused: () => void (refusals += 1) },
    log: {
      error: (code, detail) => void logged.push(`${code} ${String(detail?.['code'] ?? '')}`),
      info: () => undefined,
      debug: () => undefined,
    },
  })
  opened.push(originals)
  return originals
}

/** A file that the server has. */
function there(size = 200_000): { hash: string; sizeBytes: number; bytes: Buffer } {
  const bytes = jpeg(size)
  const hash = sha256(bytes)
  content.set(hash, bytes)
  return { hash, sizeBytes: bytes.length, bytes }
}
const names = (at = folder) => {
  const files = readdirSync(at).includes('files') ? readdirSync(join(at, 'files')) : []
  return files.toSorted()
}
const get = (originals: Originals, hash: string, range: string | null = null) =>
  originals.content(hash, { method: 'GET', range })
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())
function damage(hash: string, fromEnd = 100): void {
  const path = join(folder, 'files', hash)
  const sealed = readFileSync(path)
  sealed[sealed.length - fromEnd] = (sealed[sealed.length - fromEnd] ?? 0) ^ 1
  writeFileSync(path, sealed)
}
async function waiting(bytes: Buffer): Promise<string> {
  const ticket = await store.intake.begin({ name: 'a.jpg', sizeBytes: bytes.length, username: 'an' })
  await store.intake.append(ticket, bytes)
  return (await store.finish(ticket, { caseId: 'c', thumb: null })).hash
}

describe('an original that a page opens', () => {
  it('is kept sealed by its hash and shown again without the server, whole and in parts', async () => {
    const { hash, bytes } = there(2 * segmentBytes + 4_321)
    const originals = originalsOf()
    expect((await bytesOf(await get(originals, hash))).equals(bytes)).toBe(true)
    expect(names()).toEqual([hash])
    const sealed = readFileSync(join(folder, 'files', hash))
    expect(sealed.includes(bytes.subarray(5_000, 5_032))).toBe(false)
    isReachable = false
    await store.close()
    store = await open()
    const whole = await get(originalsOf(), hash)
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect((await bytesOf(whole)).equals(bytes)).toBe(true)
    const part = await get(originalsOf(), hash, `bytes=${segmentBytes - 5}-${segmentBytes + 6}`)
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes ${segmentBytes - 5}-${segmentBytes + 6}/${bytes.length}`,
    ])
    expect((await bytesOf(part)).equals(bytes.subarray(segmentBytes - 5, segmentBytes + 7))).toBe(true)
    expect((await get(originalsOf(), hash, `bytes=${bytes.length}-`)).status).toBe(416)
    expect(asked).toHaveLength(1)
  })

  it('is passed on in parts as the server gives them while it is not here, and a part is not kept', async () => {
    const { hash, bytes } = there()
    const part = await get(originalsOf(), hash, 'bytes=10-19')
    expect([part.status, await bytesOf(part)]).toEqual([206, bytes.subarray(10, 20)])
    expect(names()).toEqual([])
  })

  it('is not kept and breaks off where its bytes are not those of the hash', async () => {
    const { hash } = there()
    content.set(hash, jpeg(200_000))
    const answer = await get(originalsOf(), hash)
    await expect(answer.arrayBuffer()).rejects.toThrow()
    expect([names(), logged]).toEqual([[], ['original_not_kept original_wrong']])
  })

  it('leaves nothing behind when the page turns away in the middle, or the officer signs out', async () => {
    const { hash } = there(500_000)
    const originals = originalsOf()
    const left = (await get(originals, hash)).body?.getReader()
    await left?.read()
    expect(names()).toHaveLength(1)
    await left?.cancel()
    expect(names()).toEqual([])
    const going = (await get(originals, hash)).body?.getReader()
    await going?.read()
    await originals.stop()
    expect(names()).toEqual([])
  })

  it('goes when it is damaged and is fetched again; without the server the page learns why', async () => {
    const { hash, bytes } = there(segmentBytes + 10_000)
    const originals = originalsOf()
    await bytesOf(await get(originals, hash))
    damage(hash)
    isReachable = false
    const offline = await get(originals, hash)
    expect([offline.status, await offline.json()]).toMatchObject([502, { code: 'file_damaged' }])
    expect([names(), logged]).toEqual([[], ['original_damaged file_damaged']])
    const why = await originals.content(hash, { method: 'HEAD', range: null })
    expect([why.status, why.headers.get('x-desk-code')]).toEqual([404, 'file_damaged'])
    isReachable = true
    expect((await bytesOf(await get(originals, hash))).equals(bytes)).toBe(true)
    expect(names()).toEqual([hash])
    damage(hash, segmentBytes)
    expect((await bytesOf(await get(originals, hash))).equals(bytes)).toBe(true)
  })

  it('never goes for being damaged while it waits to be sent', async () => {
    const hash = await waiting(jpeg(5_000))
    damage(hash)
    expect((await get(originalsOf(), hash)).status).toBe(404)
    expect(names()).toEqual([hash])
  })

  it('is shown without being kept where the disk is full, and the log says so', async (context) => {
    const small = mkdtempSync(join(tmpdir(), 'desk-small-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small], { stdio: 'ignore' })
    } catch {
      rmSync(small, { recursive: true })
      return context.skip('mounting a small file system is not permitted here')
    }
    const full = await open(undefined, small)
    try {
      const { hash, bytes } = there(4 * segmentBytes)
      expect((await bytesOf(await get(originalsOf(full), hash))).equals(bytes)).toBe(true)
      expect([names(small), logged]).toEqual([[], ['original_not_kept disk_full']])
    } finally {
      await full.close()
      execFileSync('umount', ['-l', small])
      rmSync(small, { recursive: true })
    }
  })
})

describe('originals that are wanted', () => {
  it('come in order while nobody asks, once, and go on where the network left off', async () => {
    const files = [there(), there(), there()]
    const originals = originalsOf()
    isReachable = false
    originals.bring(files)
    await originals.settled()
    expect(asked).toEqual([files[0]?.hash.slice(0, 6)])
    isReachable = true
    originals.wake()
    await originals.settled()
    originals.bring(files)
    await originals.settled()
    expect(asked).toEqual([files[0], ...files].map((file) => file?.hash.slice(0, 6)))
    expect(names()).toEqual(files.map(({ hash }) => hash).toSorted())
  })

  it('take no place from others, while one that is opened takes that of the longest unseen; never of what waits', async () => {
    await store.close()
    store = await open(700_000)
    const originals = originalsOf()
    const unsent = await waiting(jpeg(250_000))
    const [one, two, three] = [there(200_000), there(200_000), there(200_000)]
    originals.bring([one, two, three])
    await originals.settled()
    expect(names()).toEqual([unsent, one.hash, two.hash].toSorted())
    await store.files.touch(one.hash, 2_000)
    await store.files.touch(two.hash, 1_000)
    await store.files.touch(unsent, 500)
    await bytesOf(await get(originals, three.hash))
    expect(names()).toEqual([unsent, one.hash, three.hash].toSorted())
  })

  it('wait for a sign-in where the token is refused, and pass over what the server does not give', async () => {
    const [gone, next] = [there(), there()]
    content.delete(gone.hash)
    const originals = originalsOf()
    isSignedIn = false
    originals.bring([gone, next])
    await originals.settled()
    expect([names(), refusals, asked.length]).toEqual([[], 1, 1])
    isSignedIn = true
    originals.wake()
    await originals.settled()
    expect([names(), refusals]).toEqual([[next.hash], 1])
  })

  it('hold no connection of a server that is busy', async () => {
    const originals = originalsOf()
    isBusy = true
    originals.bring([there(), there()])
    await originals.settled()
    expect([asked.length, held]).toEqual([1, 0])
  })

  it('are let go when no case has them, but not what waits to be sent', async () => {
    const { hash } = there()
    const unsent = await waiting(jpeg(5_000))
    const originals = originalsOf()
    originals.bring([{ hash, sizeBytes: 200_000 }])
    await originals.settled()
    expect(await store.kept()).toEqual([hash])
    await store.release([hash, unsent])
    expect(names()).toEqual([unsent])
  })
})
