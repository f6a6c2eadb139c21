import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { replaceFile } from './durable-file.ts'

const maxBytes = 256 * 1024

/** Small settings of this profile (columns, panes, theme, window place): never case content. Damaged ones start anew. */
export class Preferences {
  readonly #path: string
  #values: Record<string, unknown>
  #tail: Promise<void> = Promise.resolve()

  constructor(profile: string) {
    this.#path = join(profile, 'preferences.json')
    this.#values = load(this.#path)
  }

  get(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? this.#values[key] : undefined
  }

  all(): Record<string, unknown> {
    return { ...this.#values }
  }

  /** Resolves when the value is on the disk; what would make the file larger than 256 KiB is refused. */
  set(key: string, value: unknown): Promise<void> {
    const next = { ...this.#values, [key]: value }
    if (value === undefined) delete next[key]
    const text = JSON.stringify(next)
    if (Buffer.byteLength(text) > maxBytes) return Promise.reject(new RangeError('preferences too large'))
    this.#values = next
    const written = this.#tail.then(() => replaceFile(this.#path, Buffer.from(text)))
    this.#tail = written.catch(() => undefined)
    return written
  }
}

function load(path: string): Record<string, unknown> {
  mkdirSync(dirname(path), { recursive: true })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return {}
  }
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new SyntaxError('not an object')
    return { ...content }
  } catch {
    renameSync(path, `${path}.damaged`)
    return {}
  }
}
