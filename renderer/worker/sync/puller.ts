import { syncedRows } from '../../../shared/contract/rows.ts'
import type { PullReplyV1, SyncOpV1 } from '../../../shared/contract/sync.ts'
import { maxPullLimit } from '../../../shared/contract/versions.ts'
import type { RowStore } from '../db/row-store.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Reporter } from '../reporter.ts'
import type { Refusal } from './outcome.ts'
import type { Pusher } from './pusher.ts'
import { confirm, expired } from './settlement.ts'
import type { SyncApi } from './sync-api.ts'

export type PullerParts = Readonly<{
  api: SyncApi
  rows: RowStore
  outbox: Outbox
  pusher: Pusher
  reporter: Reporter
  /** Called after each stored page; `sentAtMs` is the device's time when it was asked for. */
  onPage: (reply: PullReplyV1, sentAtMs: number) => Promise<void>
  nowMs: () => number
}>

/** Fetches pages until the server says `complete`. A page and its cursor are stored in one transaction. */
export class Puller {
  readonly #parts: PullerParts

  constructor(parts: PullerParts) {
    this.#parts = parts
  }

  /** Null when complete. `reoffer` means commands were numbered anew and wait to be pushed. */
  async run(clientId: string): Promise<Refusal | 'reoffer' | null> {
    const { api, rows } = this.#parts
    for (;;) {
      const cursor = rows.state.cursor
      const sentAtMs = this.#parts.nowMs()
      const outcome = await api.pull({ clientId, cursor, limit: maxPullLimit })
      if (outcome.kind !== 'ok') return outcome
      const reply = { ...outcome.value, ops: this.#valid(outcome.value.ops) }
      await rows.applyPage(cursor, reply)
      const restored = await this.#settle(reply)
      await this.#parts.onPage(reply, sentAtMs)
      if (restored) return 'reoffer'
      if (reply.complete) return null
    }
  }

  /** Answers that a lost reply kept back, and confirmations. True when the server was restored and everything recent must be offered again. */
  async #settle(reply: PullReplyV1): Promise<boolean> {
    const { outbox, pusher, nowMs } = this.#parts
    if (reply.results.length > 0) await pusher.settleResults(reply.results, [])
    const { store } = outbox.parts
    if (reply.fullReset) {
      await pusher.renumber(reply.lastMutation + 1)
      return true
    }
    if (!reply.complete) return false
    await outbox.turn.take(async () => {
      const confirmed = confirm(store.all())
      const remove = [...confirmed.remove, ...expired(store.all(), nowMs())]
      if (confirmed.put.length + remove.length === 0) return
      const cases = [...confirmed.put, ...remove.flatMap((key) => store.get(key) ?? [])].map(
        (command) => command.payload.caseId,
      )
      await store.change({ put: confirmed.put, remove })
      outbox.changed.emit([...new Set(cases)])
    })
    return false
  }

  #valid(ops: readonly SyncOpV1[]): SyncOpV1[] {
    const valid: SyncOpV1[] = []
    for (const op of ops) {
      const parsed = op.op === 'PUT' ? syncedRows[op.entity].safeParse(op.row) : undefined
      if (parsed && !parsed.success) {
        const field = parsed.error.issues[0]?.path.join('.') ?? ''
        this.#parts.reporter.error('row_invalid', { entity: op.entity, id: op.id, field })
      } else valid.push(parsed ? { ...op, row: parsed.data } : op)
    }
    return valid
  }
}
