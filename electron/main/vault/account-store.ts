import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../desk-error.ts'
import { evidenceNames, EvidenceStore } from '../evidence/evidence-store.ts'
import { keepUnsentFiles } from '../evidence/keep-unsent.ts'
import { DraftFiles } from '../journal/draft-files.ts'
import { JournalFile } from '../journal/journal-file.ts'
import { UnsentWork } from '../journal/unsent-work.ts'
import { isMissing, moveAside, removeFile, removeFolder, replaceFile } from '../profile/durable-file.ts'
import { dataKeyBytes, openDataKey } from './data-key.ts'
import type { StoredDataKey } from './data-key.ts'
import { EscrowStore } from './escrow-store.ts'
import { FirstScreenFile } from './first-screen-file.ts'
import { accountsFolder, dataKeyFile, firstScreenFile } from './profile-places.ts'
import type { Sealer } from './sealer.ts'

/** One account's folder, unlocked. `partition` names the browser storage that belongs to this very key. */
export type OpenAccount = Readonly<{
  accountId: string
  dataKey: Buffer
  partition: string
  work: UnsentWork
  escrow: EscrowStore
  firstScreen: FirstScreenFile
  evidence: EvidenceStore
}>

/** What opening found: a lost key was moved aside and replaced, and `lostPartition` names the storage that it sealed, if that is known. */
export type OpenedAccount = Readonly<{ account: OpenAccount; isKeyLost: boolean; lostPartition: string | null }>

const keptFiles = [evidenceNames.journal, evidenceNames.folder]
const rescueFiles = ['rescue.bin', 'rescue-refused.bin'] as const

function partitionOf(dataKey: Buffer): string {
  return `persist:data-${createHash('sha256').update('partition').update(dataKey).digest('hex').slice(0, 16)}`
}

/** The folders under `accounts/`: a wrapped data key, a journal, drafts, and what waits to be rescued each. */
export class AccountStore {
  readonly #root: string
  readonly #nowMs: () => number

  constructor(profile: string, nowMs: () => number) {
    this.#root = join(profile, accountsFolder)
    this.#nowMs = nowMs
  }

  /**
   * Opens the account, making its key at the first time. A key that cannot be unwrapped is moved aside and another one made: the
   * journal and the drafts stay, for the server can open them.
   */
  async open(accountId: string, sealer: Sealer): Promise<OpenedAccount> {
    const folder = join(this.#root, accountId)
    let lostPartition: string | null = null
    let isKeyLost = false
    let dataKey: Buffer
    try {
      dataKey = await this.#loadOrMakeKey(folder, sealer)
    } catch (error) {
      if (!(error instanceof DeskError) || error.code !== 'damaged') throw error
      isKeyLost = true
      lostPartition = await namedPartition(join(folder, dataKeyFile))
      await moveAside(join(folder, dataKeyFile), this.#nowMs())
      dataKey = await this.#loadOrMakeKey(folder, sealer)
    }
    const file = (name: string): Promise<JournalFile> => JournalFile.open(join(folder, name), this.#nowMs())
    const escrow = await EscrowStore.open(join(folder, 'escrow.json'), dataKey)
    const work = new UnsentWork({
      journal: await file('journal.bin'),
      drafts: await DraftFiles.open(join(folder, 'drafts'), { nowMs: this.#nowMs }),
      rescue: await file(rescueFiles[0]),
      refused: await file(rescueFiles[1]),
      escrow,
    })
    const firstScreen = new FirstScreenFile(join(folder, firstScreenFile), { accountId, dataKey })
    const evidence = await EvidenceStore.open({ folder, dataKey, escrow, nowMs: this.#nowMs })
    const account = { accountId, dataKey, partition: partitionOf(dataKey), work, escrow, firstScreen, evidence }
    return { account, isKeyLost, lostPartition }
  }

  /** Deletes everything of an account, the key first, but the records that only the server can open; answers how many wait for it. */
  async wipe(accountId: string): Promise<number> {
    const folder = join(this.#root, accountId)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeFile(join(folder, dataKeyFile))
    const rescue = await JournalFile.open(join(folder, rescueFiles[0]), this.#nowMs())
    const waiting = rescue.count
    await rescue.close()
    const files = await keepUnsentFiles(folder, this.#nowMs())
    const kept: readonly string[] = [...(waiting > 0 ? rescueFiles : []), ...(files > 0 ? keptFiles : [])]
    for (const name of await namesIn(folder)) if (!kept.includes(name)) await removeFolder(join(folder, name))
    if (kept.length === 0) await removeFolder(folder)
    return waiting + files
  }

  /** Destroys the data key: what it sealed can never be read again. */
  async destroyKey(accountId: string): Promise<void> {
    await removeFile(join(this.#root, accountId, dataKeyFile))
  }

  async #loadOrMakeKey(folder: string, sealer: Sealer): Promise<Buffer> {
    const path = join(folder, dataKeyFile)
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (text === null) {
      const fresh = randomBytes(dataKeyBytes)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const sealed = sealer.seal(fresh).toString('base64')
      const content: StoredDataKey = { v: 1, sealed, partition: partitionOf(fresh) }
      await replaceFile(path, Buffer.from(JSON.stringify(content)))
      return fresh
    }
    return openDataKey(text, sealer)
  }
}

// A key file that is not whole may still say which storage it belonged to.
async function namedPartition(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8')
  return /"partition":"(persist:data-[0-9a-f]{16})"/.exec(text)?.[1] ?? null
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}
