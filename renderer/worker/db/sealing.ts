import type { Sealed } from './stored-rows.ts'
import { WorkerFailure } from '../failure.ts'
import { reusedBytes } from './reused-bytes.ts'

const nonceBytes = 12
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The form in which rows are written now. It is part of the additional data of every sealed record. */
export const storageSchema = 3

/** Where a sealed record belongs: table name, then its key parts. A record moved elsewhere no longer opens. */
export type Place = readonly (string | number)[]

/**
 * AES-256-GCM with a random nonce; the place and the schema are additional data. JSON in, JSON out.
 * Never call it inside a database transaction: awaiting WebCrypto ends the transaction.
 */
export class Sealer {
  readonly #key: CryptoKey
  readonly #crypto: Crypto

  constructor(key: CryptoKey, crypto: Crypto) {
    this.#key = key
    this.#crypto = crypto
  }

  static async fromRawKey(raw: Uint8Array<ArrayBuffer>, crypto: Crypto): Promise<Sealer> {
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    return new Sealer(key, crypto)
  }

  async seal(place: Place, content: unknown): Promise<Sealed> {
    return this.sealText(place, JSON.stringify(content))
  }

  async sealText(place: Place, text: string): Promise<Sealed> {
    const iv = this.#crypto.getRandomValues(new Uint8Array(nonceBytes))
    const additionalData = additional(place, storageSchema)
    // `encrypt` copies the bytes before it returns, as Web Cryptography prescribes.
    const ct = await this.#crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, this.#key, reusedBytes(text))
    return { schema: storageSchema, iv, ct }
  }

  /** The content sealed at this place; throws `seal_broken` for a wrong key, a moved or a damaged record. */
  async open(place: Place, sealed: Sealed): Promise<unknown> {
    try {
      const additionalData = additional(place, sealed.schema)
      const algorithm = { name: 'AES-GCM', iv: sealed.iv, additionalData }
      const bytes = await this.#crypto.subtle.decrypt(algorithm, this.#key, sealed.ct)
      const content: unknown = JSON.parse(decoder.decode(bytes))
      return content
    } catch (error) {
      throw new WorkerFailure('seal_broken', { cause: error })
    }
  }
}

function additional(place: Place, schema: number): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify([...place, schema]))
}
