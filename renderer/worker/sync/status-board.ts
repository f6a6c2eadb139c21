import type { SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'
import type { PullReplyV1 } from '../../../shared/contract/sync.ts'
import type { RowStore } from '../db/row-store.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { Outbox } from '../outbox/outbox.ts'

export type StatusBoardParts = Readonly<{
  environment: WorkerEnvironment
  rows: RowStore
  outbox: Outbox
  onStatus: (status: SyncStatusV1) => void
}>

type Changeable = Pick<SyncStatusV1, 'state' | 'lastErrorCode'>

/** What the interface says about syncing, and the server's clock as seen from here. */
export class StatusBoard {
  readonly #parts: StatusBoardParts
  #shown: Changeable = { state: 'offline', lastErrorCode: null }
  #total: number | null = null
  #clockOffsetMs = 0
  completeAtMs: number | null = null

  constructor(parts: StatusBoardParts) {
    this.#parts = parts
  }

  current(): SyncStatusV1 {
    const { rows, outbox } = this.#parts
    return {
      ...this.#shown,
      waiting: outbox.waitingCount(),
      troubled: outbox.troubledCount(),
      lastCompleteAtMs: this.completeAtMs,
      loaded: rows.catalog.slotCount,
      total: this.#total,
      clockOffsetMs: this.#clockOffsetMs,
    }
  }

  set(change: Partial<Changeable>): void {
    this.#shown = { ...this.#shown, ...change }
    this.announce()
  }

  announce(): void {
    this.#parts.onStatus(this.current())
  }

  page(reply: PullReplyV1, sentAtMs: number): void {
    this.#total = reply.total ?? this.#total
    this.serverTime(reply.serverTime, sentAtMs)
    this.announce()
  }

  /** Server clock minus device clock, taking the request to have been answered half-way. */
  serverTime(serverTimeMs: number, sentAtMs: number): void {
    const halfWay = (sentAtMs + this.#parts.environment.nowMs()) / 2
    this.#clockOffsetMs = Math.round(serverTimeMs - halfWay)
  }

  /** The best guess of the server's clock now. */
  serverNowMs(): number {
    return this.#parts.environment.nowMs() + this.#clockOffsetMs
  }
}
