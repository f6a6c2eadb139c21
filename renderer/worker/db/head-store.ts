import { z } from 'zod'
import { queueQueryV1, queueRowV1, referenceV1, viewName } from '../../../shared/ipc/worker-contract.ts'
import type { DeskDatabase } from './desk-database.ts'
import { assertFence } from './meta.ts'
import type { Sealer } from './sealing.ts'
import { codeOf } from '../failure.ts'
import type { Reporter } from '../reporter.ts'

const headContent = z.object({
  /** The cursor the rows were read at: another one makes them stale. */
  cursor: z.string().nullable(),
  query: queueQueryV1,
  total: z.number().int(),
  rows: z.array(queueRowV1),
  counts: z.record(viewName, z.number().int()),
  asOfMs: z.number(),
  /** The first screen needs the roles held and the names. */
  reference: referenceV1,
})
/** The first screen of the queue as it was last shown. */
export type Head = z.infer<typeof headContent>

const headId = 'queue'
const place = ['head', headId] as const

/** Keeps the first screen sealed, so that a start shows rows before the index is loaded. */
export class HeadStore {
  readonly #database: DeskDatabase
  readonly #sealer: Sealer
  readonly #fence: number
  readonly #reporter: Reporter

  constructor(parts: { database: DeskDatabase; sealer: Sealer; fence: number; reporter: Reporter }) {
    this.#database = parts.database
    this.#sealer = parts.sealer
    this.#fence = parts.fence
    this.#reporter = parts.reporter
  }

  /** Null where there is none, or one that cannot be read: the index is loaded in any case. */
  async read(): Promise<Head | null> {
    const stored = await this.#database.head.get(headId)
    if (!stored) return null
    try {
      return headContent.parse(await this.#sealer.open(place, stored))
    } catch (error) {
      this.#reporter.info('head_unreadable', { reason: codeOf(error) })
      return null
    }
  }

  async write(head: Head): Promise<void> {
    const sealed = await this.#sealer.seal(place, head)
    await this.#database.transaction('rw', [this.#database.head, this.#database.meta], async () => {
      await assertFence(this.#database, this.#fence)
      await this.#database.head.put({ id: headId, ...sealed })
    })
  }
}
