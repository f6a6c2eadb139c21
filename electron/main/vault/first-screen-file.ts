import { createDecipheriv } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { firstScreenPlace } from '../../../shared/ipc/first-screen-place.ts'
import type { KeptScreenV1 } from '../../../shared/ipc/first-screen.ts'
import { DeskError } from '../desk-error.ts'
import { isMissing, removeFile, replaceFile } from '../profile/durable-file.ts'

type Owner = Readonly<{ accountId: string; dataKey: Buffer }>

const headerBytes = 13
const tagBytes = 16

/** Schema (1 byte), nonce (12), cipher text, tag (16): what the data worker's `sealToText` makes. */
function openSealed({ accountId, dataKey }: Owner, sealed: Buffer): string {
  if (sealed.length < headerBytes + tagBytes) throw new DeskError('damaged', 'the first screen is cut short')
  try {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.subarray(1, headerBytes))
    decipher.setAAD(Buffer.from(JSON.stringify([...firstScreenPlace(accountId), sealed[0]])))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes, -tagBytes)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new DeskError('damaged', 'the first screen does not open with this key', error)
  }
}

/** The sealed first screen of one account. It is only a copy: what cannot be read is not shown, and the next one replaces it. */
export class FirstScreenFile {
  readonly #path: string
  readonly #owner: Owner
  #tail: Promise<void> = Promise.resolve()

  constructor(path: string, owner: Owner) {
    this.#path = path
    this.#owner = owner
  }

  /** Null where there is none; throws `damaged` for what another key, account or form sealed. */
  async read(): Promise<KeptScreenV1 | null> {
    const sealed = await readFile(this.#path).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    // Its seal vouches for its form.
    return sealed === null ? null : (JSON.parse(openSealed(this.#owner, sealed)) as KeptScreenV1)
  }

  put(sealed: Buffer): Promise<void> {
    return this.#inTurn(() => replaceFile(this.#path, sealed))
  }

  /** After this nothing that was put before is on the disk. */
  forget(): Promise<void> {
    return this.#inTurn(() => removeFile(this.#path))
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work)
    this.#tail = done.catch(() => undefined)
    return done
  }
}
