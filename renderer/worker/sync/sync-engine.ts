import type { SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'
import type { PullReplyV1 } from '../../../shared/contract/sync.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import { assertFence, readMeta, writeMeta } from '../db/meta.ts'
import type { RowStore } from '../db/row-store.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import { codeOf } from '../failure.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Reporter } from '../reporter.ts'
import { Backoff, pollDelayMs } from './backoff.ts'
import { DigestCheck } from './digest-check.ts'
import { FailedTries } from './failed-tries.ts'
import type { Refusal } from './outcome.ts'
import { PokeStream } from './poke-stream.ts'
import { Puller } from './puller.ts'
import { Pusher } from './pusher.ts'
import { Rescuer } from './rescuer.ts'
import type { Rescued } from './rescuer.ts'
import { StatusBoard } from './status-board.ts'
import { SyncApi } from './sync-api.ts'

export type SyncEngineParts = Readonly<{
  environment: WorkerEnvironment
  database: DeskDatabase
  rows: RowStore
  outbox: Outbox
  reporter: Reporter
  host: HostPort
  fence: number
  device: { deviceName: string; appVersion: string }
  /** The token was refused: main asks the person to sign in. */
  onUnauthenticated: () => void
  onPage: (reply: PullReplyV1) => Promise<void>
  /** Another escrow key is known: what is unsent is to be sealed to it. */
  sealMissing: () => Promise<void>
  onRescued: (rescued: Rescued) => void
  /** A cycle ended with everything sent and fetched. */
  onSynced: () => void
  onStatus: (status: SyncStatusV1) => void
}>

const safetyPollMs = 300_000
/** A device that has to be wiped does not wait long for the server to take what is unsent. */
const triesBeforeWipe = 4

/**
 * Keeps the device and the server equal: register, push, pull, then wait for a poke, a new command, a poll or the end of a back-off.
 * One cycle at a time; a wish that arrives during a cycle starts another after it.
 */
export class SyncEngine {
  readonly status: StatusBoard
  readonly #parts: SyncEngineParts
  readonly #api: SyncApi
  readonly #pusher: Pusher
  readonly #puller: Puller
  readonly #pokes: PokeStream
  readonly #backoff: Backoff
  readonly #digest: DigestCheck
  readonly #rescuer: Rescuer
  #timer: CancelTimer = () => undefined
  #running: Promise<void> | null = null
  #wished = false
  #held: 'unauthenticated' | 'locked' | null = null
  #denials = 0
  #isUnreached = false
  readonly #failed: FailedTries
  /** The escrow key of a registration just made. */
  #givenKey: string | null = null
  #wiping: Promise<void> | null = null
  #stopped = true

  constructor(parts: SyncEngineParts) {
    this.#parts = parts
    this.#api = new SyncApi(parts.environment)
    this.#pusher = new Pusher(this.#api, parts.outbox)
    this.#backoff = new Backoff(parts.environment.random)
    this.#failed = new FailedTries(parts.database, parts.fence)
    this.status = new StatusBoard(parts)
    this.#puller = new Puller({
      api: this.#api,
      rows: parts.rows,
      outbox: parts.outbox,
      pusher: this.#pusher,
      reporter: parts.reporter,
      nowMs: parts.environment.nowMs,
      onPage: async (reply, sentAtMs) => {
        this.status.page(reply, sentAtMs)
        await parts.onPage(reply)
      },
    })
    const { environment, rows, reporter } = parts
    this.#rescuer = new Rescuer({ ...parts, api: this.#api })
    this.#digest = new DigestCheck({ api: this.#api, rows, environment, reporter, wake: () => this.wake() })
    this.#pokes = new PokeStream({
      api: this.#api,
      environment: parts.environment,
      onPoke: (poke) => {
        if ('v' in poke) this.wake()
        else if ('wipe' in poke) this.#beginWipe()
        else this.#lock('client_locked')
      },
      onEnded: () => this.wake(),
    })
  }

  /** Whether the server's event stream is open. */
  get isListening(): boolean {
    return this.#pokes.isOpen
  }

  /** How many tries failed in a row at or after a moment of the device's clock. */
  failuresSince(atMs: number): number {
    return this.#failed.since(atMs)
  }

  async start(needsSignIn: boolean): Promise<void> {
    this.#stopped = false
    await this.#failed.load()
    this.status.completeAtMs = (await readMeta(this.#parts.database, 'completeAtMs')) ?? null
    if (needsSignIn) this.#hold()
    else this.wake()
  }

  /** Stops for good; resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer()
    this.#digest.stop()
    await this.#pokes.stop()
    await this.#running
  }

  /** The vault says whether a person must sign in; a token that came ends the hold, and a waiting for the network too. */
  setNeedsSignIn(needsSignIn: boolean): void {
    if (needsSignIn) {
      this.#hold()
      return
    }
    if (this.#held === 'unauthenticated') this.#held = null
    // A server that refuses every new token is asked ever more rarely.
    if (this.#denials > 1) this.#plan(this.#backoff.nextMs(null))
    else if (this.status.current().state !== 'synced') this.wake()
  }

  /** Asks for a cycle soon: now when idle, after the present one when busy. */
  wake(): void {
    if (this.#stopped || this.#held !== null) return
    this.#wished = true
    if (this.#running) return
    this.#timer()
    this.#running = this.#run().finally(() => {
      this.#running = null
      if (this.#wished) this.wake()
    })
  }

  /** A cycle now, waited for: true when everything sent and fetched. */
  async now(): Promise<boolean> {
    this.wake()
    while (this.#running) await this.#running
    return this.status.current().state === 'synced'
  }

  /** Compares every stored bucket with the server in a cycle now; true when everything is sent, fetched and equal. */
  async compareNow(): Promise<boolean> {
    this.#digest.request()
    return this.now()
  }

  async #run(): Promise<void> {
    while (this.#wished && !this.#stopped && this.#held === null) {
      this.#wished = false
      this.status.set({ state: 'syncing' })
      let refusal: Refusal | null
      try {
        refusal = await this.#cycle()
      } catch (error) {
        this.#parts.reporter.error('sync_cycle', { reason: codeOf(error) })
        refusal = { kind: 'busy', code: codeOf(error), afterMs: null }
      }
      if (this.#stopped) return
      if (refusal) this.#refused(refusal)
      else await this.#finished()
    }
  }

  async #cycle(): Promise<Refusal | null> {
    for (let tries = 0; tries < 3; tries += 1) {
      const client = await this.#client()
      if (typeof client !== 'string') return client
      const rescue = await this.#rescue(client)
      // What cannot be rescued now must not stop what can be sent.
      const refusal = rescue === null || rescue.kind === 'busy' ? await this.#exchange(client) : rescue
      if (refusal?.kind !== 'unknown_client') return refusal
      await this.#forgetClient()
    }
    return { kind: 'busy', code: 'client_unknown', afterMs: null }
  }

  /** Sends what only the server can open, and keeps the key that makes this possible at hand. */
  async #rescue(clientId: string): Promise<Refusal | null> {
    const kept = await this.#rescuer.keepKey(clientId, this.#givenKey)
    if (typeof kept === 'object') return kept
    this.#givenKey = null
    if (kept) await this.#parts.sealMissing()
    return this.#rescuer.run(clientId)
  }

  /**
   * After a failure to reach the server it asks before it sends: what never left the device keeps no number, so that it can still be
   * changed and withdrawn.
   */
  async #exchange(clientId: string): Promise<Refusal | null> {
    if (this.#isUnreached) {
      const asked = await this.#puller.run(clientId)
      if (asked !== null && asked !== 'reoffer' && asked.kind === 'offline') return asked
      this.#isUnreached = false
    }
    for (;;) {
      const push = await this.#pusher.run(clientId)
      if (push) return push
      const pull = await this.#puller.run(clientId)
      if (pull === null) return this.#compare(clientId)
      if (pull !== 'reoffer') return pull
      this.#digest.soon()
    }
  }

  /** Loads the buckets anew in which the device and the server differ; a restored server meanwhile starts the exchange again. */
  async #compare(clientId: string): Promise<Refusal | null> {
    const differing = await this.#digest.run(clientId)
    if ('kind' in differing) return differing
    if (differing.length === 0) return null
    const pull = await this.#puller.run(clientId, differing)
    return pull === 'reoffer' ? this.#exchange(clientId) : pull
  }

  async #client(): Promise<string | Refusal> {
    const { database, device, fence, host } = this.#parts
    const known = await readMeta(database, 'clientId')
    if (known !== undefined) return known
    const sentAtMs = this.#parts.environment.nowMs()
    const outcome = await this.#api.register(device)
    if (outcome.kind !== 'ok') return outcome
    await host.limits.keep({ fileBytes: outcome.value.limits.fileBytes, fence })
    await this.#pusher.renumber(1)
    await database.transaction('rw', database.meta, async () => {
      await assertFence(database, fence)
      await writeMeta(database, 'clientId', outcome.value.clientId)
      await writeMeta(database, 'epoch', outcome.value.epoch)
    })
    this.#givenKey = outcome.value.escrowKey
    this.status.serverTime(outcome.value.serverTime, sentAtMs)
    return outcome.value.clientId
  }

  async #forgetClient(): Promise<void> {
    const { database, fence, reporter } = this.#parts
    reporter.info('client_registered_anew')
    await database.transaction('rw', database.meta, async () => {
      await assertFence(database, fence)
      await database.meta.delete('clientId')
    })
  }

  async #finished(): Promise<void> {
    const { database, environment, fence } = this.#parts
    const nowMs = environment.nowMs()
    this.#backoff.reset()
    this.#denials = 0
    await this.#failed.forget()
    await database.transaction('rw', database.meta, async () => {
      await assertFence(database, fence)
      await writeMeta(database, 'completeAtMs', nowMs)
    })
    this.status.completeAtMs = nowMs
    this.status.set({ state: 'synced', lastErrorCode: null })
    const clientId = await readMeta(database, 'clientId')
    if (clientId !== undefined) this.#pokes.start(clientId)
    this.#parts.onSynced()
    this.#digest.synced()
    this.#plan(this.#pokes.isOpen ? safetyPollMs : pollDelayMs(environment.random))
  }

  #refused(refusal: Refusal): void {
    this.#isUnreached ||= refusal.kind === 'offline'
    const { environment, reporter } = this.#parts
    reporter.watch('failed_tries', this.#failed.note(environment.nowMs()))
    switch (refusal.kind) {
      case 'unauthenticated':
        this.#denials += 1
        this.#parts.onUnauthenticated()
        this.#hold()
        return
      case 'locked':
        this.#lock(refusal.code)
        return
      case 'wiped':
        this.#beginWipe()
        return
      case 'offline':
      case 'busy':
      case 'bad_request':
        this.status.set({ state: 'offline', lastErrorCode: refusal.code })
        break
      case 'too_old':
        this.status.set({ state: 'offline', lastErrorCode: 'schema_too_old' })
        break
      case 'server_too_old':
        this.status.set({ state: 'offline', lastErrorCode: 'schema_too_new' })
        break
      case 'too_large':
      case 'unknown_client':
        this.status.set({ state: 'offline', lastErrorCode: refusal.kind })
    }
    this.#plan(this.#backoff.nextMs(refusal.kind === 'busy' ? refusal.afterMs : null))
  }

  #plan(afterMs: number): void {
    this.#timer()
    if (!this.#stopped) this.#timer = this.#parts.environment.setTimer(() => this.wake(), afterMs)
  }

  #hold(): void {
    this.#held ??= 'unauthenticated'
    this.#timer()
    this.status.set({ state: 'needs_sign_in', lastErrorCode: 'unauthenticated' })
  }

  /** From here on the device neither pulls nor pushes: it offers what is unsent for rescue and is destroyed by main. */
  #beginWipe(): void {
    if (this.#wiping !== null) return
    this.#lock('client_wiped')
    const running = this.#running ?? Promise.resolve()
    this.#wiping = running.then(() => this.#wipe())
    this.#parts.reporter.watch('wipe', this.#wiping)
  }

  async #wipe(): Promise<void> {
    const { database, environment, fence, host, reporter } = this.#parts
    const clientId = (await readMeta(database, 'clientId')) ?? ''
    for (let tries = 1; !this.#stopped; tries += 1) {
      const refusal = await this.#rescueEverything(clientId)
      // Without the escrow key what is unsent would be lost with the device's own key.
      const isSealed = (await host.escrow.get()).publicKey !== null
      if (tries >= triesBeforeWipe && (isSealed || refusal === null)) break
      if (refusal === null) {
        // The officer, or the page, may have done something meanwhile.
        if (await this.#isEverythingSent()) break
        continue
      }
      reporter.info('wipe_rescue_waits', { reason: refusal.kind })
      await new Promise<void>((resolve) => void environment.setTimer(resolve, this.#backoff.nextMs()))
    }
    // What could not be sent stays, sealed to the server alone, and is rescued at the next sign-in.
    if (!this.#stopped) await host.wipe({ clientId, fence })
  }

  async #isEverythingSent(): Promise<boolean> {
    const { journal, drafts } = this.#parts.host
    return (await journal.readAll()).records.length + (await drafts.readAll()).records.length === 0
  }

  async #rescueEverything(clientId: string): Promise<Refusal | null> {
    const { fence, host } = this.#parts
    const kept = await this.#rescuer.keepKey(clientId, null)
    if (typeof kept === 'object') return kept
    await this.#parts.sealMissing()
    const commands = (await host.journal.readAll()).records.map((record) => record.key)
    const drafts = (await host.drafts.readAll()).records.map((record) => record.key)
    await host.rescue.setAside({ commands, drafts, fence })
    return this.#rescuer.run(clientId)
  }

  #lock(code: string): void {
    this.#held = 'locked'
    this.#timer()
    this.status.set({ state: 'locked', lastErrorCode: code })
    this.#parts.reporter.watch('poke_stop', this.#pokes.stop())
  }
}
