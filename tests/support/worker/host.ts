import { randomBytes } from 'node:crypto'
import type { VaultStateV1 } from '../../../shared/ipc/host-contract.ts'
import type { AttentionV1, HostPort, LogDetail } from '../../../renderer/worker/host-port.ts'

type OpenVault = Extract<VaultStateV1, { phase: 'open' }>

/** What survives when a worker dies: the journals and the key, as the main process keeps them on disk. */
export class FakeHostDisk {
  readonly journal = new Map<string, string>()
  readonly drafts = new Map<string, string>()
  firstScreen: string | null = null
  dataKey = randomBytes(32).toString('base64')
  fence = 0
}

/** The main process in memory. Every worker started on a disk gets the next fence; an older worker's writes are refused. */
export class FakeHost {
  readonly disk: FakeHostDisk
  readonly notified: AttentionV1[] = []
  readonly logged: { level: string; code: string; detail: LogDetail }[] = []
  readonly fence: number
  badge = 0
  waiting = 0
  beats = 0
  unauthenticated = 0
  failAppend = false
  #state: VaultStateV1
  #wake: () => void = () => undefined
  #ended = false

  constructor(disk: FakeHostDisk, account: Partial<OpenVault> & Pick<OpenVault, 'accountId' | 'username'>) {
    this.disk = disk
    disk.fence += 1
    this.fence = disk.fence
    this.#state = {
      phase: 'open',
      displayName: account.username,
      dataKey: disk.dataKey,
      fence: this.fence,
      deviceName: 'test device',
      appVersion: '0.1.0',
      needsSignIn: false,
      serverUrl: 'http://127.0.0.1',
      ...account,
    }
  }

  setVault(state: VaultStateV1): void {
    this.#state = state
    this.#wake()
  }

  vault(): VaultStateV1 {
    return this.#state
  }

  /** Ends the watch, as the port's end does when the app quits. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  errors(): string[] {
    return this.logged
      .filter((entry) => entry.level === 'error')
      .map((entry) => `${entry.code}:${String(entry.detail['reason'] ?? '')}`)
  }

  port(): HostPort {
    return {
      vault: {
        get: async () => this.#state,
        watch: async () => this.#watch(),
        reportUnauthenticated: async () => {
          this.unauthenticated += 1
        },
      },
      journal: {
        append: async ({ key, sealed, fence }) => {
          this.#assertFence(fence)
          if (this.failAppend) throw new Error('disk full')
          this.disk.journal.set(key, sealed)
        },
        readAll: async () => ({ records: records(this.disk.journal), tornTailBytes: 0 }),
        forget: async ({ keys, fence }) => {
          this.#assertFence(fence)
          for (const key of keys) this.disk.journal.delete(key)
        },
      },
      drafts: {
        put: async ({ key, sealed, fence }) => {
          this.#assertFence(fence)
          this.disk.drafts.set(key, sealed)
        },
        readAll: async () => ({ records: records(this.disk.drafts) }),
        forget: async ({ keys, fence }) => {
          this.#assertFence(fence)
          for (const key of keys) this.disk.drafts.delete(key)
        },
      },
      firstScreen: {
        put: async ({ sealed, fence }) => {
          this.#assertFence(fence)
          this.disk.firstScreen = sealed
        },
        forget: async ({ fence }) => {
          this.#assertFence(fence)
          this.disk.firstScreen = null
        },
      },
      attention: {
        notify: async (attention) => this.notified.push(attention),
        setBadge: async ({ count }) => {
          this.badge = count
        },
      },
      outboxCount: async ({ waiting }) => {
        this.waiting = waiting
      },
      heartbeat: async () => {
        this.beats += 1
      },
      log: async (entry) => this.logged.push(entry),
    }
  }

  #assertFence(fence: number): void {
    if (fence !== this.disk.fence) throw new Error('FENCE_OLD')
  }

  async *#watch(): AsyncGenerator<VaultStateV1> {
    while (!this.#ended) {
      const changed = new Promise<void>((resolve) => (this.#wake = resolve))
      yield this.#state
      await changed
    }
  }
}

function records(files: ReadonlyMap<string, string>): { key: string; sealed: string }[] {
  return [...files].map(([key, sealed]) => ({ key, sealed }))
}
