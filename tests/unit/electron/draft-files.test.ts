import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DraftFiles } from '../../../electron/main/journal/draft-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-drafts-'))
})
afterEach(() => rm(folder, { recursive: true }))

const clock = { nowMs: () => performance.now() }
const texts = (drafts: DraftFiles) => drafts.readAll().map((record) => [record.key, record.body.toString()])

describe('the draft files', () => {
  it('keep the newest text of each key in one file', async () => {
    const drafts = await DraftFiles.open(folder, clock)
    await drafts.put('case-1:an', Buffer.from('one'))
    await drafts.put('case-1:an', Buffer.from('one two'))
    await drafts.put('case-2:an', Buffer.from('other'))
    await drafts.close()
    expect(await readdir(folder)).toHaveLength(2)
    const again = await DraftFiles.open(folder, clock)
    expect(Object.fromEntries(texts(again))).toEqual({ 'case-1:an': 'one two', 'case-2:an': 'other' })
  })

  it('write a key at most once a second, and resolve every put with a text at least as new', async () => {
    const drafts = await DraftFiles.open(folder, clock)
    const startMs = performance.now()
    await drafts.put('k', Buffer.from('first'))
    const burst = Array.from({ length: 30 }, (_, n) => drafts.put('k', Buffer.from(`text ${n}`)))
    await burst[0]
    const afterMs = performance.now() - startMs
    const [name] = await readdir(folder)
    expect((await readFile(join(folder, name ?? ''))).toString('latin1')).toContain('text 29')
    expect(afterMs).toBeGreaterThan(900)
    await Promise.all(burst)
  })

  it('write what still waits when they are closed', async () => {
    const drafts = await DraftFiles.open(folder, clock)
    await drafts.put('k', Buffer.from('first'))
    const waiting = drafts.put('k', Buffer.from('last words'))
    await drafts.close()
    await waiting
    expect(texts(await DraftFiles.open(folder, clock))).toEqual([['k', 'last words']])
  })

  it('forget a draft for good, also one that still waits to be written', async () => {
    const drafts = await DraftFiles.open(folder, clock)
    await drafts.put('k', Buffer.from('first'))
    const waiting = drafts.put('k', Buffer.from('second'))
    await drafts.forget(['k'])
    await waiting
    await drafts.close()
    expect(await readdir(folder)).toEqual([])
    expect(drafts.count).toBe(0)
  })

  it('move an unreadable draft aside and open the others', async () => {
    const drafts = await DraftFiles.open(folder, clock)
    await drafts.put('k', Buffer.from('first'))
    await drafts.close()
    await writeFile(join(folder, 'broken.draft'), 'not a frame')
    const again = await DraftFiles.open(folder, { nowMs: () => 77 })
    expect(texts(again)).toEqual([['k', 'first']])
    expect(await readdir(folder)).toContain('broken.draft.damaged-77')
  })
})
