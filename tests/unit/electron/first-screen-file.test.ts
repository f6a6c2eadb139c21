import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FirstScreenFile } from '../../../electron/main/vault/first-screen-file.ts'
import { Sealer } from '../../../renderer/worker/db/sealing.ts'
import { sealToText } from '../../../renderer/worker/db/sealed-text.ts'
import { firstQuery } from '../../../shared/ipc/first-query.ts'
import { firstScreenForm, firstScreenPlace } from '../../../shared/ipc/first-screen-place.ts'
import { firstScreenV1, keptScreenV1 } from '../../../shared/ipc/first-screen.ts'
import { referenceFake, rowFake } from '../../support/renderer/desk-services-fake.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-first-screen-'))
  path = join(folder, 'first-screen.bin')
})
afterEach(() => rm(folder, { recursive: true }))

const dataKey = randomBytes(32)
const first = {
  query: firstQuery(['case_officer']),
  total: 1,
  rows: [rowFake('1', { title: 'Ngập úng phố Tràng Tiền' })],
  counts: { mine: 1, unit: 1, due_soon: 0, overdue: 0, awaiting_approval: 0 },
  asOfMs: 1,
  reference: referenceFake,
}

const still = { markup: '<p>Ngập úng phố Tràng Tiền</p>', styles: '', preferences: '[]' }
const screen = { screen: JSON.stringify(first), still }

/** Sealed as the data worker does it. */
async function sealed(
  content: unknown,
  place: readonly string[] = firstScreenPlace('a'),
  key = dataKey,
): Promise<Buffer> {
  const sealer = await Sealer.fromRawKey(new Uint8Array(key), webcrypto as Crypto)
  return Buffer.from(await sealToText(sealer, place, content), 'base64')
}
const fileOf = (accountId = 'a', key = dataKey) => new FirstScreenFile(path, { accountId, dataKey: key })

describe('the file of the first screen', () => {
  it('gives back what the worker sealed, and is no clear text on the disk', async () => {
    await fileOf().put(await sealed(screen))
    expect((await readFile(path)).includes('Tràng Tiền')).toBe(false)
    expect(await fileOf().read()).toEqual(screen)
  })

  it('answers the newest screen', async () => {
    const file = fileOf()
    await file.put(await sealed(screen))
    await file.put(await sealed({ ...screen, still: null }))
    expect(await file.read()).toEqual({ ...screen, still: null })
  })

  it('refuses what another key or another account sealed, a moved record, and a changed byte', async () => {
    const bytes = await sealed(screen)
    await fileOf().put(bytes)
    await expect(fileOf('a', randomBytes(32)).read()).rejects.toMatchObject({ code: 'damaged' })
    await expect(fileOf('b').read()).rejects.toMatchObject({ code: 'damaged' })
    await fileOf().put(await sealed(screen, ['drafts', 'a']))
    await expect(fileOf().read()).rejects.toMatchObject({ code: 'damaged' })
    const changed = Buffer.from(bytes)
    changed[20] = (changed[20] ?? 0) ^ 1
    for (const wrong of [changed, bytes.subarray(0, 20), Buffer.alloc(0)]) {
      await writeFile(path, wrong)
      await expect(fileOf().read()).rejects.toMatchObject({ code: 'damaged' })
    }
  })

  it('refuses a screen of another form', async () => {
    const otherForm = ['first-screen', 'a', String(firstScreenForm + 1)]
    await fileOf().put(await sealed(screen, otherForm))
    await expect(fileOf().read()).rejects.toMatchObject({ code: 'damaged' })
  })

  it('has a form number that stands for this very schema: whoever changes the one raises the other', () => {
    const schema = [firstScreenV1, keptScreenV1]
      .map((form) => JSON.stringify(z.toJSONSchema(form, { unrepresentable: 'any' })))
      .join('\n')
    const mark = createHash('sha256').update(schema).digest('hex').slice(0, 12)
    expect({ form: firstScreenForm, mark }).toEqual({ form: 2, mark: '1e825e754bfe' })
  })

  it('has nothing on the disk after it was forgotten, whatever was put just before', async () => {
    const file = fileOf()
    expect(await file.read()).toBeNull()
    const writing = file.put(await sealed(screen))
    await file.forget()
    await writing
    expect(await readdir(folder)).toEqual([])
    expect(await file.read()).toBeNull()
  })
})
