import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskError } from '../desk-error.ts'
import { DraftFiles } from '../journal/draft-files.ts'
import { JournalFile } from '../journal/journal-file.ts'
import { isMissing, moveAside, removeFile, replaceFile } from '../profile/durable-file.ts'
import { FirstScreenFile } from './first-screen-file.ts'
import type { Sealer } from './sealer.ts'

/** One account's folder, unlocked. `partition` names the browser storage that belongs to this very key. */
export type OpenAccount = Readonly<{
  accountId: string
  dataKey: Buffer
  partition: string
  journal: JournalFile
  drafts: DraftFiles
  firstScreen: FirstScreenFile
}>

const keyFile = z.object({ v: z.literal(1), sealed: z.string() })

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

/** The folders under `accounts/`: a wrapped data key, a journal and drafts each. */
export class AccountStore {
  readonly #root: string
  readonly #nowMs: () => number

  constructor(profile: string, nowMs: () => number) {
    this.#root = join(profile, 'accounts')
    this.#nowMs = nowMs
  }

  /** Opens the account, making its key at the first time. A damaged folder is moved aside and named in `movedAside`. */
  async open(accountId: string, sealer: Sealer): Promise<{ account: OpenAccount; movedAside: string | null }> {
    const folder = join(this.#root, accountId)
    let movedAside: string | null = null
    let dataKey: Buffer
    try {
      dataKey = await this.#loadOrMakeKey(folder, sealer)
    } catch (error) {
      if (!(error instanceof DeskError) || error.code !== 'damaged') throw error
      movedAside = await moveAside(folder, this.#nowMs())
      dataKey = await this.#loadOrMakeKey(folder, sealer)
    }
    const firstScreen = new FirstScreenFile(join(folder, 'first-screen.bin'), { accountId, dataKey })
    const [journal, drafts] = await Promise.all([
      JournalFile.open(join(folder, 'journal.bin'), this.#nowMs()),
      DraftFiles.open(join(folder, 'drafts'), { nowMs: this.#nowMs }),
    ])
    const account = { accountId, dataKey, partition: partitionOf(dataKey), journal, drafts, firstScreen }
    return { account, movedAside }
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
      const content = { v: 1, sealed: sealer.seal(fresh).toString('base64') }
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
