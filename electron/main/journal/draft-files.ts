import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { moveAside, removeFile, replaceFile } from '../profile/durable-file.ts'
import { encodeFrame, scanFrames } from './frames.ts'

type Pending = {
  body: Buffer
  waiters: { resolve: () => void; reject: (error: unknown) => void }[]
  timer: NodeJS.Timeout | null
}
type Clock = Readonly<{ nowMs: () => number }>

const minIntervalMs = 1000

/**
 * One file per draft, replaced in place. `put` resolves when this text or a newer one of the same key is fsync'd;
 * a key reaches the disk at most once a second.
 */
export class DraftFiles {
  readonly #folder: string
  readonly #clock: Clock
  readonly #stored = new Map<string, Buffer>()
  readonly #pending = new Map<string, Pending>()
  readonly #lastWriteMs = new Map<string, number>()
  #tail: Promise<void> = Promise.resolve()

  private constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  static async open(folder: string, clock: Clock): Promise<DraftFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const drafts = new DraftFiles(folder, clock)
    for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.draft')).toSorted()) {
      const path = join(folder, name)
      const frame = scanFrames(await readFile(path)).frames[0]
      if (frame === undefined) await moveAside(path, clock.nowMs())
      else drafts.#stored.set(frame.key, frame.body)
    }
    return drafts
  }

  get count(): number {
    return new Set([...this.#stored.keys(), ...this.#pending.keys()]).size
  }

  readAll(): readonly Readonly<{ key: string; body: Buffer }>[] {
    const latest = new Map(this.#stored)
    for (const [key, pending] of this.#pending) latest.set(key, pending.body)
    return [...latest].map(([key, body]) => ({ key, body }))
  }

  put(key: string, body: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending = this.#pending.get(key) ?? { body, waiters: [], timer: null }
      pending.body = body
      pending.waiters.push({ resolve, reject })
      this.#pending.set(key, pending)
      if (pending.timer !== null) return
      const sinceLastMs = this.#clock.nowMs() - (this.#lastWriteMs.get(key) ?? -minIntervalMs)
      // A device clock set back would otherwise hold the text in memory for as long as it was set back.
      const delayMs = Math.min(minIntervalMs, Math.max(0, minIntervalMs - sinceLastMs))
      pending.timer = setTimeout(() => void this.#flush(key), delayMs)
    })
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const pending = this.#pending.get(key)
      this.#pending.delete(key)
      if (pending?.timer) clearTimeout(pending.timer)
      for (const waiter of pending?.waiters ?? []) waiter.resolve()
      await this.#queue(async () => {
        await removeFile(this.#pathOf(key))
        this.#stored.delete(key)
      })
    }
  }

  /** Moves the file of a draft aside, so that the next text of its key overwrites nothing. */
  async setAside(key: string): Promise<void> {
    await this.#flush(key)
    await this.#queue(async () => {
      if (!this.#stored.delete(key)) return
      await moveAside(this.#pathOf(key), this.#clock.nowMs())
    })
  }

  /** Writes what still waits for its second, then closes. */
  async close(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((key) => this.#flush(key)))
    await this.#tail
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.draft`)
  }

  #flush(key: string): Promise<void> {
    const pending = this.#pending.get(key)
    if (pending === undefined) return this.#tail
    this.#pending.delete(key)
    if (pending.timer !== null) clearTimeout(pending.timer)
    this.#stored.set(key, pending.body)
    this.#lastWriteMs.set(key, this.#clock.nowMs())
    const written = this.#queue(() => replaceFile(this.#pathOf(key), encodeFrame({ key, body: pending.body })))
    return written.then(
      () => pending.waiters.forEach((waiter) => waiter.resolve()),
      (error: unknown) => pending.waiters.forEach((waiter) => waiter.reject(error)),
    )
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => undefined)
    return result
  }
}
