import type { RowStore } from '../db/row-store.ts'
import { digestStored } from '../db/digest/stored-digest.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import type { Reporter } from '../reporter.ts'
import type { Refusal } from './outcome.ts'
import type { SyncApi } from './sync-api.ts'

export type DigestCheckParts = Readonly<{
  api: SyncApi
  rows: RowStore
  environment: WorkerEnvironment
  reporter: Reporter
  /** Asks for a sync cycle, within which the check runs after a complete pull. */
  wake: () => void
}>

/** When what is stored is compared with the server: soon after the first complete sync of a session or a recovery, then seldom. */
export const digestRhythm = { firstAfterMs: 15_000, everyMs: 4 * 3_600_000 } as const

/** Compares the stored rows with the server's, bucket by bucket, and names the buckets to be loaded anew. */
export class DigestCheck {
  readonly #parts: DigestCheckParts
  #timer: CancelTimer | null = null
  #isDue = false

  constructor(parts: DigestCheckParts) {
    this.#parts = parts
  }

  /** A sync is complete: plans the next check where none is planned. */
  synced(): void {
    this.#timer ??= this.#plan(digestRhythm.firstAfterMs)
  }

  /** Everything was sent anew: the check that was planned comes soon. */
  soon(): void {
    this.#timer?.()
    this.#timer = this.#plan(digestRhythm.firstAfterMs)
  }

  stop(): void {
    this.#timer?.()
  }

  /** Makes a check due in the next cycle. */
  request(): void {
    this.#isDue = true
  }

  /** The buckets that differ when a check is due: none for most. Called after a complete pull; without a server the check stays due. */
  async run(clientId: string): Promise<Refusal | readonly string[]> {
    if (!this.#isDue) return []
    const { api, rows, environment, reporter } = this.#parts
    const { cursor } = rows.state
    const buckets = await digestStored(rows, () => turnOf(environment))
    // Rows were written meanwhile: the next cycle tries again.
    if (buckets === null || cursor !== rows.state.cursor) return []
    const outcome = await api.digest({ clientId, cursor, buckets })
    if (outcome.kind !== 'ok' && !isOfTheCheckAlone(outcome)) return outcome
    this.#isDue = false
    this.#timer?.()
    this.#timer = this.#plan(digestRhythm.everyMs)
    if (outcome.kind !== 'ok') {
      reporter.error('digest_not_answered', { reason: outcome.kind })
      return []
    }
    const { differing } = outcome.value
    if (differing.length > 0) reporter.error('digest_differs', { buckets: differing.length })
    return differing
  }

  #plan(afterMs: number): CancelTimer {
    return this.#parts.environment.setTimer(() => {
      this.#isDue = true
      this.#parts.wake()
    }, afterMs)
  }
}

// The rows were fetched a moment ago: a server that cannot answer the check must not stop the syncing.
function isOfTheCheckAlone({ kind }: Refusal): boolean {
  return kind === 'busy' || kind === 'bad_request' || kind === 'too_large'
}

// The digest of a large store takes seconds; the pages' questions are answered in between.
function turnOf(environment: WorkerEnvironment): Promise<void> {
  return new Promise((resolve) => {
    environment.setTimer(resolve, 0)
  })
}
