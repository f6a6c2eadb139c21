import type { DeskDatabase } from '../db/desk-database.ts'
import { assertFence, readMeta, writeMeta } from '../db/meta.ts'

const remembered = 1000

/** When tries to exchange with the server failed since the last whole one, by the device's clock; kept over a restart. */
export class FailedTries {
  readonly #database: DeskDatabase
  readonly #fence: number
  #atMs: readonly number[] = []

  constructor(database: DeskDatabase, fence: number) {
    this.#database = database
    this.#fence = fence
  }

  async load(): Promise<void> {
    this.#atMs = (await readMeta(this.#database, 'failedAtMs')) ?? []
  }

  /** How many failed in a row at or after a moment. */
  since(atMs: number): number {
    return this.#atMs.filter((failedAtMs) => failedAtMs >= atMs).length
  }

  async note(atMs: number): Promise<void> {
    this.#atMs = [...this.#atMs, atMs].slice(-remembered)
    await this.#store()
  }

  async forget(): Promise<void> {
    if (this.#atMs.length === 0) return
    this.#atMs = []
    await this.#store()
  }

  async #store(): Promise<void> {
    await this.#database.transaction('rw', this.#database.meta, async () => {
      await assertFence(this.#database, this.#fence)
      await writeMeta(this.#database, 'failedAtMs', this.#atMs)
    })
  }
}
