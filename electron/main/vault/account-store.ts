import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskError } from '../desk-error.ts'
import { DraftFiles } from '../journal/draft-files.ts'
import { JournalFile } from '../journal/journal-file.ts'
import { UnsentWork } from '../journal/unsent-work.ts'
import { isMissing, moveAside, removeFile, removeFolder, replaceFile } from '../profile/durable-file.ts'
import { EscrowStore } from './escrow-store.ts'
import { FirstScreenFile } from './first-screen-file.ts'
import type { Sealer } from './sealer.ts'

/** One account's folder, unlocked. `partition` names the browser storage that belongs to this very key. */
export type OpenAccount = Readonly<{
  accountId: string
  dataKey: Buffer
  partition: string
  work: UnsentWork
  escrow: EscrowStore
  firstScreen: FirstScreenFile
}>

/** What opening found: a lost key was moved aside and replaced, and `lostPartition` names the storage that it sealed, if that is known. */
export type OpenedAccount = Readonly<{ account: OpenAccount; isKeyLost: boolean; lostPartition: string | null }>

const keyFile = z.object({ v: z.literal(1), sealed: z.string(), partition: z.string().optional() })
const rescueFiles = ['rescue.bin', 'rescue-refused.bin'] as const

/** Names an account on a server. Development servers move between loopback ports and stay the same server. */
export function accountIdOf(serverUrl: string, username: string): string {
  const url = new URL(serverUrl)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const server = isLoopback ? 'loopback' : url.origin
  return createHash('sha256').update(`${server}\0${username}`).digest('hex').slice(0, 32)
}

function partitionOf(dataKey: Buffer): string {
  return `persist:data-${createHash('sha256').update('partition').update(dataKey).digest('hex').slice(0, 16)}`
}

/** The folders under `accounts/`: a wrapped data key, a journal, drafts, and what waits to be rescued each. */
export class AccountStore {
  readonly #root: string
  readonly #nowMs: () => number

  constructor(profile: string, nowMs: () => number) {
    this.#root = join(profile, 'accounts')
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
      lostPartition = await namedPartition(join(folder, 'key.json'))
      await moveAside(join(folder, 'key.json'), this.#nowMs())
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
    const firstScreen = new FirstScreenFile(join(folder, 'first-screen.bin'), { accountId, dataKey })
    const account = { accountId, dataKey, partition: partitionOf(dataKey), work, escrow, firstScreen }
    return { account, isKeyLost, lostPartition }
  }

  /** Deletes everything of an account, the key first, but the records that only the server can open; answers how many wait for it. */
  async wipe(accountId: string): Promise<number> {
    const folder = join(this.#root, accountId)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeFile(join(folder, 'key.json'))
    const rescue = await JournalFile.open(join(folder, rescueFiles[0]), this.#nowMs())
    const waiting = rescue.count
    await rescue.close()
    const keepsRescue = waiting > 0
    for (const name of await namesIn(folder)) {
      const isKept = keepsRescue && rescueFiles.some((kept) => kept === name)
      if (!isKept) await removeFolder(join(folder, name))
    }
    if (!keepsRescue) await removeFolder(folder)
    return waiting
  }

  /** Destroys the data key: what it sealed can never be read again. */
  async destroyKey(accountId: string): Promise<void> {
    await removeFile(join(this.#root, accountId, 'key.json'))
  }

  async #loadOrMakeKey(folder: string, sealer: Sealer): Promise<Buffer> {
    const path = join(folder, 'key.json')
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (text === null) {
      const fresh = randomBytes(32)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const content = { v: 1, sealed: sealer.seal(fresh).toString('base64'), partition: partitionOf(fresh) }
      await replaceFile(path, Buffer.from(JSON.stringify(content)))
      return fresh
    }
    const key = sealer.open(Buffer.from(parseKeyFile(text), 'base64'))
    if (key.length !== 32) throw new DeskError('damaged', 'the data key has a wrong length')
    return key
  }
}

function parseKeyFile(text: string): string {
  try {
    return keyFile.parse(JSON.parse(text)).sealed
  } catch (error) {
    throw new DeskError('damaged', 'the key file cannot be read', error)
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
