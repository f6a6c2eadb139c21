import { DeskError } from '../desk-error.ts'
import type { Sealer } from './sealer.ts'

export const dataKeyBytes = 32

/** What the key file holds: the wrapped key, and the name of the browser storage that it seals. */
export type StoredDataKey = Readonly<{ v: 1; sealed: string; partition: string }>

/** Throws `damaged` for what is no key file or does not open, `keyring_gone` for another sealer's work. */
export function openDataKey(text: string, sealer: Sealer): Buffer {
  const key = sealer.open(Buffer.from(sealedKeyOf(text), 'base64'))
  if (key.length !== dataKeyBytes) throw new DeskError('damaged', 'the data key has a wrong length')
  return key
}

function sealedKeyOf(text: string): string {
  try {
    const content = JSON.parse(text) as Partial<StoredDataKey> | null
    if (content?.v !== 1 || typeof content.sealed !== 'string') throw new SyntaxError('not a key file')
    return content.sealed
  } catch (error) {
    throw new DeskError('damaged', 'the key file cannot be read', error)
  }
}
