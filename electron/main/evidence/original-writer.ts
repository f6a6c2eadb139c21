import { createHash, randomUUID } from 'node:crypto'
import { codeOf, DeskError } from '../desk-error.ts'
import { removeFile } from '../profile/durable-file.ts'
import type { SealedWriter } from './sealed-file.ts'
import type { SealedFiles } from './sealed-files.ts'

type Parts = Readonly<{
  files: SealedFiles
  hash: string
  sizeBytes: number
  /** It cannot be kept; the bytes are passed on all the same. */
  onNotKept: (code: string) => void
}>

type Place = Readonly<{ path: string; writer: SealedWriter }>

/** Seals an original while its bytes pass by, and keeps it only when they are those of its hash. */
export class OriginalWriter {
  readonly #parts: Parts
  readonly #hash = createHash('sha256')
  #place: Place | null
  #receivedBytes = 0
  #tail: Promise<unknown> = Promise.resolve()

  private constructor(parts: Parts, place: Place | null) {
    this.#parts = parts
    this.#place = place
  }

  static async begin(parts: Parts): Promise<OriginalWriter> {
    try {
      const path = await parts.files.incoming(randomUUID())
      return new OriginalWriter(parts, { path, writer: await parts.files.write(path, parts.sizeBytes) })
    } catch (error) {
      parts.onNotKept(diskCode(error))
      return new OriginalWriter(parts, null)
    }
  }

  append(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      this.#hash.update(bytes)
      this.#receivedBytes += bytes.length
      await this.#onDisk((place) => place.writer.append(bytes))
    })
  }

  /** True where it is kept now. Throws `original_wrong` for other bytes than those of the hash: nothing of them is kept. */
  finish(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { files, hash, sizeBytes } = this.#parts
      if (this.#receivedBytes !== sizeBytes || this.#hash.digest('hex') !== hash) {
        await this.#drop()
        throw new DeskError('original_wrong', 'these are not the bytes of the file')
      }
      await this.#onDisk(async ({ path, writer }) => {
        await writer.finish()
        await files.keep(path, hash)
      })
      const isKept = this.#place !== null
      this.#place = null
      return isKept
    })
  }

  /** Nothing is kept; whoever reads may go on. */
  abandon(): Promise<void> {
    return this.#inTurn(() => this.#drop())
  }

  async #onDisk(work: (place: Place) => Promise<void>): Promise<void> {
    if (this.#place === null) return
    try {
      await work(this.#place)
    } catch (error) {
      await this.#drop()
      this.#parts.onNotKept(diskCode(error))
    }
  }

  async #drop(): Promise<void> {
    const place = this.#place
    this.#place = null
    if (place === null) return
    await place.writer.abandon()
    await removeFile(place.path)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work)
    this.#tail = result.catch(() => undefined)
    return result
  }
}

function diskCode(error: unknown): string {
  return codeOf(error) === 'ENOSPC' ? 'disk_full' : 'disk_failed'
}
