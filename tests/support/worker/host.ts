import { randomBytes } from 'node:crypto'
import { openCarried, sealCarried } from '../../../electron/main/carry/carried-file.ts'
import { codeOf } from '../../../electron/main/desk-error.ts'
import { sealToEscrow } from '../../../electron/main/journal/escrow-seal.ts'
import { carryRefusals } from '../../../shared/ipc/outbox-contract.ts'
import type { StoredRecordV1, VaultStateV1 } from '../../../shared/ipc/host-contract.ts'
import type { AttentionV1, HostPort, LogDetail } from '../../../renderer/worker/host-port.ts'

type OpenVault = Extract<VaultStateV1, { phase: 'open' }>

/** A file that goes from one device to another. */
export type MemoryStick = { file: Buffer | null }

/** What survives when a worker dies: the journals and the key, as the main process keeps them on disk. */
export class FakeHostDisk {
  readonly journal = new Map<string, string>()
  readonly drafts = new Map<string, string>()
  /** What only the server opens, by `journal` or `drafts` and the record's key. */
  readonly envelopes = new Map<string, { key: string; sealed: string }>()
  readonly rescue = new Map<string, string>()
  readonly refused = new Map<string, string>()
  escrowKey: string | null = null
  firstScreen: string | null = null
  fileBytes: number | null = null
  /** What the worker told of files: the words in order, and what was given up. */
  readonly evidence = { words: [] as { held: string[]; paused: boolean }[], discarded: [] as string[] }
  /** The originals the worker wanted here, word by word, and those that are kept. */
  readonly originals = { wanted: [] as { hash: string; sizeBytes: number }[][], kept: new Set<string>() }
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
  unsent = 0
  /** What carried work is written to and read from; null stands for a dialog that was cancelled. */
  stick: MemoryStick | null = null
  beats = 0
  unauthenticated = 0
  failAppend = false
  wiped: string | null = null
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
        append: async ({ key, sealed, plain, replaces, fence }) => {
          this.#assertFence(fence)
          if (this.failAppend) throw new Error('disk full')
          if (!replaces && this.disk.journal.has(key)) return
          this.disk.journal.set(key, sealed)
          this.#escrow('journal', key, { key, plain })
        },
        readAll: async () => ({ records: this.#records('journal'), tornTailBytes: 0 }),
        forget: async ({ keys, fence }) => {
          this.#assertFence(fence)
          for (const key of keys) this.disk.journal.delete(key)
        },
      },
      drafts: {
        put: async ({ key, sealed, plain, rescueKey, fence }) => {
          this.#assertFence(fence)
          this.disk.drafts.set(key, sealed)
          this.#escrow('drafts', key, { key: rescueKey, plain })
        },
        readAll: async () => ({ records: this.#records('drafts') }),
        forget: async ({ keys, fence }) => {
          this.#assertFence(fence)
          for (const key of keys) this.disk.drafts.delete(key)
        },
      },
      limits: {
        keep: async ({ fileBytes, fence }) => {
          this.#assertFence(fence)
          this.disk.fileBytes = fileBytes
        },
      },
      ...this.#rescueRoutes(),
      ...this.#carryRoutes(),
      wipe: async ({ clientId, fence }) => {
        this.#assertFence(fence)
        this.wiped = clientId
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
      evidence: {
        follow: async (word) => {
          this.#assertFence(word.fence)
          this.disk.evidence.words.push({ held: word.held, paused: word.paused })
        },
        bring: async ({ files, fence }) => {
          this.#assertFence(fence)
          this.disk.originals.wanted.push(files)
          for (const { hash } of files) this.disk.originals.kept.add(hash)
        },
        kept: async () => ({ hashes: [...this.disk.originals.kept] }),
        release: async ({ hashes, fence }) => {
          this.#assertFence(fence)
          for (const hash of hashes) this.disk.originals.kept.delete(hash)
        },
        discard: async ({ ids, fence }) => {
          this.#assertFence(fence)
          this.disk.evidence.discarded.push(...ids)
        },
      },
      attention: {
        notify: async (attention) => this.notified.push(attention),
        setBadge: async ({ count }) => {
          this.badge = count
        },
      },
      outboxCount: async ({ waiting, unsent }) => {
        this.waiting = waiting
        this.unsent = unsent
      },
      fenceBehind: async ({ fence, held }) => {
        this.#assertFence(fence)
        this.disk.fence = Math.max(this.disk.fence, held)
      },
      heartbeat: async () => {
        this.beats += 1
      },
      log: async (entry) => this.logged.push(entry),
    }
  }

  #rescueRoutes(): Pick<HostPort, 'escrow' | 'rescue'> {
    const { disk } = this
    return {
      escrow: {
        get: async () => ({ publicKey: disk.escrowKey }),
        keep: async ({ publicKey, fence }) => {
          this.#assertFence(fence)
          disk.escrowKey = publicKey
        },
      },
      rescue: {
        list: async () => ({ records: [...disk.rescue].map(([key, sealed]) => ({ key, sealed })) }),
        setAside: async ({ commands, drafts, fence }) => {
          this.#assertFence(fence)
          for (const key of commands) this.#setAside('journal', key)
          for (const key of drafts) this.#setAside('drafts', key)
          return { waiting: disk.rescue.size }
        },
        settle: async ({ done, refused, fence }) => {
          this.#assertFence(fence)
          for (const key of refused) disk.refused.set(key, disk.rescue.get(key) ?? '')
          for (const key of [...done, ...refused]) disk.rescue.delete(key)
        },
      },
    }
  }

  #carryRoutes(): Pick<HostPort, 'carry'> {
    return {
      carry: {
        save: async ({ passphrase, plain, fence }) => {
          this.#assertFence(fence)
          if (this.stick === null) return { ok: false, code: 'cancelled' }
          this.stick.file = await sealCarried(passphrase, plain, { log2n: 8, r: 8, p: 1 })
          return { ok: true }
        },
        choose: async () => (this.stick?.file ? { name: 'stick.ihd' } : null),
        open: async ({ passphrase }) => {
          if (!this.stick?.file) return { ok: false, code: 'no_file' }
          try {
            return { ok: true, plain: await openCarried(passphrase, this.stick.file) }
          } catch (error) {
            return { ok: false, code: carryRefusals.find((known) => known === codeOf(error)) ?? 'disk_failed' }
          }
        },
      },
    }
  }

  #escrow(file: 'journal' | 'drafts', key: string, work: { key: string; plain: string }): void {
    const { escrowKey, envelopes } = this.disk
    if (escrowKey === null) return
    const sealed = sealToEscrow(escrowKey, work.key, Buffer.from(work.plain)).toString('base64')
    envelopes.set(`${file} ${key}`, { key: work.key, sealed })
  }

  #setAside(file: 'journal' | 'drafts', key: string): void {
    const envelope = this.disk.envelopes.get(`${file} ${key}`)
    if (envelope === undefined) return
    this.disk.rescue.set(envelope.key, envelope.sealed)
    this.disk[file].delete(key)
  }

  #records(file: 'journal' | 'drafts'): StoredRecordV1[] {
    const { escrowKey, envelopes } = this.disk
    const isEscrowed = (key: string): boolean => escrowKey === null || envelopes.has(`${file} ${key}`)
    return [...this.disk[file]].map(([key, sealed]) => ({ key, sealed, escrowed: isEscrowed(key) }))
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
