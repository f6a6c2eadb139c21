import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../desk-error.ts'
import { isMissing, moveAside, removeFile, replaceFile } from '../profile/durable-file.ts'
import { sessionFile } from './profile-places.ts'
import type { Sealer } from './sealer.ts'
import { openSession } from './stored-session.ts'
import type { StoredSession } from './stored-session.ts'

export type LoadedSession =
  | Readonly<{ kind: 'session'; session: StoredSession }>
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'keyring_gone' }>
  | Readonly<{ kind: 'damaged'; movedAside: string }>

/** Who was signed in last, sealed on the disk; never a token. */
export class SessionStore {
  readonly #path: string
  readonly #nowMs: () => number

  constructor(profile: string, nowMs: () => number) {
    this.#path = join(profile, sessionFile)
    this.#nowMs = nowMs
  }

  async load(sealer: Sealer | null): Promise<LoadedSession> {
    const sealed = await readFile(this.#path).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (sealed === null) return { kind: 'none' }
    if (sealer === null) return { kind: 'keyring_gone' }
    try {
      return { kind: 'session', session: openSession(sealed, sealer) }
    } catch (error) {
      if (codeOf(error) === 'keyring_gone') return { kind: 'keyring_gone' }
      return { kind: 'damaged', movedAside: await moveAside(this.#path, this.#nowMs()) }
    }
  }

  async save(session: StoredSession, sealer: Sealer): Promise<void> {
    await replaceFile(this.#path, sealer.seal(Buffer.from(JSON.stringify(session))))
  }

  async forget(): Promise<void> {
    await removeFile(this.#path)
  }
}
