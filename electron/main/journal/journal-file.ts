import { mkdir, open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, DeskError } from '../desk-error.ts'
import { isMissing, replaceFile, syncDirectory } from '../profile/durable-file.ts'
import { encodeFrame, scanFrames } from './frames.ts'

type Waiting = {
  bytes: Buffer
  key: string
  body: Buffer
  isNewer: boolean
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Append-only file of sealed command records. `append` resolves after fsync; the same key again is the same record.
 * Appends that arrive while the disk is busy share one write and one fsync.
 */
export class JournalFile {
  readonly #path: string
  readonly #records = new Map<string, Buffer>()
  #handle: FileHandle
  #sizeBytes = 0
  #tornTailBytes = 0
  #waiting: Waiting[] = []
  #tail: Promise<void> = Promise.resolve()

  private constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  /** Opens or creates the file. What cannot be read is copied beside it (`.torn-<time>`) before it is cut off. */
  static async open(path: string, nowMs: number): Promise<JournalFile> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const bytes = await readFile(path).catch((error: unknown) => {
      if (isMissing(error)) return Buffer.alloc(0)
      throw error
    })
    const scan = scanFrames(bytes)
    if (scan.damaged.length > 0) {
      const kept = scan.damaged.map((range) => bytes.subarray(range.from, range.to))
      await replaceFile(`${path}.torn-${nowMs}`, Buffer.concat(kept))
      await replaceFile(path, Buffer.concat(scan.frames.map(encodeFrame)))
    }
    const journal = new JournalFile(path, await open(path, 'a', 0o600))
    await syncDirectory(dirname(path))
    for (const frame of scan.frames) journal.#records.set(frame.key, frame.body)
    journal.#sizeBytes = (await journal.#handle.stat()).size
    journal.#tornTailBytes = scan.damaged.reduce((sum, range) => sum + range.to - range.from, 0)
    return journal
  }

  get count(): number {
    return this.#records.size
  }

  get tornTailBytes(): number {
    return this.#tornTailBytes
  }

  /** In the order they were first appended. */
  readAll(): readonly Readonly<{ key: string; body: Buffer }>[] {
    return [...this.#records].map(([key, body]) => ({ key, body }))
  }

  append(key: string, body: Buffer): Promise<void> {
    return this.#wait(key, body, false)
  }

  /** Appends a newer body of a key; it holds from the fsync on, in the place of the former one. */
  replace(key: string, body: Buffer): Promise<void> {
    return this.#wait(key, body, true)
  }

  #wait(key: string, body: Buffer, isNewer: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const bytes = encodeFrame({ key, body })
      this.#waiting.push({ bytes, key, body, isNewer, resolve, reject })
      if (this.#waiting.length === 1) void this.#queue(() => this.#writeWaiting())
    })
  }

  /** Rewrites the file without these keys; either the old or the new file is there after a power cut. */
  forget(keys: readonly string[]): Promise<void> {
    return this.#queue(async () => {
      const gone = new Set(keys.filter((key) => this.#records.has(key)))
      if (gone.size === 0) return
      const kept = [...this.#records].filter(([key]) => !gone.has(key))
      const content = Buffer.concat(kept.map(([key, body]) => encodeFrame({ key, body })))
      await replaceFile(this.#path, content)
      await this.#handle.close()
      this.#handle = await open(this.#path, 'a', 0o600)
      this.#sizeBytes = content.length
      for (const key of gone) this.#records.delete(key)
    })
  }

  async close(): Promise<void> {
    await this.#queue(() => this.#handle.close())
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const result = this.#tail.then(work)
    // A failed piece of work is reported to its caller; the queue itself goes on.
    this.#tail = result.catch(() => undefined)
    return result
  }

  async #writeWaiting(): Promise<void> {
    const all = this.#waiting
    this.#waiting = []
    const seen = new Set<string>()
    const fresh = all.filter((item) => {
      const isNew = item.isNewer || (!this.#records.has(item.key) && !seen.has(item.key))
      seen.add(item.key)
      return isNew
    })
    try {
      if (fresh.length > 0) await this.#writeDurably(Buffer.concat(fresh.map((item) => item.bytes)))
    } catch (error) {
      for (const item of all) item.reject(error)
      return
    }
    for (const item of fresh) this.#records.set(item.key, item.body)
    for (const item of all) item.resolve()
  }

  async #writeDurably(bytes: Buffer): Promise<void> {
    try {
      await this.#handle.appendFile(bytes)
      await this.#handle.datasync()
      this.#sizeBytes += bytes.length
    } catch (error) {
      await this.#reopenAtLastGoodByte()
      const code = codeOf(error) === 'ENOSPC' ? 'disk_full' : 'disk_failed'
      throw new DeskError(code, 'the journal could not be written', error)
    }
  }

  // After a failed write or fsync nothing is known about the tail, so it is cut before anything else is appended.
  async #reopenAtLastGoodByte(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    const handle = await open(this.#path, 'r+')
    await handle.truncate(this.#sizeBytes)
    await handle.sync()
    await handle.close()
    this.#handle = await open(this.#path, 'a', 0o600)
  }
}
