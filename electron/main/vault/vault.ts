import type { BridgeResult, SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { codeOf } from '../desk-error.ts'
import type { Log } from '../logs/rotating-log.ts'
import type { AccountStore, OpenAccount } from './account-store.ts'
import { AccessToken } from './access-token.ts'
import { accountIdOf } from './account-id.ts'
import type { DevAccount, DevIdentity } from './dev-identity.ts'
import type { UnsentWork } from '../journal/unsent-work.ts'
import type { Sealer } from './sealer.ts'
import type { SessionStore } from './session-store.ts'
import type { StoredSession } from './stored-session.ts'
import type { WipeOrder, WipeOrders } from './wipe-orders.ts'

type SignedOutReason = Extract<SessionStateV1, { phase: 'signed_out' }>['reason']
export type SignInResult = BridgeResult<'session:sign-in'>
/** What people are told in a dialog: a key or a file could not be read and was put aside, or the keyring is missing. */
export type VaultNotice = Readonly<{ code: 'session_damaged' | 'account_damaged' | 'key_lost' | 'keyring_gone' }>

export type VaultParts = Readonly<{
  serverUrl: string
  sealer: Sealer | null
  sessions: SessionStore
  accounts: AccountStore
  identity: DevIdentity
  wipes: WipeOrders
  /** Tells the server that a wipe is done; false when it could not be told now. */
  confirmWipe: (accessToken: string, order: WipeOrder) => Promise<boolean>
  log: Log
  onChange: (change: 'account' | 'token') => Promise<void>
  onNotice: (notice: VaultNotice) => void
  /** Deletes the browser storage sealed with a key that is being destroyed. */
  clearPartition: (partition: string) => Promise<void>
}>

const failed = (code: Extract<SignInResult, { ok: false }>['code']) => ({ ok: false, code }) as const

/** Who is signed in, the account's data key, journal and drafts, and the token. One change at a time. */
export class Vault {
  readonly token: AccessToken
  readonly #parts: VaultParts
  #session: StoredSession | null = null
  #account: OpenAccount | null = null
  #reason: SignedOutReason = 'never'
  #unsent: number | null = null
  #tail: Promise<unknown> = Promise.resolve()

  constructor(parts: VaultParts) {
    this.#parts = parts
    this.token = new AccessToken(parts.identity, () => void parts.onChange('token'))
  }

  get account(): OpenAccount | null {
    return this.#account
  }

  get keyStore(): Sealer['kind'] | 'none' {
    return this.#parts.sealer?.kind ?? 'none'
  }

  get state(): SessionStateV1 {
    const { serverUrl } = this.#parts
    if (this.#session === null || this.#account === null)
      return { phase: 'signed_out', serverUrl, reason: this.#reason }
    const { accountId, username, displayName } = this.#session
    return { phase: 'signed_in', serverUrl, accountId, username, displayName, needsSignIn: this.token.isRefused }
  }

  /** Opens the account that was signed in last, without asking the server: cached work is readable at once. */
  async start(): Promise<void> {
    const { sessions, sealer, serverUrl, onNotice, log } = this.#parts
    if (sealer?.kind === 'key_file') log.info('vault_key_file', { development: true })
    if (await this.#finishWipes()) return
    const loaded = await sessions.load(sealer)
    if (loaded.kind === 'none') return
    if (loaded.kind !== 'session') {
      log.error('vault_session_unreadable', { kind: loaded.kind })
      onNotice({ code: loaded.kind === 'damaged' ? 'session_damaged' : 'keyring_gone' })
      return
    }
    const { session } = loaded
    if (sealer === null || serverUrl === '' || accountIdOf(serverUrl, session.username) !== session.accountId) return
    const result = await this.#open(session, sealer)
    if (result.ok) this.token.use(session.username, null)
  }

  /** The list as it was last shown to the account that is open, as JSON; null where there is none to show. */
  async firstScreen(): Promise<string | null> {
    const account = this.#account
    if (account === null) return null
    try {
      const kept = await account.firstScreen.read()
      return account === this.#account ? (kept?.screen ?? null) : null
    } catch (error) {
      this.#parts.log.error('first_screen_unreadable', { code: codeOf(error) })
      return null
    }
  }

  listAccounts(): Promise<BridgeResult<'session:list-accounts'>> {
    return this.#parts.identity
      .listAccounts()
      .then((answer) => (answer.ok ? { ok: true, accounts: [...answer.value] } : answer))
  }

  signIn(username: string): Promise<SignInResult> {
    return this.#oneAtATime(() => this.#signIn(username))
  }

  signOut(): Promise<SignInResult> {
    return this.#oneAtATime(() => this.#signOut())
  }

  /** Destroys key, tokens and data of the account that is open, because the server wants it; resolves when it is done. */
  wipe(clientId: string): Promise<void> {
    return this.#oneAtATime(() => this.#wipe(clientId))
  }

  /** The data worker's count of commands that the server has not decided, or the official not after it. */
  setUnsent(unsent: number): void {
    this.#unsent = unsent
  }

  async close(): Promise<void> {
    this.token.clear()
    await this.#account?.work.close()
    await this.#account?.evidence.close()
    this.#account = null
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => undefined)
    return result
  }

  async #signIn(username: string): Promise<SignInResult> {
    const { identity, sealer, sessions, serverUrl, log } = this.#parts
    if (sealer === null) return failed('no_keyring')
    const known = await this.#findAccount(username)
    if (!known.ok) return known
    const token = await identity.exchange(username)
    if (!token.ok) return failed(token.code)
    if (this.#session?.username === username && this.#account !== null) {
      this.token.use(username, token.value)
      return { ok: true }
    }
    const left = this.#session === null ? ({ ok: true } as const) : await this.#signOut()
    if (!left.ok) return left
    const { displayName } = known.account
    const accountId = accountIdOf(serverUrl, username)
    const session = { v: 1, accountId, username, displayName, serverUrl, identity: 'development' } as const
    const opened = await this.#open(session, sealer)
    if (!opened.ok) return opened
    await sessions.save(session, sealer)
    this.token.use(username, token.value)
    log.info('signed_in', { keyStore: sealer.kind })
    await this.#parts.onChange('account')
    await this.#confirmWipes(accountId, token.value.accessToken)
    return { ok: true }
  }

  async #findAccount(
    username: string,
  ): Promise<{ ok: true; account: DevAccount } | Extract<SignInResult, { ok: false }>> {
    const accounts = await this.#parts.identity.listAccounts()
    if (!accounts.ok) return failed(accounts.code)
    const account = accounts.value.find((candidate) => candidate.username === username)
    return account ? { ok: true, account } : failed('unknown_account')
  }

  async #signOut(): Promise<SignInResult> {
    const { sessions, accounts, clearPartition, onChange, log } = this.#parts
    const account = this.#account
    const waitingFiles = account?.evidence.unsentCount ?? 0
    if (account !== null && (waitingFiles > 0 || this.#holdsUnsent(account.work))) return failed('outbox_not_empty')
    await sessions.forget()
    this.token.clear()
    this.#session = null
    this.#account = null
    this.#reason = 'signed_out'
    this.#unsent = null
    await onChange('account')
    if (account === null) return { ok: true }
    await account.firstScreen.forget()
    const hasUnsentWork = account.work.count > 0
    await account.work.close()
    await account.evidence.close()
    if (!hasUnsentWork) {
      await account.evidence.files.removeAll()
      await accounts.destroyKey(account.accountId)
      await clearPartition(account.partition)
    }
    log.info('signed_out', { keyKept: hasUnsentWork })
    return { ok: true }
  }

  /** Work that is neither at the server nor in a file for another device. Read marks are in the journal too, and nobody would miss them. */
  #holdsUnsent(work: UnsentWork): boolean {
    // Before the worker has counted, the journal is the only witness.
    const held = (this.#unsent ?? work.commandCount) + work.draftCount
    // A command without a record of its own can lie in no file.
    return held > 0 && !(work.isCarried && work.count >= held)
  }

  async #open(session: StoredSession, sealer: Sealer): Promise<SignInResult> {
    const { accounts, clearPartition, log, onNotice } = this.#parts
    try {
      const { account, isKeyLost, lostPartition } = await accounts.open(session.accountId, sealer)
      this.#account = account
      this.#session = session
      this.#unsent = null
      if (lostPartition !== null) await clearPartition(lostPartition)
      if (isKeyLost) {
        log.error('vault_key_lost', { commands: account.work.commandCount })
        onNotice({ code: 'key_lost' })
      }
      return { ok: true }
    } catch (error) {
      const code = codeOf(error)
      log.error('vault_open_failed', { code })
      onNotice({ code: code === 'keyring_gone' ? 'keyring_gone' : 'account_damaged' })
      return failed(code === 'keyring_gone' ? 'no_keyring' : 'profile_damaged')
    }
  }

  async #wipe(clientId: string): Promise<void> {
    const { accounts, sessions, wipes, onChange, log } = this.#parts
    const account = this.#account
    if (account === null) return
    const { accountId, partition, work } = account
    const order: WipeOrder = { v: 1, accountId, clientId, partition, kept: null }
    // Written first: a wipe that the power cut off is finished at the next start.
    await wipes.save(order)
    const accessToken = await this.token.get().catch(() => null)
    await sessions.forget()
    this.token.clear()
    this.#session = null
    this.#account = null
    this.#reason = 'wiped'
    this.#unsent = null
    // First the key: from here on nothing of it can be read again.
    await accounts.destroyKey(accountId)
    await onChange('account')
    // What was given in the last moment waits for the server with the rest.
    await work.setAsideAll()
    await work.close()
    await account.evidence.close()
    await this.#destroy(order)
    log.info('account_wiped')
    if (accessToken !== null) await this.#confirmWipes(accountId, accessToken)
  }

  async #destroy(order: WipeOrder): Promise<void> {
    const { accounts, clearPartition, wipes } = this.#parts
    const kept = await accounts.wipe(order.accountId)
    await clearPartition(order.partition)
    await wipes.save({ ...order, kept })
  }

  /** Ends wipes that were cut off. True when there was one: nobody is signed in then. */
  async #finishWipes(): Promise<boolean> {
    const { sessions, wipes } = this.#parts
    const cutOff = (await wipes.list()).filter((order) => order.kept === null)
    if (cutOff.length === 0) return false
    await sessions.forget()
    for (const order of cutOff) await this.#destroy(order)
    this.#reason = 'wiped'
    return true
  }

  async #confirmWipes(accountId: string, accessToken: string): Promise<void> {
    const { confirmWipe, wipes, log } = this.#parts
    for (const order of (await wipes.list()).filter((one) => one.accountId === accountId && one.kept !== null)) {
      const isConfirmed = await confirmWipe(accessToken, order)
      log.info('wipe_confirmed', { confirmed: isConfirmed })
      if (isConfirmed) await wipes.forget(order)
    }
  }
}
