import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isSealedTo, sealToEscrow } from '../../../electron/main/journal/escrow-seal.ts'
import { decodeBody, encodeBody } from '../../../electron/main/journal/record-body.ts'
import { AccountStore } from '../../../electron/main/vault/account-store.ts'
import { chooseSealer } from '../../../electron/main/vault/sealer.ts'

const accountId = 'b'.repeat(32)
const serverKey = Buffer.alloc(32, 9).toString('base64')
const otherKey = Buffer.alloc(32, 5).toString('base64')
const keyring = { isEncryptionAvailable: () => false, encryptString: () => Buffer.alloc(0), decryptString: () => '' }

let profile: string
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'desk-accounts-'))
})
afterEach(() => rm(profile, { recursive: true }))

const folder = () => join(profile, 'accounts', accountId)
async function open() {
  const sealer = await chooseSealer({ keyring, isPackaged: false, profile })
  if (sealer === null) throw new Error('no sealer')
  return new AccountStore(profile, () => 77).open(accountId, sealer)
}
const work = (key: string) => ({
  key,
  sealed: Buffer.from(`sealed ${key}`),
  plain: `clear ${key}`,
  rescueKey: `r-${key}`,
})

describe('an account on the disk', () => {
  it('keeps each record sealed to the escrow key as well, and the clear text nowhere', async () => {
    const { account } = await open()
    await account.work.appendCommand(work('early'), false)
    expect(account.work.commands()).toMatchObject([{ escrowed: true }])
    await account.escrow.keep(serverKey)
    await account.work.appendCommand(work('k1'), false)
    await account.work.putDraft(work('d1'))
    expect(account.work.commands().map(({ key, escrowed }) => [key, escrowed])).toEqual([
      ['early', false],
      ['k1', true],
    ])
    await account.work.appendCommand(work('early'), true)
    await account.work.close()
    const again = await open()
    expect(
      again.account.work.commands().map(({ key, sealed, escrowed }) => [key, sealed.toString(), escrowed]),
    ).toEqual([
      ['early', 'sealed early', true],
      ['k1', 'sealed k1', true],
    ])
    expect(again.account.work.drafts()).toMatchObject([{ key: 'd1', escrowed: true }])
    await again.account.escrow.keep(otherKey)
    expect(again.account.work.commands().map(({ escrowed }) => escrowed)).toEqual([false, false])
    expect((await readFile(join(folder(), 'journal.bin'))).includes('clear')).toBe(false)
    await again.account.work.close()
  })

  it('keeps journal and drafts when the key is lost, and hands them on for rescue without overwriting anything', async () => {
    const first = await open()
    await first.account.escrow.keep(serverKey)
    await first.account.work.appendCommand(work('k1'), false)
    await first.account.work.putDraft(work('d1'))
    await first.account.work.close()
    const text = await readFile(join(folder(), 'key.json'), 'utf8')
    await writeFile(join(folder(), 'key.json'), text.replace(/"sealed":"..../, '"sealed":"AAAA'))
    const second = await open()
    expect(second).toMatchObject({ isKeyLost: true, lostPartition: first.account.partition })
    expect(second.account.partition).not.toBe(first.account.partition)
    expect(second.account.escrow.publicKey).toBeNull()
    expect(await second.account.work.setAside({ commands: ['k1'], drafts: ['d1'] })).toBe(2)
    expect(second.account.work.count).toBe(0)
    const waiting = second.account.work.rescueRecords()
    expect(waiting.map(({ key, envelope }) => [key, isSealedTo(serverKey, envelope)])).toEqual([
      ['r-k1', true],
      ['r-d1', true],
    ])
    await second.account.work.settle({ done: ['r-k1'], refused: ['r-d1'] })
    await second.account.work.close()
    expect(await readdir(folder())).toEqual(expect.arrayContaining(['key.json.damaged-77', 'rescue-refused.bin']))
    expect((await readFile(join(folder(), 'rescue-refused.bin'))).includes('r-d1')).toBe(true)
  })

  it('leaves a record without an envelope where it is, and moves a draft without one aside', async () => {
    const { account } = await open()
    await account.work.appendCommand(work('k1'), false)
    await account.work.putDraft(work('d1'))
    expect(await account.work.setAside({ commands: ['k1'], drafts: ['d1'] })).toBe(0)
    expect(account.work.commandCount).toBe(1)
    expect(account.work.drafts()).toEqual([])
    expect((await readdir(join(folder(), 'drafts')))[0]).toMatch(/\.draft\.damaged-77$/)
    await account.work.close()
  })

  it('does not believe an escrow key that somebody else wrote', async () => {
    const { account } = await open()
    await account.escrow.keep(serverKey)
    const path = join(folder(), 'escrow.json')
    const written = await readFile(path, 'utf8')
    await writeFile(path, written.replace(serverKey, otherKey))
    expect((await open()).account.escrow.publicKey).toBeNull()
    await writeFile(path, written)
    expect((await open()).account.escrow.publicKey).toBe(serverKey)
    await writeFile(path, 'torn')
    expect((await open()).account.escrow.publicKey).toBeNull()
    await expect(account.escrow.keep('short')).rejects.toMatchObject({ code: 'bad_key' })
  })

  it('leaves nothing behind a wipe but what waits for the server', async () => {
    const { account } = await open()
    await account.escrow.keep(serverKey)
    await account.work.appendCommand(work('k1'), false)
    await account.work.setAside({ commands: ['k1'], drafts: [] })
    await account.work.close()
    const store = new AccountStore(profile, () => 77)
    expect(await store.wipe(accountId)).toBe(1)
    expect((await readdir(folder())).toSorted()).toEqual(['rescue-refused.bin', 'rescue.bin'])
    const again = await open()
    await again.account.work.settle({ done: ['r-k1'], refused: [] })
    await again.account.work.close()
    expect(await store.wipe(accountId)).toBe(0)
    expect(await readdir(join(profile, 'accounts'))).toEqual([])
  })
})

describe('a journal body', () => {
  it('comes back as it was written, with and without an envelope', () => {
    const sealed = Buffer.from('sealed')
    const escrowed = { key: 'khóa', envelope: sealToEscrow(serverKey, 'khóa', Buffer.from('x')) }
    expect(decodeBody(encodeBody({ sealed, escrowed }))).toEqual({ sealed, escrowed })
    expect(decodeBody(encodeBody({ sealed, escrowed: null }))).toEqual({ sealed, escrowed: null })
    expect(decodeBody(Buffer.from('IHE1'))).toEqual({ sealed: Buffer.from('IHE1'), escrowed: null })
  })

  it('leaves of its files at a wipe only those that a command named and the server may not have', async () => {
    const { account } = await open()
    await account.escrow.keep(serverKey)
    const take = async (sizeBytes: number) => {
      const bytes = Buffer.alloc(sizeBytes, 7)
      bytes.write('%PDF-1.4')
      const ticket = await account.evidence.intake.begin({ name: 'a.pdf', sizeBytes, username: 'an' })
      await account.evidence.intake.append(ticket, bytes)
      return account.evidence.finish(ticket, { caseId: 'c', thumb: null })
    }
    const [given, sent] = [await take(100), await take(200), await take(300)]
    await account.evidence.records.change(given.id, { given: true })
    await account.evidence.sent(sent.id)
    await account.work.close()
    await account.evidence.close()
    expect(await new AccountStore(profile, () => 77).wipe(accountId)).toBe(1)
    expect((await readdir(folder())).toSorted()).toEqual(['evidence.bin', 'files'])
    expect(await readdir(join(folder(), 'files'))).toEqual([given.hash])
    const { account: again } = await open()
    expect(again.evidence.records.all()).toMatchObject([{ id: given.id, given: true, detail: null }])
    expect(await again.evidence.files.lostEnvelope(given.hash)).not.toBeNull()
    await again.work.close()
    await again.evidence.close()
  })
})
