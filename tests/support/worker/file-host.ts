import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { ChangeSignal } from '../../../electron/main/change-signal.ts'
import { EvidenceDesk } from '../../../electron/main/evidence/evidence-desk.ts'
import { AccountStore } from '../../../electron/main/vault/account-store.ts'
import type { OpenAccount } from '../../../electron/main/vault/account-store.ts'
import { chooseSealer } from '../../../electron/main/vault/sealer.ts'
import { createHostRouter } from '../../../electron/main/worker/host-router.ts'
import type { HostPort } from '../../../renderer/worker/host-port.ts'

/** The main process's own vault, journals and services on a profile folder, without Electron around them. */
export type FileHost = Readonly<{
  account: OpenAccount
  isKeyLost: boolean
  port: HostPort
  logged: { level: string; code: string }[]
  /** The client id a wipe was asked for, null before. */
  wiped: () => string | null
  close: () => Promise<void>
}>

const noKeyring = {
  isEncryptionAvailable: () => false,
  encryptString: () => Buffer.alloc(0),
  decryptString: () => '',
}

/** Where an account's files lie in a profile. */
export const accountFolder = (profile: string, accountId: string): string => join(profile, 'accounts', accountId)

/** Opens an account as main does at a sign-in and offers its services to a worker with this fence. */
export async function openFileHost(profile: string, account: { accountId: string; username: string; fence: number }) {
  const sealer = await chooseSealer({ keyring: noKeyring, isPackaged: false, profile })
  if (sealer === null) throw new Error('no sealer')
  const opened = await new AccountStore(profile, () => Date.now()).open(account.accountId, sealer)
  const logged: { level: string; code: string }[] = []
  const log = {
    error: (code: string) => void logged.push({ level: 'error', code }),
    info: (code: string) => void logged.push({ level: 'info', code }),
    debug: () => undefined,
  }
  const changes = new ChangeSignal()
  let wiped: string | null = null
  const { fence } = account
  const router = createHostRouter({
    fence,
    currentFence: () => fence,
    account: () => opened.account,
    vaultState: () => ({
      phase: 'open',
      accountId: account.accountId,
      username: account.username,
      displayName: account.username,
      dataKey: opened.account.dataKey.toString('base64'),
      fence,
      deviceName: 'test device',
      appVersion: '0.1.0',
      needsSignIn: false,
      serverUrl: 'http://127.0.0.1',
    }),
    nextVaultChange: (signal) => changes.next(signal),
    reportUnauthenticated: () => undefined,
    heartbeat: () => undefined,
    fenceBehind: () => undefined,
    setUnsent: () => undefined,
    wipe: (clientId) => void (wiped = clientId),
    evidence: new EvidenceDesk({
      account: () => opened.account,
      token: () => ({ get: async () => '', refused: () => undefined }),
      // These tests lose keys, not files: nothing is sent.
      call: () => Promise.reject(new Error('no server')),
      onChange: () => undefined,
      log,
    }),
    carry: {
      save: async () => ({ ok: false, code: 'cancelled' }),
      choose: async () => null,
      open: async () => ({ ok: false, code: 'no_file' }),
    },
    attention: { notify: () => true, setBadge: () => undefined },
    log,
  })
  const host: FileHost = {
    ...opened,
    logged,
    port: createRouterClient(router),
    wiped: () => wiped,
    close: () => opened.account.work.close(),
  }
  return host
}
