import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../desk-error.ts'
import { isMissing, replaceFile } from '../profile/durable-file.ts'

/** Wraps small secrets for the disk; what one kind sealed, only the same kind opens. */
export type Sealer = Readonly<{
  kind: 'keyring' | 'key_file'
  seal: (plain: Buffer) => Buffer
  /** Throws `keyring_gone` for another kind's work, `damaged` for bytes that do not open. */
  open: (sealed: Buffer) => Buffer
}>

/** The part of Electron's safeStorage that is used. */
export type Keyring = Readonly<{
  isEncryptionAvailable: () => boolean
  encryptString: (text: string) => Buffer
  decryptString: (sealed: Buffer) => string
  getSelectedStorageBackend?: () => string
}>

const marks = { keyring: Buffer.from('K'), key_file: Buffer.from('F') } as const
const nonceBytes = 12
const tagBytes = 16

function unmarked(sealed: Buffer, kind: Sealer['kind']): Buffer {
  const mark = sealed.subarray(0, 1)
  if (mark.equals(marks[kind])) return sealed.subarray(1)
  if (mark.equals(marks.keyring)) throw new DeskError('keyring_gone', 'sealed by the keyring, which is not available')
  throw new DeskError('damaged', 'sealed by an unknown key')
}

function keyringSealer(keyring: Keyring): Sealer {
  return {
    kind: 'keyring',
    seal: (plain) => Buffer.concat([marks.keyring, keyring.encryptString(plain.toString('base64'))]),
    open: (sealed) => {
      const bytes = unmarked(sealed, 'keyring')
      try {
        return Buffer.from(keyring.decryptString(bytes), 'base64')
      } catch (error) {
        throw new DeskError('damaged', 'the keyring does not open this', error)
      }
    },
  }
}

function fileSealer(key: Buffer): Sealer {
  return {
    kind: 'key_file',
    seal: (plain) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const text = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([marks.key_file, nonce, cipher.getAuthTag(), text])
    },
    open: (sealed) => {
      const bytes = unmarked(sealed, 'key_file')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
      } catch (error) {
        throw new DeskError('damaged', 'the key file does not open this', error)
      }
    },
  }
}

async function developmentKey(profile: string): Promise<Buffer> {
  const path = join(profile, 'development.key')
  const stored = await readFile(path).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (stored?.length === 32) return stored
  const fresh = randomBytes(32)
  await replaceFile(path, fresh, 0o600)
  return fresh
}

/** The system's keyring where there is one; in development a key file; else null, and no account can be opened. */
export async function chooseSealer(options: {
  keyring: Keyring
  isPackaged: boolean
  profile: string
}): Promise<Sealer | null> {
  const { keyring, isPackaged, profile } = options
  // `basic_text` is Chromium's fixed password: no protection at all.
  const isReal = keyring.isEncryptionAvailable() && keyring.getSelectedStorageBackend?.() !== 'basic_text'
  if (isReal) return keyringSealer(keyring)
  return isPackaged ? null : fileSealer(await developmentKey(profile))
}
