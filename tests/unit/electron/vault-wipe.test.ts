import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServerRequest } from '../../../electron/main/protocol/server-call.ts'
import { AccountStore } from '../../../electron/main/vault/account-store.ts'
import { DevIdentity } from '../../../electron/main/vault/dev-identity.ts'
import { chooseSealer } from '../../../electron/main/vault/sealer.ts'
import { SessionStore } from '../../../electron/main/vault/session-store.ts'
import { Vault } from '../../../electron/main/vault/vault.ts'
import { confirmWipe, WipeOrders } from '../../../electron/main/vault/wipe-orders.ts'

const keyring = { isEncryptionAvailable: () => false, encryptString: () => Buffer.alloc(0), decryptString: () => '' }
const nothing = () => undefined
const account = { username: 'an.nv', displayName: 'Nguyễn Văn An', roles: [] }

let profile: string
let confirmed: unknown[]
let cleared: string[]
let isReachable: boolean
let tearAfterKey: boolean
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'desk-vault-'))
  confirmed = []
  cleared = []
  isReachable = true
  tearAfterKey = false
})
afterEach(() => rm(profile, { recursive: true }))

const json = (content: unknown) =>
  new Response(JSON.stringify(content), { headers: { 'content-type': 'application/json' } })

async function call(request: ServerRequest): Promise<Response> {
  if (request.path === '/api/v1/dev/accounts') return json({ accounts: [account] })
  if (request.path === '/api/v1/dev/token') return json({ accessToken: 'token', expiresInSeconds: 3600 })
  if (!isReachable) throw new TypeError('offline')
  confirmed.push([request.headers['authorization'], JSON.parse(String(request.body))])
  return json({ serverTime: 1 })
}

async function openVault(): Promise<Vault> {
  return new Vault({
    serverUrl: 'http://127.0.0.1:1',
    sealer: await chooseSealer({ keyring, isPackaged: false, profile }),
    sessions: new SessionStore(profile, () => 1),
    accounts: new AccountStore(profile, () => 1),
    identity: new DevIdentity(call),
    wipes: new WipeOrders(profile),
    confirmWipe: (accessToken, order) => confirmWipe(call, accessToken, order),
    log: { error: nothing, info: nothing, debug: nothing },
    onChange: async (change) => {
      if (tearAfterKey && change === 'account') throw new Error('power cut')
    },
    onNotice: nothing,
    clearPartition: async (partition) => void cleared.push(partition),
  })
}

const left = async () => ({
  accounts: await readdir(join(profile, 'accounts')),
  wipes: await readdir(join(profile, 'wipes')),
  session: (await readdir(profile)).includes('session.bin'),
})
const gone = { accounts: [], wipes: [], session: false }
const confirmation = (kept: number) => [['Bearer token', { clientId: 'c1', kept }]]

/** An original of the server's, kept sealed to look at. */
async function keepOriginal(vault: Vault): Promise<string> {
  const files = vault.account?.evidence.files
  if (files === undefined) throw new Error('nobody is signed in')
  const path = await files.incoming('one')
  const writer = await files.write(path, 5)
  await writer.append(Buffer.from('photo'))
  await writer.finish()
  await files.keep(path, 'ab'.repeat(32))
  return join(profile, 'accounts', vault.account?.accountId ?? '', 'files', 'ab'.repeat(32))
}

describe('originals kept to look at', () => {
  it.each([
    ['a sign-out', (vault: Vault) => vault.signOut()],
    ['a wipe', (vault: Vault) => vault.wipe('c1')],
  ])('go with %s', async (_name, leave) => {
    const vault = await openVault()
    await vault.signIn('an.nv')
    const path = await keepOriginal(vault)
    expect(existsSync(path)).toBe(true)
    await leave(vault)
    expect(existsSync(path)).toBe(false)
  })
})

describe('a wipe', () => {
  it('destroys key, session, journal and storage, confirms it and signs out', async () => {
    const vault = await openVault()
    expect(await vault.signIn('an.nv')).toEqual({ ok: true })
    const partition = vault.account?.partition
    await vault.account?.work.appendCommand({ key: 'k', sealed: Buffer.from('s'), plain: '', rescueKey: 'k' }, false)
    await vault.wipe('c1')
    expect(vault.state).toMatchObject({ phase: 'signed_out', reason: 'wiped' })
    expect(await left()).toEqual(gone)
    expect(cleared).toEqual([partition])
    expect(confirmed).toEqual(confirmation(0))
    await expect(vault.token.get()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('keeps what only the server can open, also what was given in the last moment', async () => {
    const vault = await openVault()
    await vault.signIn('an.nv')
    await vault.account?.escrow.keep(Buffer.alloc(32, 9).toString('base64'))
    await vault.account?.work.appendCommand({ key: 'k', sealed: Buffer.from('s'), plain: 'x', rescueKey: 'k' }, false)
    await vault.wipe('c1')
    expect(confirmed).toEqual(confirmation(1))
    await vault.signIn('an.nv')
    expect(vault.account?.work.rescueRecords().map(({ key }) => key)).toEqual(['k'])
    await vault.close()
  })

  it('is finished at the next start when it was cut off, before anybody is signed in', async () => {
    const vault = await openVault()
    await vault.signIn('an.nv')
    tearAfterKey = true
    await expect(vault.wipe('c1')).rejects.toThrow('power cut')
    tearAfterKey = false
    expect(confirmed).toEqual([])
    const next = await openVault()
    await next.start()
    expect(next.state).toMatchObject({ phase: 'signed_out', reason: 'wiped' })
    expect((await left()).accounts).toEqual([])
    expect(await next.signIn('an.nv')).toEqual({ ok: true })
    expect(confirmed).toEqual(confirmation(0))
    expect((await left()).wipes).toEqual([])
    await next.close()
  })

  it('is confirmed at the next sign-in when the server could not be reached', async () => {
    const vault = await openVault()
    await vault.signIn('an.nv')
    isReachable = false
    await vault.wipe('c1')
    expect((await left()).wipes).toHaveLength(1)
    isReachable = true
    await vault.signIn('an.nv')
    expect(confirmed).toEqual(confirmation(0))
    expect((await left()).wipes).toEqual([])
    await vault.close()
  })
})
