import { webcrypto } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountIdOf } from '../../../electron/main/vault/account-id.ts'
import { AccountStore } from '../../../electron/main/vault/account-store.ts'
import { glance } from '../../../electron/main/vault/glance.ts'
import { chooseSealer } from '../../../electron/main/vault/sealer.ts'
import type { Sealer as VaultSealer } from '../../../electron/main/vault/sealer.ts'
import { SessionStore } from '../../../electron/main/vault/session-store.ts'
import { sealToText } from '../../../renderer/worker/db/sealed-text.ts'
import { Sealer } from '../../../renderer/worker/db/sealing.ts'
import { firstScreenPlace } from '../../../shared/ipc/first-screen-place.ts'

const serverUrl = 'https://ihanoi.example'
const username = 'dungha.sxd'
const accountId = accountIdOf(serverUrl, username)
const keyring = { isEncryptionAvailable: () => false, encryptString: () => Buffer.alloc(0), decryptString: () => '' }

const still = { markup: '<p></p>', styles: '', preferences: '[]' }

let profile: string
let sealer: VaultSealer
const folder = () => join(profile, 'accounts', accountId)
const look = (url = serverUrl, by: VaultSealer | null = sealer) => glance({ profile, serverUrl: url, sealer: by })

/** Every file of the profile with its bytes. */
async function everyFile(): Promise<Record<string, string>> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(files.toSorted().map(async (path) => [path, (await readFile(path)).toString('hex')] as const)),
  )
}

// An account that was signed in and has seen its list, as a run before this one leaves it.
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'desk-glance-'))
  const chosen = await chooseSealer({ keyring, isPackaged: false, profile })
  if (chosen === null) throw new Error('no sealer')
  sealer = chosen
  const session = {
    v: 1,
    accountId,
    username,
    displayName: 'Hoàng Anh Dũng',
    serverUrl,
    identity: 'development',
  } as const
  await new SessionStore(profile, () => 77).save(session, sealer)
  const { account } = await new AccountStore(profile, () => 77).open(accountId, sealer)
  const worker = await Sealer.fromRawKey(new Uint8Array(account.dataKey), webcrypto as Crypto)
  const sealed = await sealToText(worker, firstScreenPlace(accountId), { screen: '{"total":3}', still })
  await account.firstScreen.put(Buffer.from(sealed, 'base64'))
  await account.work.close()
  await account.evidence.close()
})
afterEach(() => rm(profile, { recursive: true }))

describe('a glance at the profile', () => {
  it('tells who is signed in and what was shown last', async () => {
    expect(await look()).toEqual({
      session: {
        phase: 'signed_in',
        serverUrl,
        accountId,
        username,
        displayName: 'Hoàng Anh Dũng',
        needsSignIn: false,
      },
      screen: '{"total":3}',
      still,
    })
  })

  it('leaves it to the vault where nobody is signed in, the server is another one, or nothing can be unsealed', async () => {
    expect(await look('')).toBeNull()
    expect(await look('https://other.example')).toBeNull()
    expect(await look(serverUrl, null)).toBeNull()
    await rm(join(profile, 'session.bin'))
    expect(await look()).toBeNull()
  })

  it('leaves it to the vault where a wipe was begun', async () => {
    await mkdir(join(profile, 'wipes'))
    expect(await look()).not.toBeNull()
    await writeFile(join(profile, 'wipes', `${accountId}.json`), '{}')
    expect(await look()).toBeNull()
  })

  it('leaves it to the vault where the key or the list is missing', async () => {
    await rm(join(folder(), 'first-screen.bin'))
    expect(await look()).toBeNull()
    await rm(join(folder(), 'key.json'))
    expect(await look()).toBeNull()
  })

  it.each(['session.bin', 'key.json', 'first-screen.bin'])(
    'fails at a damaged %s and changes nothing, so that the vault can still repair it',
    async (name) => {
      const path = name === 'session.bin' ? join(profile, name) : join(folder(), name)
      await writeFile(path, Buffer.alloc(64, 1))
      const before = await everyFile()
      await expect(look()).rejects.toMatchObject({ code: 'damaged' })
      expect(await everyFile()).toEqual(before)
    },
  )
})
