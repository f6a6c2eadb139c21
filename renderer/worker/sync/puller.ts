import type { PullReplyV1, SyncOpV1 } from '../../../shared/contract/sync.ts'
import { maxPullLimit } from '../../../shared/contract/versions.ts'
import type { RowStore } from '../db/row-store.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Reporter } from '../reporter.ts'
import type { Outcome, Refusal } from './outcome.ts'
import type { Pusher } from './pusher.ts'
import { checkRow, withRepeatedRows } from './row-check.ts'
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

/** What a pull cost: milliseconds waiting for the server (parsing included) and milliseconds checking, sealing, storing, indexing. */
type Spent = { rows: number; fetchMs: number; storeMs: number }

type Asked = Readonly<{ cursor: string | null; sentAtMs: number; outcome: Outcome<PullReplyV1> }>

/** A smaller pull is everyday work and not worth a line in the log. */
const rowsWorthReporting = 1000

/** Fetches pages until the server says `complete`. A page and its cursor are stored in one transaction. */
export class Puller {
  readonly #parts: PullerParts

  constructor(parts: PullerParts) {
    this.#parts = parts
  }

  /** Null when complete. `reoffer` means commands were numbered anew and wait to be pushed. `reload` names buckets wanted anew. */
  async run(clientId: string, reload: readonly string[] = []): Promise<Refusal | 'reoffer' | null> {
    const { nowMs, reporter } = this.#parts
    const spent: Spent = { rows: 0, fetchMs: 0, storeMs: 0 }
    let asked = this.#ask(clientId, this.#parts.rows.state.cursor, reload)
    for (;;) {
      const waitedFromMs = nowMs()
      const { cursor, sentAtMs, outcome } = await asked
      if (outcome.kind !== 'ok') return outcome
      const fetchedAtMs = nowMs()
      const page = outcome.value
      // The next page travels while this one is sealed and stored; its cursor is stored only after this one's.
      if (!page.complete && !page.fullReset) asked = this.#ask(clientId, page.cursor)
      const restored = await this.#store(cursor, page, sentAtMs)
      spent.rows += page.ops.length
      spent.fetchMs += fetchedAtMs - waitedFromMs
      spent.storeMs += nowMs() - fetchedAtMs
      if (restored) return 'reoffer'
      if (!page.complete) continue
      if (spent.rows >= rowsWorthReporting) reporter.info('pulled', spent)
      return null
    }
  }

  async #ask(clientId: string, cursor: string | null, reload: readonly string[] = []): Promise<Asked> {
    const sentAtMs = this.#parts.nowMs()
    const wish = { clientId, cursor, limit: maxPullLimit, ...(reload.length === 0 ? {} : { reload }) }
    return { cursor, sentAtMs, outcome: await this.#parts.api.pull(wish) }
  }

  /** True when the server was restored and everything recent must be offered again. */
  async #store(cursor: string | null, page: PullReplyV1, sentAtMs: number): Promise<boolean> {
    const reply = { ...page, ops: this.#valid(page.ops) }
    await this.#parts.rows.applyPage(cursor, reply)
    const restored = await this.#settle(reply)
    await this.#parts.onPage(reply, sentAtMs)
    return restored
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
    for (const op of withRepeatedRows(ops)) {
      const checked = op.op === 'PUT' ? checkRow(op.entity, op.row) : null
      if (checked === null) valid.push(op)
      else if (checked.ok) valid.push(checked.row === op.row ? op : { ...op, row: checked.row })
      else this.#parts.reporter.error('row_invalid', { entity: op.entity, id: op.id, field: checked.field })
    }
    return valid
  }
}
