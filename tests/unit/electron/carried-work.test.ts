import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CarryDesk } from '../../../electron/main/carry/carry-desk.ts'
import { openCarried, sealCarried } from '../../../electron/main/carry/carried-file.ts'
import { AccountStore } from '../../../electron/main/vault/account-store.ts'
import { DevIdentity } from '../../../electron/main/vault/dev-identity.ts'
import { chooseSealer } from '../../../electron/main/vault/sealer.ts'
import { SessionStore } from '../../../electron/main/vault/session-store.ts'
import { Vault } from '../../../electron/main/vault/vault.ts'
import { WipeOrders } from '../../../electron/main/vault/wipe-orders.ts'

const cheap = { log2n: 6, r: 8, p: 1 }
const passphrase = 'cầu Long Biên'
const words = 'Ghi chú chưa gửi'
const nothing = () => undefined
const log = { error: nothing, info: nothing, debug: nothing }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-carry-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a file of carried work', () => {
  it('gives its words back to the passphrase however it was typed, and to no other', async () => {
    const file = await sealCarried(passphrase, words, cheap)
    expect(await openCarried(` ${passphrase.normalize('NFD')}`, file)).toBe(words)
    await expect(openCarried('cầu Long Bien', file)).rejects.toMatchObject({ code: 'wrong_passphrase' })
    expect(file.includes(words)).toBe(false)
    expect((await sealCarried(passphrase, words, cheap)).equals(file)).toBe(false)
  })

  it('opens with no byte changed or missing, wherever it is', async () => {
    const file = await sealCarried(passphrase, words, cheap)
    for (let place = 0; place < file.length; place += 1) {
      const changed = Buffer.from(file)
      changed[place] = (changed[place] ?? 0) ^ 1
      await expect(openCarried(passphrase, changed), `byte ${place}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(damaged|not_carried_work|too_new)$/),
      })
      await expect(openCarried(passphrase, file.subarray(0, place))).rejects.toHaveProperty('code')
    }
  })

  it('does not make this program work without bounds', async () => {
    const file = await sealCarried(passphrase, words, { log2n: 21, r: 1, p: 1 }).catch(() => null)
    if (file) await expect(openCarried(passphrase, file)).rejects.toMatchObject({ code: 'damaged' })
  })
})

describe('the dialogs for such a file', () => {
  const deskOn = (path: string | null) =>
    new CarryDesk({
      askWhereToSave: async () => path,
      askWhatToOpen: async () => path,
      folder: () => folder,
      nowMs: () => 0,
      log,
    })

  it('write it where the user says, and read it again with a second try at the passphrase', async () => {
    const path = join(folder, 'viec.ihd')
    const desk = deskOn(path)
    expect(await desk.save(passphrase, words)).toEqual({ ok: true })
    expect((await readFile(path)).includes(words)).toBe(false)
    expect(await desk.open(passphrase)).toEqual({ ok: false, code: 'no_file' })
    expect(await desk.choose()).toEqual({ name: 'viec.ihd' })
    expect(await desk.open('một mật khẩu khác')).toEqual({ ok: false, code: 'wrong_passphrase' })
    expect(await desk.open(passphrase)).toEqual({ ok: true, plain: words })
  })

  it('say by a code when the user changes their mind, when the disk fails and when it is another file', async () => {
    expect(await deskOn(null).save(passphrase, words)).toEqual({ ok: false, code: 'cancelled' })
    expect(await deskOn(null).choose()).toBeNull()
    const asFolder = join(folder, 'file', 'below.ihd')
    await writeFile(join(folder, 'file'), 'x')
    expect(await deskOn(asFolder).save(passphrase, words)).toEqual({ ok: false, code: 'disk_failed' })
    const other = deskOn(join(folder, 'file'))
    await other.choose()
    expect(await other.open(passphrase)).toEqual({ ok: false, code: 'not_carried_work' })
  })
})

describe('signing out', () => {
  const json = (content: unknown) =>
    new Response(JSON.stringify(content), { headers: { 'content-type': 'application/json' } })

  async function signedIn(): Promise<Vault> {
    const account = { username: 'an.nv', displayName: 'Nguyễn Văn An', roles: [] }
    const keyring = {
      isEncryptionAvailable: () => false,
      encryptString: () => Buffer.alloc(0),
      decryptString: () => '',
    }
    const vault = new Vault({
      serverUrl: 'http://127.0.0.1:1',
      sealer: await chooseSealer({ keyring, isPackaged: false, profile: folder }),
      sessions: new SessionStore(folder, () => 1),
      accounts: new AccountStore(folder, () => 1),
      identity: new DevIdentity(async ({ path }) =>
        path.endsWith('/accounts') ? json({ accounts: [account] }) : json({ accessToken: 't', expiresInSeconds: 3600 }),
      ),
      wipes: new WipeOrders(folder),
      confirmWipe: async () => true,
      log,
      onChange: async () => undefined,
      onNotice: nothing,
      clearPartition: async () => undefined,
    })
    expect(await vault.signIn('an.nv')).toEqual({ ok: true })
    return vault
  }

  const work = (key: string, text = 's') => ({ key, sealed: Buffer.from(text), plain: '', rescueKey: key })
  const refused = { ok: false, code: 'outbox_not_empty' }

  it('is refused while a command or a draft is unsent, and let go once they lie in a file', async () => {
    const vault = await signedIn()
    const unsent = vault.account?.work
    if (!unsent) throw new Error('no account is open')
    await unsent.putDraft(work('c1'))
    expect(await vault.signOut()).toEqual(refused)
    await unsent.appendCommand(work('k'), false)
    const noteCarried = unsent.carrying({ commands: ['k'], drafts: ['c1'] })
    expect(await vault.signOut()).toEqual(refused)
    noteCarried()
    expect(await vault.signOut()).toEqual({ ok: true })
    expect(await vault.signIn('an.nv')).toEqual({ ok: true })
    expect(vault.account?.work.commandCount).toBe(1)
    expect(await vault.signOut()).toEqual(refused)
    await vault.close()
  })

  it('is refused again for what was written or changed after the file', async () => {
    const vault = await signedIn()
    const unsent = vault.account?.work
    if (!unsent) throw new Error('no account is open')
    await unsent.appendCommand(work('k'), false)
    unsent.carrying({ commands: ['k'], drafts: [] })()
    expect(unsent.isCarried).toBe(true)
    await unsent.appendCommand(work('k', 'other words'), true)
    expect(await vault.signOut()).toEqual(refused)
    vault.setUnsent(0)
    expect(await vault.signOut()).toEqual({ ok: true })
  })
})
