import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, replaceFile } from '../profile/durable-file.ts'

/** The fencing number of this profile: every worker started gets a higher one, also after a restart of the app. */
export class FenceStore {
  readonly #path: string
  #last = 0

  constructor(profile: string) {
    this.#path = join(profile, 'fence')
  }

  async next(): Promise<number> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '0'
      throw error
    })
    const stored = /^\d{1,15}$/.test(text) ? Number(text) : 0
    this.#last = Math.max(stored, this.#last) + 1
    await replaceFile(this.#path, Buffer.from(String(this.#last)))
    return this.#last
  }

  /** The next number is above this one: a database knows it, the file that held it is lost. */
  raise(held: number): void {
    this.#last = Math.max(this.#last, held)
  }
}
