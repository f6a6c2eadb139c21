import { mkdir, readdir, rename, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, removeFile, removeFolder, syncDirectory } from '../profile/durable-file.ts'
import { envelopeOf, newContentKey, opensWith, SealedReader, SealedWriter } from './sealed-file.ts'

const partial = /^incoming-/
const byHash = /^[0-9a-f]{64}$/

type Found = Readonly<{ name: string; sizeBytes: number; usedAtMs: number }>

/** The sealed files of one account by the SHA-256 of their content: what waits to be sent, and what the server has and is kept to look at. */
export class SealedFiles {
  readonly #folder: string
  readonly #dataKey: Buffer
  /** Content keys the server opened after this device's own key was lost. */
  readonly #given = new Map<string, Buffer>()

  constructor(folder: string, dataKey: Buffer) {
    this.#folder = folder
    this.#dataKey = dataKey
  }

  /** Where a file is written before its hash is known. */
  async incoming(ticket: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    return join(this.#folder, `incoming-${ticket}`)
  }

  /** Seals for this account alone what the server has anyway. */
  write(path: string, sizeBytes: number): Promise<SealedWriter> {
    return SealedWriter.begin(path, sizeBytes, {
      contentKey: newContentKey(),
      dataKey: this.#dataKey,
      envelope: null,
    })
  }

  /** Gives a finished file its name; the same content is kept once. */
  async keep(path: string, hash: string): Promise<void> {
    if (await this.has(hash)) await removeFile(path)
    else await rename(path, join(this.#folder, hash))
    await syncDirectory(this.#folder)
  }

  /** Whether the content is here and this account's key opens it. */
  async has(hash: string): Promise<boolean> {
    try {
      return await opensWith(join(this.#folder, hash), this.#dataKey)
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  /** Throws `key_lost`, `file_damaged`, or the system's error for a file that is not there. */
  reader(hash: string): Promise<SealedReader> {
    return SealedReader.open(join(this.#folder, hash), this.#dataKey, this.#given.get(hash) ?? null)
  }

  /** A content key that the server opened. */
  openWith(hash: string, contentKey: Buffer): void {
    this.#given.set(hash, contentKey)
  }

  /** The key of the content as only the server can open it, where this device cannot. */
  async lostEnvelope(hash: string): Promise<Buffer | null> {
    if (this.#given.has(hash)) return null
    const path = join(this.#folder, hash)
    try {
      return (await opensWith(path, this.#dataKey)) ? null : await envelopeOf(path)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async remove(hash: string): Promise<void> {
    await removeFile(join(this.#folder, hash))
  }

  /** Everything, for an account that leaves nothing behind. */
  async removeAll(): Promise<void> {
    await removeFolder(this.#folder)
  }

  /** Files that were begun and never finished: the dialog that picked them is gone. */
  async removePartial(): Promise<void> {
    for (const name of (await this.#names()).filter((one) => partial.test(one)))
      await removeFile(join(this.#folder, name))
  }

  /** Marks a file as looked at now, so that it is among the last to go. */
  async touch(hash: string, nowMs: number): Promise<void> {
    await utimes(join(this.#folder, hash), nowMs / 1000, nowMs / 1000)
  }

  /** The hashes of every file that is here. */
  async hashes(): Promise<readonly string[]> {
    return (await this.#names()).filter((name) => byHash.test(name))
  }

  async totalBytes(): Promise<number> {
    return (await this.#found()).reduce((sum, file) => sum + file.sizeBytes, 0)
  }

  /** Removes those looked at longest ago until at most `maxBytes` are kept; never one in `needed`. Answers how many went. */
  async trim(needed: ReadonlySet<string>, maxBytes: number): Promise<number> {
    const files = await this.#found()
    let total = files.reduce((sum, file) => sum + file.sizeBytes, 0)
    let gone = 0
    for (const file of files.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
      if (total <= maxBytes) break
      if (needed.has(file.name)) continue
      await this.remove(file.name)
      total -= file.sizeBytes
      gone += 1
    }
    return gone
  }

  async #found(): Promise<readonly Found[]> {
    const stated = (await this.hashes()).map(async (name) => {
      try {
        return [{ name, ...sizeAndTime(await stat(join(this.#folder, name))) }]
      } catch (error) {
        // It went meanwhile.
        if (isMissing(error)) return []
        throw error
      }
    })
    return (await Promise.all(stated)).flat()
  }

  async #names(): Promise<readonly string[]> {
    return readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
  }
}

function sizeAndTime(found: { size: number; mtimeMs: number }): { sizeBytes: number; usedAtMs: number } {
  return { sizeBytes: found.size, usedAtMs: found.mtimeMs }
}
