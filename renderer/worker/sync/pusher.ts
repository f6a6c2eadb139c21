import type { MutationResultV1 } from '../../../shared/contract/sync.ts'
import { maxMutationsPerPush } from '../../../shared/contract/versions.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import { nextBatch, toMutation } from './mutation-batch.ts'
import type { Refusal } from './outcome.ts'
import { reoffer, settle } from './settlement.ts'
import type { SyncApi } from './sync-api.ts'

const mostGaps = 3

/** Sends the outbox until nothing waits. Ids are given in the transaction that marks commands as sent, never before. */
export class Pusher {
  readonly #api: SyncApi
  readonly #outbox: Outbox

  constructor(api: SyncApi, outbox: Outbox) {
    this.#api = api
    this.#outbox = outbox
  }

  /** Null when everything is decided, else why it stopped. No lock is held across the network. */
  async run(clientId: string): Promise<Refusal | null> {
    let largest: number = maxMutationsPerPush
    let gaps = 0
    for (;;) {
      const batch = await this.#markSent(largest)
      if (batch.length === 0) return null
      const outcome = await this.#api.push(
        clientId,
        batch.map((command) => toMutation(command, command.mutation ?? 0)),
      )
      if (outcome.kind === 'ok') {
        const settled = await this.settleResults(outcome.value.results, batch)
        if (settled === 'foreign' || gaps > mostGaps) return { kind: 'unknown_client' }
        if (settled === 'nothing') return { kind: 'busy', code: 'no_results', afterMs: null }
        if (settled === 'gap') gaps += 1
        continue
      }
      if (outcome.kind !== 'too_large' && outcome.kind !== 'bad_request') return outcome
      const only = batch.length === 1 ? batch[0] : undefined
      largest = Math.max(1, Math.floor(batch.length / 2))
      if (only && !(await this.#refuse(only, outcome.kind))) return outcome
      if (only) largest = maxMutationsPerPush
    }
  }

  /**
   * Applies answers by id and key. `foreign`: the server knows another command under one of our ids, so this client id is shared or
   * its counter is lost. `gap`: everything was numbered anew from the id the server expects.
   */
  settleResults(
    results: readonly MutationResultV1[],
    asked: readonly QueuedCommand[],
  ): Promise<'settled' | 'nothing' | 'gap' | 'foreign'> {
    return this.#outbox.turn.take(async () => {
      const { store } = this.#outbox.parts
      const byId = new Map(asked.map((command) => [command.mutation, command]))
      const gap = results.find((result) => result.status === 'gap')
      const decided = results.filter((result) => result.status !== 'gap')
      if (decided.some((result) => (byId.get(result.id)?.key ?? result.key) !== result.key)) return 'foreign'
      const settled = decided.flatMap((result) => {
        const command = store.get(result.key)
        return command?.status === 'sent' && command.mutation === result.id ? [settle(command, result)] : []
      })
      if (settled.length > 0) {
        await store.change({ put: settled })
        await this.#outbox.forget(settled.filter((command) => command.status === 'acked').map((command) => command.key))
        this.#outbox.changed.emit([...new Set(settled.map((command) => command.payload.caseId))])
      }
      if (gap) {
        await store.change({ put: reoffer(store.all()), numbering: gap.result?.expectedId ?? 1 })
        return 'gap'
      }
      return settled.length > 0 ? 'settled' : 'nothing'
    })
  }

  /** Offers everything undecided or recent again, numbered from `firstId`: for a new client id or a restored server. */
  renumber(firstId: number): Promise<void> {
    return this.#outbox.turn.take(async () => {
      const { store } = this.#outbox.parts
      const again = reoffer(store.all())
      await store.change({ put: again, numbering: firstId })
      this.#outbox.changed.emit([...new Set(again.map((command) => command.payload.caseId))])
    })
  }

  #markSent(largest: number): Promise<QueuedCommand[]> {
    return this.#outbox.turn.take(async () => {
      const { store } = this.#outbox.parts
      let next = store.nextMutation
      const fresh: QueuedCommand[] = []
      const batch = nextBatch(store.all(), largest).map((command) => {
        if (command.status === 'sent') return command
        const marked: QueuedCommand = { ...command, status: 'sent', mutation: next }
        next += 1
        fresh.push(marked)
        return marked
      })
      if (fresh.length > 0) await store.change({ put: fresh, numbering: next })
      return batch
    })
  }

  /** Replaces one command the server cannot read by a `noop` under the same id; false when it already was one. */
  #refuse(command: QueuedCommand, reason: 'too_large' | 'bad_request'): Promise<boolean> {
    return this.#outbox.turn.take(async () => {
      if (command.payload.refusedAs !== null) return false
      await this.#outbox.parts.store.change({
        put: [{ ...command, payload: { ...command.payload, refusedAs: reason } }],
      })
      return true
    })
  }
}
