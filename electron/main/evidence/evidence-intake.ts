import { createHash, randomUUID } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { fileKeyName } from '../../../shared/contract/escrow.ts'
import { officeType, sniffBytes, sniffType } from '../../../shared/contract/files/file-types.ts'
import type { AcceptedType } from '../../../shared/contract/files/file-types.ts'
import { codeOf, DeskError } from '../desk-error.ts'
import { sealToEscrow } from '../journal/escrow-seal.ts'
import { removeFile } from '../profile/durable-file.ts'
import { newContentKey, SealedWriter } from './sealed-file.ts'
import type { SealedFiles } from './sealed-files.ts'

const mostOpen = 40

/** A file as it is picked; `username` is who may ask the server to open it. */
export type Picked = Readonly<{ name: string; sizeBytes: number; username: string }>

/** A file that is whole on this device. */
export type Taken = Readonly<{ name: string; type: AcceptedType; sizeBytes: number; hash: string }>

type Ticket = {
  readonly picked: Picked
  readonly path: string
  readonly writer: SealedWriter
  readonly hash: Hash
  type: AcceptedType | 'zip' | null
  receivedBytes: number
}

export type IntakeParts = Readonly<{
  files: SealedFiles
  dataKey: Buffer
  escrow: Readonly<{ publicKey: string | null }>
  /** The largest file that is taken now. */
  limit: Readonly<{ bytes: number }>
}>

/** The last part of a path, without signs that no name needs. */
export function fileNameOf(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const clean = Array.from(last)
    .filter((sign) => sign >= ' ' && !/[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(sign))
    .join('')
    .trim()
  return clean === '' ? 'tep' : Array.from(clean).slice(0, 180).join('')
}

/**
 * Takes picked files in pieces: the first bytes tell the type, all of them the hash; nothing is on the disk but sealed. Refuses with
 * `file_empty`, `file_too_large`, `file_type_refused`, `file_changed` (more or fewer bytes than told), `disk_full`, `disk_failed`.
 */
export class EvidenceIntake {
  readonly #parts: IntakeParts
  readonly #open = new Map<string, Ticket>()

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  async begin(picked: Picked): Promise<string> {
    const { files, dataKey, escrow, limit } = this.#parts
    if (picked.sizeBytes === 0) throw new DeskError('file_empty', 'an empty file')
    if (picked.sizeBytes > limit.bytes) throw new DeskError('file_too_large', 'a file above the limit')
    if (this.#open.size >= mostOpen) throw new DeskError('too_many_files', 'too many files at once')
    const ticket = randomUUID()
    const path = await files.incoming(ticket)
    const contentKey = newContentKey()
    const forServer = JSON.stringify({ username: picked.username, key: contentKey.toString('base64') })
    const envelope =
      escrow.publicKey === null ? null : sealToEscrow(escrow.publicKey, fileKeyName, Buffer.from(forServer))
    const writer = await onDisk(SealedWriter.begin(path, picked.sizeBytes, { contentKey, dataKey, envelope }))
    this.#open.set(ticket, { picked, path, writer, hash: createHash('sha256'), type: null, receivedBytes: 0 })
    return ticket
  }

  /** The next bytes; the first ones must be at least as many as tell the type, or all. */
  async append(ticket: string, bytes: Uint8Array): Promise<void> {
    const held = this.#held(ticket)
    try {
      if (held.receivedBytes === 0) held.type = sniffType(bytes.subarray(0, sniffBytes))
      if (held.type === null) throw new DeskError('file_type_refused', 'the first bytes tell no accepted type')
      held.receivedBytes += bytes.length
      if (held.receivedBytes > held.picked.sizeBytes) throw new DeskError('file_changed', 'more bytes than told')
      held.hash.update(bytes)
      await onDisk(held.writer.append(bytes))
    } catch (error) {
      await this.abandon(ticket)
      throw error
    }
  }

  /** Resolves when the file is on the disk under its hash. */
  async finish(ticket: string): Promise<Taken> {
    const held = this.#held(ticket)
    const { picked, path, writer } = held
    if (held.receivedBytes !== picked.sizeBytes) {
      await this.abandon(ticket)
      throw new DeskError('file_changed', 'fewer bytes than told')
    }
    this.#open.delete(ticket)
    const hash = held.hash.digest('hex')
    await onDisk(writer.finish())
    await onDisk(this.#parts.files.keep(path, hash))
    const type = held.type === 'zip' ? await this.#officeType(hash) : held.type
    if (type === null) throw new DeskError('file_type_refused', 'an archive that is no document')
    return { name: fileNameOf(picked.name), type, sizeBytes: picked.sizeBytes, hash }
  }

  async abandon(ticket: string): Promise<void> {
    const held = this.#open.get(ticket)
    if (held === undefined) return
    this.#open.delete(ticket)
    await held.writer.abandon()
    await removeFile(held.path)
  }

  async abandonAll(): Promise<void> {
    for (const ticket of [...this.#open.keys()]) await this.abandon(ticket)
  }

  async #officeType(hash: string): Promise<AcceptedType | null> {
    const reader = await this.#parts.files.reader(hash)
    try {
      const type = officeType(await reader.slice(0, reader.sizeBytes))
      if (type === null) await this.#parts.files.remove(hash)
      return type
    } finally {
      await reader.close()
    }
  }

  #held(ticket: string): Ticket {
    const held = this.#open.get(ticket)
    if (held === undefined) throw new DeskError('unknown_ticket', 'no such file is being taken')
    return held
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DeskError) throw error
    throw new DeskError(codeOf(error) === 'ENOSPC' ? 'disk_full' : 'disk_failed', 'a file could not be written', error)
  }
}
