import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../electron/main/desk-error.ts'
import { fileNameOf } from '../../../../electron/main/evidence/evidence-intake.ts'
import { EvidenceStore } from '../../../../electron/main/evidence/evidence-store.ts'
import { segmentBytes } from '../../../../electron/main/evidence/sealed-file.ts'
import { defaultMaxFileBytes } from '../../../../shared/contract/files/file-types.ts'
import { storedZip } from '../../../support/intake/stored-zip.ts'

const dataKey = randomBytes(32)
const dayMs = 24 * 3_600_000
let folder = ''
let nowMs = Date.parse('2026-11-27T03:00:00Z')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-evidence-unit-'))
  nowMs = Date.parse('2026-11-27T03:00:00Z')
})
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const stores: EvidenceStore[] = []
const open = async (key = dataKey) => {
  const store = await EvidenceStore.open({
    folder,
    dataKey: key,
    escrow: { publicKey: null },
    nowMs: () => nowMs,
  })
  stores.push(store)
  return store
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const photo = (size: number): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])
const begin = (store: EvidenceStore, name: string, sizeBytes: number) =>
  store.intake.begin({ name, sizeBytes, username: 'an' })

async function take(store: EvidenceStore, bytes: Buffer, name = 'ảnh.jpg', piece = 700_000) {
  const ticket = await begin(store, name, bytes.length)
  for (let at = 0; at < bytes.length; at += piece) await store.intake.append(ticket, bytes.subarray(at, at + piece))
  return store.finish(ticket, { caseId: 'case-1', thumb: 'dGh1bWI=' })
}

async function read(store: EvidenceStore, hash: string): Promise<Buffer> {
  const reader = await store.files.reader(hash)
  try {
    return await reader.slice(0, reader.sizeBytes)
  } finally {
    await reader.close()
  }
}

describe('a file taken from a page', () => {
  it('is there after a restart, byte for byte, with its name and case, and nothing of it in clear', async () => {
    const bytes = photo(2 * segmentBytes + 777)
    const first = await open()
    const taken = await take(first, bytes, 'Ảnh nhà bà Tâm.jpg')
    expect(taken).toMatchObject({ hash: sha256(bytes), type: 'image/jpeg', sizeBytes: bytes.length })
    const again = await open()
    expect(again.records.all()).toMatchObject([
      { id: taken.id, given: false, detail: { name: 'Ảnh nhà bà Tâm.jpg', caseId: 'case-1', thumb: 'dGh1bWI=' } },
    ])
    expect((await read(again, taken.hash)).equals(bytes)).toBe(true)
    const lying = [join(folder, 'evidence.bin'), join(folder, 'files', taken.hash)].map((path) => readFileSync(path))
    const secrets = [Buffer.from('Tâm'), Buffer.from('case-1'), bytes.subarray(1_000, 1_024)]
    expect(lying.some((content) => secrets.some((secret) => content.includes(secret)))).toBe(false)
  })

  it('is read from any byte on, as an upload that goes on does', async () => {
    const bytes = photo(segmentBytes + 5_000)
    const store = await open()
    const { hash } = await take(store, bytes)
    const reader = await store.files.reader(hash)
    for (const [from, to] of [
      [0, 10],
      [segmentBytes - 3, segmentBytes + 3],
      [segmentBytes, segmentBytes + 5_000],
      [123_456, 900_000],
    ] as const)
      expect((await reader.slice(from, to)).equals(bytes.subarray(from, to))).toBe(true)
    await reader.close()
  })

  it.each([
    ['file_empty', async (store: EvidenceStore) => begin(store, 'a.jpg', 0)],
    ['file_too_large', async (store: EvidenceStore) => begin(store, 'a.jpg', 1_000_001)],
    [
      'file_type_refused',
      async (store: EvidenceStore) => take(store, Buffer.from('MZ a program that calls itself a photo')),
    ],
    ['file_type_refused', async (store: EvidenceStore) => take(store, storedZip(['evil.exe']), 'don.docx')],
    [
      'file_changed',
      async (store: EvidenceStore) => {
        const ticket = await begin(store, 'a.jpg', 100)
        await store.intake.append(ticket, photo(90))
        return store.finish(ticket, { caseId: 'c', thumb: null })
      },
    ],
    [
      'file_changed',
      async (store: EvidenceStore) => {
        const ticket = await begin(store, 'a.jpg', 100)
        return store.intake.append(ticket, photo(101))
      },
    ],
  ])('is refused with %s and leaves nothing behind', async (code, work) => {
    const store = await open()
    await store.limit.keep(1_000_000)
    await expect(work(store)).rejects.toMatchObject({ code })
    expect(store.records.all()).toEqual([])
    const left = readdirSync(folder).includes('files') ? readdirSync(join(folder, 'files')) : []
    expect(left).toEqual([])
  })

  it('may be as large as the server said, also after a restart, and as large as is usual before it said anything', async () => {
    const first = await open()
    const sizes = [defaultMaxFileBytes, defaultMaxFileBytes + 1, 2 * defaultMaxFileBytes + 1]
    const taken = (store: EvidenceStore) =>
      Promise.all(sizes.map((size) => begin(store, 'a.mp4', size).then(() => 'taken', codeOf)))
    expect(await taken(first)).toEqual(['taken', 'file_too_large', 'file_too_large'])
    await first.limit.keep(2 * defaultMaxFileBytes)
    expect(await taken(first)).toEqual(['taken', 'taken', 'file_too_large'])
    expect(await taken(await open())).toEqual(['taken', 'taken', 'file_too_large'])
    writeFileSync(join(folder, 'file-limit.json'), '{"v":1,"fileBy')
    expect(await taken(await open())).toEqual(['taken', 'file_too_large', 'file_too_large'])
  })

  it('keeps the same content once for two cases, until neither needs it', async () => {
    const bytes = photo(10_000)
    const store = await open()
    const [one, two] = [await take(store, bytes), await take(store, bytes)]
    expect(readdirSync(join(folder, 'files'))).toEqual([one.hash])
    await store.discard([one.id])
    expect((await read(store, two.hash)).equals(bytes)).toBe(true)
    await store.discard([two.id])
    expect(readdirSync(join(folder, 'files'))).toEqual([])
  })

  it('is told damaged when a byte of it changed on the disk, and lost when another key sealed it', async () => {
    const store = await open()
    const { hash } = await take(store, photo(5_000))
    await expect((await open(randomBytes(32))).files.reader(hash)).rejects.toMatchObject({ code: 'key_lost' })
    const path = join(folder, 'files', hash)
    const content = readFileSync(path)
    content[content.length - 100] = (content[content.length - 100] ?? 0) ^ 1
    writeFileSync(path, content)
    await expect(read(store, hash)).rejects.toMatchObject({ code: 'file_damaged' })
  })

  it('goes when nobody gave it for 45 days, and never when a command named it', async () => {
    const store = await open()
    const [unwanted, given] = [await take(store, photo(300)), await take(store, photo(400))]
    await store.records.change(given.id, { given: true })
    nowMs += 44 * dayMs
    await store.tidy()
    expect(store.records.all()).toHaveLength(2)
    nowMs += 2 * dayMs
    await store.tidy()
    expect(store.records.all().map((record) => record.id)).toEqual([given.id])
    expect(readdirSync(join(folder, 'files'))).toEqual([given.hash])
    expect([unwanted.hash === given.hash, store.unsentCount]).toEqual([false, 1])
  })

  it('stays to be looked at after it was sent, until the oldest of what was sent must go', async () => {
    const store = await open()
    const [old, fresh, waiting] = [
      await take(store, photo(3_000)),
      await take(store, photo(3_001)),
      await take(store, photo(3_002)),
    ]
    for (const one of [old, fresh]) await store.sent(one.id)
    expect((await read(store, old.hash)).length).toBe(3_000)
    await store.files.touch(old.hash, nowMs - 10_000)
    await store.files.touch(fresh.hash, nowMs)
    expect(await store.files.trim(new Set([waiting.hash]), 7_000)).toBe(1)
    expect(readdirSync(join(folder, 'files')).toSorted()).toEqual([fresh.hash, waiting.hash].toSorted())
  })
})

describe('the name of a file', () => {
  it.each([
    ['C:\\Ảnh\\hố ga.jpg', 'hố ga.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['  \u0000 ', 'tep'],
  ])('%j is kept as %j', (given, name) => expect(fileNameOf(given)).toBe(name))
})
