import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { DeskError } from '../desk-error.ts'

/** Bytes of content in one sealed segment; also the largest piece in which a file travels. */
export const segmentBytes = 1024 * 1024

const magic = Buffer.from('IHF1', 'latin1')
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const wrappedBytes = nonceBytes + keyBytes + tagBytes
const fixedBytes = magic.length + 8 + wrappedBytes + 2
const wrapPlace = Buffer.from('evidence-key', 'utf8')

/** Who may open a sealed file: the account's data key, and the server by an envelope that holds the key of the content. */
export type FileKeys = Readonly<{ contentKey: Buffer; dataKey: Buffer; envelope: Buffer | null }>

/** What the head of a sealed file says without a key. */
export type SealedHead = Readonly<{ sizeBytes: number; wrapped: Buffer; envelope: Buffer | null; contentAt: number }>

/** `IHF1`, size (u64 LE), content key sealed with the data key, length of the envelope (u16 LE), envelope; segments follow. */
function encodeHead(sizeBytes: number, { contentKey, dataKey, envelope }: FileKeys): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce)
  cipher.setAAD(wrapPlace)
  const sealedKey = Buffer.concat([nonce, cipher.update(contentKey), cipher.final(), cipher.getAuthTag()])
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(sizeBytes))
  const length = Buffer.alloc(2)
  length.writeUInt16LE(envelope?.length ?? 0)
  return Buffer.concat([magic, size, sealedKey, length, envelope ?? Buffer.alloc(0)])
}

async function readHead(handle: FileHandle): Promise<SealedHead> {
  const fixed = Buffer.alloc(fixedBytes)
  const { bytesRead } = await handle.read(fixed, 0, fixedBytes, 0)
  if (bytesRead < fixedBytes || !fixed.subarray(0, magic.length).equals(magic))
    throw new DeskError('file_damaged', 'the head of a sealed file cannot be read')
  const length = fixed.readUInt16LE(fixedBytes - 2)
  const envelope = Buffer.alloc(length)
  await handle.read(envelope, 0, length, fixedBytes)
  return {
    sizeBytes: Number(fixed.readBigUInt64LE(magic.length)),
    wrapped: fixed.subarray(magic.length + 8, magic.length + 8 + wrappedBytes),
    envelope: length === 0 ? null : envelope,
    contentAt: fixedBytes + length,
  }
}

/** The key of the content as the account's data key opens it; null where another data key sealed it. */
function unwrap(wrapped: Buffer, dataKey: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', dataKey, wrapped.subarray(0, nonceBytes))
  decipher.setAAD(wrapPlace)
  decipher.setAuthTag(wrapped.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** A content key seals one file once, so the number of the segment is nonce enough; the size binds the last one. */
function placeOf(index: number, sizeBytes: number): { nonce: Buffer; place: Buffer } {
  const nonce = Buffer.alloc(nonceBytes)
  nonce.writeUInt32BE(index, nonceBytes - 4)
  return { nonce, place: Buffer.from(JSON.stringify(['evidence', index, sizeBytes])) }
}

/** Seals a file as its bytes come; what was not finished is no sealed file and never gets its name. */
export class SealedWriter {
  readonly #handle: FileHandle
  readonly #contentKey: Buffer
  readonly #sizeBytes: number
  #pending = Buffer.alloc(0)
  #index = 0

  private constructor(handle: FileHandle, contentKey: Buffer, sizeBytes: number) {
    this.#handle = handle
    this.#contentKey = contentKey
    this.#sizeBytes = sizeBytes
  }

  static async begin(path: string, sizeBytes: number, keys: FileKeys): Promise<SealedWriter> {
    const handle = await open(path, 'w', 0o600)
    await handle.writeFile(encodeHead(sizeBytes, keys))
    return new SealedWriter(handle, keys.contentKey, sizeBytes)
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#pending = Buffer.concat([this.#pending, bytes])
    while (this.#pending.length >= segmentBytes) {
      await this.#write(this.#pending.subarray(0, segmentBytes))
      this.#pending = Buffer.from(this.#pending.subarray(segmentBytes))
    }
  }

  /** Resolves after fsync. */
  async finish(): Promise<void> {
    try {
      if (this.#pending.length > 0) await this.#write(this.#pending)
      await this.#handle.sync()
    } finally {
      await this.#handle.close()
    }
  }

  async abandon(): Promise<void> {
    await this.#handle.close()
  }

  async #write(plain: Buffer): Promise<void> {
    const { nonce, place } = placeOf(this.#index, this.#sizeBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#contentKey, nonce)
    cipher.setAAD(place)
    await this.#handle.appendFile(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
    this.#index += 1
  }
}

/** Reads any part of a sealed file. Throws `file_damaged` for bytes that are not as they were sealed, `key_lost` without its key. */
export class SealedReader {
  readonly #handle: FileHandle
  readonly #head: SealedHead
  readonly #contentKey: Buffer

  private constructor(handle: FileHandle, head: SealedHead, contentKey: Buffer) {
    this.#handle = handle
    this.#head = head
    this.#contentKey = contentKey
  }

  /** `given` is a key of the content that the server opened, used where the data key opens none. */
  static async open(path: string, dataKey: Buffer, given: Buffer | null = null): Promise<SealedReader> {
    const handle = await open(path, 'r')
    try {
      const head = await readHead(handle)
      const contentKey = unwrap(head.wrapped, dataKey) ?? given
      if (contentKey === null) throw new DeskError('key_lost', 'this file was sealed with another key')
      return new SealedReader(handle, head, contentKey)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get sizeBytes(): number {
    return this.#head.sizeBytes
  }

  /** The bytes from `from` to before `to`. */
  async slice(from: number, to: number): Promise<Buffer> {
    const end = Math.min(to, this.sizeBytes)
    const parts: Buffer[] = []
    for (let index = Math.floor(from / segmentBytes); index * segmentBytes < end; index += 1) {
      const start = index * segmentBytes
      const plain = await this.#segment(index)
      parts.push(plain.subarray(Math.max(0, from - start), end - start))
    }
    return Buffer.concat(parts)
  }

  /** Opens every segment of the part; throws `file_damaged` for one that is not as it was sealed. */
  async check(from: number, to: number): Promise<void> {
    const end = Math.min(to, this.sizeBytes)
    for (let index = Math.floor(from / segmentBytes); index * segmentBytes < end; index += 1) await this.#segment(index)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #segment(index: number): Promise<Buffer> {
    const plainBytes = Math.min(segmentBytes, this.sizeBytes - index * segmentBytes)
    const sealed = Buffer.alloc(plainBytes + tagBytes)
    const at = this.#head.contentAt + index * (segmentBytes + tagBytes)
    const { bytesRead } = await this.#handle.read(sealed, 0, sealed.length, at)
    if (bytesRead < sealed.length) throw new DeskError('file_damaged', 'a sealed file is cut short')
    const { nonce, place } = placeOf(index, this.sizeBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#contentKey, nonce)
    decipher.setAAD(place)
    decipher.setAuthTag(sealed.subarray(plainBytes))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, plainBytes)), decipher.final()])
    } catch (error) {
      throw new DeskError('file_damaged', 'a segment does not open', error)
    }
  }
}

/** The envelope of a sealed file, which only the server can open; null where it has none. */
export async function envelopeOf(path: string): Promise<Buffer | null> {
  const handle = await open(path, 'r')
  try {
    return (await readHead(handle)).envelope
  } finally {
    await handle.close()
  }
}

/** Whether the account's data key opens a sealed file. */
export async function opensWith(path: string, dataKey: Buffer): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    return unwrap((await readHead(handle)).wrapped, dataKey) !== null
  } finally {
    await handle.close()
  }
}

/** A new key for the content of one file. */
export function newContentKey(): Buffer {
  return randomBytes(keyBytes)
}
