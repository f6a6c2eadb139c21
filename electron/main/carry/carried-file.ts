import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { DeskError } from '../desk-error.ts'

/**
 * A file of unsent work, sealed with a passphrase: `IHDC`, version (1 byte), log2 of scrypt's N (1), r (1), p (1), salt (16),
 * verifier (16), nonce (12), cipher text, tag (16), and SHA-256 of all that (32), which tells a damaged file from a wrong passphrase.
 * AES-256-GCM; the header is additional data. Nothing in clear says whose file it is.
 */
const magic = Buffer.from('IHDC', 'latin1')
const fileVersion = 1
const deskCost = { log2n: 17, r: 8, p: 1 } as const
/** A file may not make this program work or remember without bounds. */
const mostCost = { log2n: 20, r: 16, p: 4 } as const
const bytes = { salt: 16, verifier: 16, nonce: 12, tag: 16, digest: 32, key: 32 } as const
const saltAt = 8
const verifierAt = saltAt + bytes.salt
const nonceAt = verifierAt + bytes.verifier
const headerBytes = nonceAt + bytes.nonce

type Cost = Readonly<{ log2n: number; r: number; p: number }>
type Derived = Readonly<{ key: Buffer; verifier: Buffer }>

/** The file for this text, at the cost a person waits a moment for. */
export async function sealCarried(passphrase: string, plain: string, cost: Cost = deskCost): Promise<Buffer> {
  const salt = randomBytes(bytes.salt)
  const { key, verifier } = await derive(passphrase, salt, cost)
  const nonce = randomBytes(bytes.nonce)
  const header = Buffer.concat([magic, Buffer.from([fileVersion, cost.log2n, cost.r, cost.p]), salt, verifier, nonce])
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(header)
  const sealed = Buffer.concat([header, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return Buffer.concat([sealed, digestOf(sealed)])
}

/** The text of such a file; throws a `DeskError`: `not_carried_work`, `too_new`, `damaged` or `wrong_passphrase`. */
export async function openCarried(passphrase: string, file: Buffer): Promise<string> {
  if (!file.subarray(0, magic.length).equals(magic)) throw new DeskError('not_carried_work', 'another kind of file')
  if ((file[magic.length] ?? 0) > fileVersion) throw new DeskError('too_new', 'a newer program wrote it')
  const sealed = file.subarray(0, Math.max(0, file.length - bytes.digest))
  const isWhole = sealed.length >= headerBytes + bytes.tag && digestOf(sealed).equals(file.subarray(sealed.length))
  if (!isWhole) throw new DeskError('damaged', 'the file is not whole')
  const asked = { log2n: sealed[5] ?? 0, r: sealed[6] ?? 0, p: sealed[7] ?? 0 }
  if (!isAffordable(asked)) throw new DeskError('damaged', 'the cost of the key is out of bounds')
  const { key, verifier } = await derive(passphrase, sealed.subarray(saltAt, verifierAt), asked)
  if (!timingSafeEqual(verifier, sealed.subarray(verifierAt, nonceAt))) {
    throw new DeskError('wrong_passphrase', 'the passphrase is another one')
  }
  return decrypt(key, sealed)
}

function decrypt(key: Buffer, sealed: Buffer): string {
  const cipherEnd = sealed.length - bytes.tag
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, headerBytes))
  decipher.setAAD(sealed.subarray(0, headerBytes))
  decipher.setAuthTag(sealed.subarray(cipherEnd))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes, cipherEnd)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new DeskError('damaged', 'the seal is broken', error)
  }
}

function isAffordable({ log2n, r, p }: Cost): boolean {
  const isPositive = log2n >= 1 && r >= 1 && p >= 1
  return isPositive && log2n <= mostCost.log2n && r <= mostCost.r && p <= mostCost.p
}

/** The same words typed on two keyboards are one passphrase: composed letters, no blanks around. */
function derive(passphrase: string, salt: Buffer, { log2n, r, p }: Cost): Promise<Derived> {
  const n = 2 ** log2n
  const options = { N: n, r, p, maxmem: 256 * n * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC').trim(), salt, bytes.key + bytes.verifier, options, (error, derived) => {
      if (error) reject(error)
      else
        resolve({
          key: derived.subarray(0, bytes.key),
          verifier: digestOf(derived.subarray(bytes.key)).subarray(0, 16),
        })
    })
  })
}

function digestOf(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest()
}
