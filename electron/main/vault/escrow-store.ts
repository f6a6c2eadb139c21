import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { DeskError } from '../desk-error.ts'
import { isEscrowKey } from '../journal/escrow-seal.ts'
import { isMissing, replaceFile } from '../profile/durable-file.ts'

const escrowFile = z.object({ v: z.literal(1), publicKey: z.string(), tag: z.string() })

/**
 * The server's escrow public key, at hand without the server. The file carries a tag made with the data key: a key put there by
 * somebody else is not believed, for it could open what is sealed to it.
 */
export class EscrowStore {
  readonly #path: string
  readonly #dataKey: Buffer
  #publicKey: string | null

  private constructor(path: string, dataKey: Buffer, publicKey: string | null) {
    this.#path = path
    this.#dataKey = dataKey
    this.#publicKey = publicKey
  }

  static async open(path: string, dataKey: Buffer): Promise<EscrowStore> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return ''
      throw error
    })
    return new EscrowStore(path, dataKey, trustedKey(text, dataKey))
  }

  get publicKey(): string | null {
    return this.#publicKey
  }

  /** Throws `bad_key` for anything but a raw X25519 key in base64. */
  async keep(publicKey: string): Promise<void> {
    if (!isEscrowKey(publicKey)) throw new DeskError('bad_key', 'not an X25519 public key')
    if (publicKey === this.#publicKey) return
    const content = { v: 1, publicKey, tag: tagOf(publicKey, this.#dataKey).toString('base64') }
    await replaceFile(this.#path, Buffer.from(JSON.stringify(content)))
    this.#publicKey = publicKey
  }
}

function trustedKey(text: string, dataKey: Buffer): string | null {
  const parsed = escrowFile.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { publicKey, tag } = parsed.data
  const given = Buffer.from(tag, 'base64')
  const own = tagOf(publicKey, dataKey)
  return given.length === own.length && timingSafeEqual(given, own) && isEscrowKey(publicKey) ? publicKey : null
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    // A file cut or made unreadable is asked for again at the next sync.
    return null
  }
}

function tagOf(publicKey: string, dataKey: Buffer): Buffer {
  return createHmac('sha256', dataKey).update(`escrow\0${publicKey}`).digest()
}
