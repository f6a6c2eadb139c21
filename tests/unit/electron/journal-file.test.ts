import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JournalFile } from '../../../electron/main/journal/journal-file.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
console.info(`journal property tests: seed ${seed}`)

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-journal-'))
  path = join(folder, 'journal.bin')
})
afterEach(() => rm(folder, { recursive: true }))

const body = (text: string) => Buffer.from(text)
const keysOf = (journal: JournalFile) => journal.readAll().map((record) => record.key)

describe('the journal file', () => {
  it('returns what was appended, in order, after it is opened again', async () => {
    const journal = await JournalFile.open(path, 1)
    await Promise.all(['a', 'b', 'c'].map((key) => journal.append(key, body(`text ${key}`))))
    await journal.close()
    const again = await JournalFile.open(path, 2)
    expect(again.readAll().map((record) => [record.key, record.body.toString()])).toEqual([
      ['a', 'text a'],
      ['b', 'text b'],
      ['c', 'text c'],
    ])
    expect(again.tornTailBytes).toBe(0)
    await again.close()
  })

  it('keeps the first record when the same key is appended again, also at the same moment', async () => {
    const journal = await JournalFile.open(path, 1)
    await Promise.all([journal.append('a', body('first')), journal.append('a', body('second'))])
    await journal.append('a', body('third'))
    expect(journal.readAll().map((record) => record.body.toString())).toEqual(['first'])
    expect((await readFile(path)).toString('latin1')).not.toContain('second')
    await journal.close()
  })

  it('drops forgotten records from the disk and keeps the others', async () => {
    const journal = await JournalFile.open(path, 1)
    for (const key of ['a', 'b', 'c']) await journal.append(key, body(`text-of-${key}`))
    await journal.forget(['a', 'c', 'unknown'])
    await journal.append('d', body('text-of-d'))
    await journal.close()
    const bytes = (await readFile(path)).toString('latin1')
    expect(bytes).not.toContain('text-of-a')
    const again = await JournalFile.open(path, 2)
    expect(keysOf(again)).toEqual(['b', 'd'])
    await again.close()
  })

  it('cuts a torn tail, keeps its bytes aside and says how many they were', async () => {
    const journal = await JournalFile.open(path, 1)
    await journal.append('a', body('whole'))
    const whole = (await readFile(path)).length
    await journal.append('b', body('torn apart'))
    await journal.close()
    await truncate(path, whole + 7)
    const again = await JournalFile.open(path, 2)
    expect(keysOf(again)).toEqual(['a'])
    expect(again.tornTailBytes).toBe(7)
    expect((await readFile(`${path}.torn-2`)).length).toBe(7)
    await again.append('c', body('after'))
    await again.close()
    const third = await JournalFile.open(path, 3)
    expect(keysOf(third)).toEqual(['a', 'c'])
    expect(third.tornTailBytes).toBe(0)
    await third.close()
  })

  it('recovers the records behind a damaged one and keeps the damaged bytes', async () => {
    const journal = await JournalFile.open(path, 1)
    for (const key of ['a', 'b', 'c']) await journal.append(key, body(`text-of-${key}`))
    await journal.close()
    const bytes = await readFile(path)
    bytes[bytes.indexOf('text-of-b')] = 0
    await writeFile(path, bytes)
    const again = await JournalFile.open(path, 2)
    expect(keysOf(again)).toEqual(['a', 'c'])
    expect((await readdir(folder)).toSorted()).toEqual(['journal.bin', 'journal.bin.torn-2'])
    await again.close()
  })

  it('recovers every record whose append resolved, wherever the file is cut', { timeout: 60_000 }, async () => {
    const records = fc.uniqueArray(
      fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.uint8Array({ maxLength: 200 })),
      {
        minLength: 1,
        maxLength: 8,
        selector: ([key]) => key,
      },
    )
    await fc.assert(
      fc.asyncProperty(records, fc.double({ min: 0, max: 1, noNaN: true }), async (items, share) => {
        await rm(path, { force: true })
        const journal = await JournalFile.open(path, 1)
        const durableAt: { key: string; bytes: Uint8Array; end: number }[] = []
        for (const [key, bytes] of items) {
          await journal.append(key, Buffer.from(bytes))
          durableAt.push({ key, bytes, end: (await readFile(path)).length })
        }
        await journal.close()
        const cutAt = Math.floor((durableAt.at(-1)?.end ?? 0) * share)
        await truncate(path, cutAt)
        const again = await JournalFile.open(path, 2)
        const expected = durableAt
          .filter((item) => item.end <= cutAt)
          .map((item) => [item.key, Buffer.from(item.bytes).toString('hex')])
        expect(again.readAll().map((record) => [record.key, record.body.toString('hex')])).toEqual(expected)
        await again.close()
      }),
      { seed, numRuns: 150 },
    )
  })

  it(
    'survives random appends, forgets and openings with exactly the records that remain',
    { timeout: 60_000 },
    async () => {
      const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
      const step = fc.oneof(
        fc.record({ kind: fc.constant('append' as const), key }),
        fc.record({ kind: fc.constant('forget' as const), key }),
        fc.record({ kind: fc.constant('reopen' as const), key }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await rm(path, { force: true })
          const expected = new Set<string>()
          let journal = await JournalFile.open(path, 1)
          for (const { kind, key: which } of steps) {
            if (kind === 'append') await journal.append(which, body(which)).then(() => expected.add(which))
            else if (kind === 'forget') await journal.forget([which]).then(() => expected.delete(which))
            else {
              await journal.close()
              journal = await JournalFile.open(path, 1)
            }
            expect(keysOf(journal)).toEqual([...expected])
          }
          await journal.close()
        }),
        { seed, numRuns: 60 },
      )
    },
  )
})
