import { hostname } from 'node:os'
import { RPCHandler } from '@orpc/server/message-port'
import { app, MessageChannelMain } from 'electron'
import type { MessagePortMain, Session, WebContents } from 'electron'
import type { BridgePayload } from '../../../shared/ipc/bridge.ts'
import { workerPortMessage } from '../../../shared/ipc/bridge.ts'
import type { VaultStateV1 } from '../../../shared/ipc/host-contract.ts'
import { ChangeSignal } from '../change-signal.ts'
import type { EvidenceDesk } from '../evidence/evidence-desk.ts'
import { describeError } from '../logs/redact.ts'
import type { CarryDesk } from '../carry/carry-desk.ts'
import type { Log } from '../logs/rotating-log.ts'
import type { OpenAccount } from '../vault/account-store.ts'
import type { Vault } from '../vault/vault.ts'
import type { AttentionDesk } from '../windows/attention.ts'
import type { FenceStore } from './fence-store.ts'
import { createHostRouter } from './host-router.ts'
import { WorkerSupervisor } from './supervisor.ts'
import { startWorkerWindow } from './worker-window.ts'

type Reason = BridgePayload<'worker:restarting'>['reason']

export type DataWorkerParts = Readonly<{
  vault: Vault
  evidence: EvidenceDesk
  attention: AttentionDesk
  carry: CarryDesk
  fences: FenceStore
  preload: string
  /** The session of a storage partition, guarded and serving the bundle. */
  sessionOf: (partition: string) => Session
  onRestarting: (reason: Reason) => void
  /** Every page that needs a port to a new worker. */
  pages: () => readonly WebContents[]
  log: Log
}>

// In memory: a worker without an account keeps nothing.
const signedOutPartition = 'signed-out'

/** The data worker with everything around it: its window, the services it calls, the ports of the pages. */
export class DataWorker {
  readonly #parts: DataWorkerParts
  readonly #vaultChanged = new ChangeSignal()
  readonly #supervisor: WorkerSupervisor<MessagePortMain>
  #partition = signedOutPartition

  constructor(parts: DataWorkerParts) {
    this.#parts = parts
    this.#supervisor = new WorkerSupervisor<MessagePortMain>({
      start: ({ partition, onGone }) =>
        startWorkerWindow({ session: parts.sessionOf(partition), preload: parts.preload, onGone }),
      openHostPort: (fence) => this.#openHostPort(fence),
      nextFence: () => parts.fences.next(),
      onRestarting: parts.onRestarting,
      onReplaced: () => parts.pages().forEach((page) => this.givePort(page)),
      nowMs: () => performance.now(),
      log: parts.log,
    })
  }

  async start(): Promise<void> {
    this.#partition = this.#parts.vault.account?.partition ?? signedOutPartition
    await this.#supervisor.start(this.#partition)
  }

  /** Follows a sign-in or sign-out: the worker starts anew on the storage of the account, or on none. */
  async followAccount(): Promise<void> {
    const { account } = this.#parts.vault
    this.#partition = account?.partition ?? signedOutPartition
    await this.#supervisor.changePartition(this.#partition, account === null ? 'signed_out' : 'signed_in')
  }

  /** Tells the worker that the token came or went. */
  vaultChanged(): void {
    this.#vaultChanged.fire()
  }

  /** A new channel between a page and the worker, replacing the page's former one. */
  givePort(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain()
    page.postMessage(workerPortMessage, null, [port1])
    this.#supervisor.connectPage(port2)
  }

  stop(): void {
    this.#supervisor.stop()
  }

  #openHostPort(fence: number): MessagePortMain {
    const { vault, evidence, attention, carry, log } = this.#parts
    const { port1, port2 } = new MessageChannelMain()
    const partition = this.#partition
    const router = createHostRouter({
      fence,
      currentFence: () => this.#supervisor.fence,
      account: () => this.#accountOn(partition),
      vaultState: () => this.#vaultState(partition, fence),
      nextVaultChange: (signal) => this.#vaultChanged.next(signal),
      reportUnauthenticated: () => vault.token.refused(),
      heartbeat: (beat) => this.#supervisor.heartbeat(beat),
      fenceBehind: (held) => {
        log.error('fence_file_lost', { fence, held })
        this.#parts.fences.raise(held)
        this.#supervisor.restart('fence_behind').catch((error: unknown) => {
          log.error('worker_start_failed', describeError(error))
        })
      },
      setUnsent: (unsent) => vault.setUnsent(unsent),
      wipe: (clientId) => {
        vault.wipe(clientId).catch((error: unknown) => log.error('wipe_failed', describeError(error)))
      },
      evidence,
      attention,
      carry,
      log,
    })
    new RPCHandler(router).upgrade(port1)
    port1.start()
    return port2
  }

  // A worker sees only the account whose storage it was started on: never the next one's key.
  #accountOn(partition: string): OpenAccount | null {
    const { account } = this.#parts.vault
    return account?.partition === partition ? account : null
  }

  #vaultState(partition: string, fence: number): VaultStateV1 {
    const account = this.#accountOn(partition)
    const { state } = this.#parts.vault
    if (account === null || state.phase !== 'signed_in') return { phase: 'closed', reason: 'signed_out' }
    const { accountId, username, displayName, needsSignIn, serverUrl } = state
    return {
      phase: 'open',
      accountId,
      username,
      displayName,
      dataKey: account.dataKey.toString('base64'),
      fence,
      deviceName: hostname().slice(0, 200) || 'desk',
      appVersion: app.getVersion(),
      needsSignIn,
      serverUrl,
    }
  }
}
