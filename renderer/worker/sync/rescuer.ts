import type { RescueRecordV1, RescueResultV1 } from '../../../shared/contract/sync.ts'
import { maxMutationsPerPush } from '../../../shared/contract/versions.ts'
import type { HostPort } from '../host-port.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { adoptRefused } from '../outbox/rescued.ts'
import type { Reporter } from '../reporter.ts'
import { batchBytes } from './mutation-batch.ts'
import type { Refusal } from './outcome.ts'
import type { SyncApi } from './sync-api.ts'

/** What became of rescued work: the server has `sent` items, `troubled` of them wait for a decision, `refused` it could not take. */
export type Rescued = Readonly<{ sent: number; troubled: number; refused: number }>

export type RescuerParts = Readonly<{
  api: SyncApi
  host: HostPort
  outbox: Outbox
  fence: number
  reporter: Reporter
  onRescued: (rescued: Rescued) => void
}>

/** Sends work that only the server can open, and keeps the server's escrow key at hand so that there is such work. */
export class Rescuer {
  readonly #parts: RescuerParts
  #isUnknownRoute = false

  constructor(parts: RescuerParts) {
    this.#parts = parts
  }

  /** Keeps the escrow key; asks the server where none is known and none is given. True when it is new. */
  async keepKey(clientId: string, given: string | null): Promise<Refusal | boolean> {
    const { api, host, fence } = this.#parts
    const { publicKey } = await host.escrow.get()
    if (given === null && (publicKey !== null || this.#isUnknownRoute)) return false
    const outcome = given === null ? await api.rescue(clientId, []) : null
    if (outcome !== null && outcome.kind !== 'ok') return this.#unlessUnknown(outcome) ?? false
    const key = given ?? outcome?.value.escrowKey ?? ''
    if (key === publicKey) return false
    await host.escrow.keep({ publicKey: key, fence })
    return true
  }

  /** Null when nothing waits to be rescued any more. Refused commands come back with their words and are listed as trouble. */
  async run(clientId: string): Promise<Refusal | null> {
    const { host, onRescued } = this.#parts
    if (this.#isUnknownRoute) return null
    const total = { sent: 0, troubled: 0, refused: 0 }
    let largest: number = maxMutationsPerPush
    for (;;) {
      const { records } = await host.rescue.list()
      const batch = batchOf(records, largest)
      if (batch.length === 0) break
      const outcome = await this.#parts.api.rescue(clientId, batch)
      if (outcome.kind === 'ok') {
        if (!(await this.#settle(outcome.value.results, total))) {
          return { kind: 'busy', code: 'no_results', afterMs: null }
        }
      } else if (outcome.kind !== 'too_large' && outcome.kind !== 'bad_request') return outcome
      else if (batch.length > 1) largest = Math.floor(batch.length / 2)
      else if (this.#unlessUnknown(outcome) === null) return null
      else await this.#giveUp(batch, total)
    }
    if (total.sent + total.refused > 0) onRescued(total)
    return null
  }

  /** Puts the results on record before their records go. False when the reply decided nothing. */
  async #settle(results: readonly RescueResultV1[], total: { sent: number; troubled: number; refused: number }) {
    const { host, outbox, fence } = this.#parts
    if (results.length === 0) return false
    const isKept = (result: RescueResultV1): boolean => result.status === 'refused' && result.code !== 'discarded'
    const refused = results.filter(isKept).map((result) => result.key)
    const done = results.filter((result) => !isKept(result)).map((result) => result.key)
    total.troubled += await adoptRefused(outbox, results)
    total.sent += done.length
    total.refused += refused.length
    await host.rescue.settle({ done, refused, fence })
    return true
  }

  async #giveUp(batch: readonly RescueRecordV1[], total: { refused: number }): Promise<void> {
    const { host, fence, reporter } = this.#parts
    reporter.error('rescue_refused')
    total.refused += batch.length
    await host.rescue.settle({ done: [], refused: batch.map((record) => record.key), fence })
  }

  /** A server without this route must not keep a device from syncing: what waits goes on waiting. */
  #unlessUnknown(refusal: Refusal): Refusal | null {
    if (refusal.kind !== 'bad_request' || refusal.code !== 'not_found') return refusal
    this.#isUnknownRoute = true
    this.#parts.reporter.info('rescue_unknown_to_server')
    return null
  }
}

function batchOf(records: readonly RescueRecordV1[], largest: number): RescueRecordV1[] {
  const batch: RescueRecordV1[] = []
  let bytes = 0
  for (const record of records) {
    bytes += record.sealed.length + record.key.length + 40
    if (batch.length > 0 && (bytes > batchBytes || batch.length >= largest)) break
    batch.push(record)
  }
  return batch
}
