import type { DraftFiles } from './draft-files.ts'
import { isSealedTo, sealToEscrow } from './escrow-seal.ts'
import type { JournalFile } from './journal-file.ts'
import { decodeBody, encodeBody } from './record-body.ts'
import type { RecordBody } from './record-body.ts'

/** What a worker hands over: sealed with the data key, and in clear to be sealed for the server under `rescueKey`; never stored in clear. */
export type Work = Readonly<{ key: string; sealed: Buffer; plain: string; rescueKey: string }>
export type StoredWork = Readonly<{ key: string; sealed: Buffer; escrowed: boolean }>
export type SealedWork = Readonly<{ key: string; envelope: Buffer }>

export type UnsentWorkParts = Readonly<{
  journal: JournalFile
  drafts: DraftFiles
  /** Work that only the server can open, waiting to be sent there. */
  rescue: JournalFile
  /** What the server could not take; kept for people. */
  refused: JournalFile
  escrow: Readonly<{ publicKey: string | null }>
}>

/** Everything an official said that the server may not have yet: commands, drafts, and what is left of them after a key was lost. */
export class UnsentWork {
  readonly #parts: UnsentWorkParts
  /** By the very bytes: a record written anew is not in the file. */
  readonly #carried = new WeakSet<Buffer>()

  constructor(parts: UnsentWorkParts) {
    this.#parts = parts
  }

  /** Commands and drafts that this account's key opens. */
  get count(): number {
    return this.#parts.journal.count + this.#parts.drafts.count
  }

  get commandCount(): number {
    return this.#parts.journal.count
  }

  get draftCount(): number {
    return this.#parts.drafts.count
  }

  /** True when every command and draft, as it is now, lies in a file that was written for another device too. */
  get isCarried(): boolean {
    const { journal, drafts } = this.#parts
    return [...journal.readAll(), ...drafts.readAll()].every(({ body }) => this.#carried.has(body))
  }

  /** Remembers these records as they are now; the answer, called when they are in a file, makes them count as carried. */
  carrying(keys: Readonly<{ commands: readonly string[]; drafts: readonly string[] }>): () => void {
    const { journal, drafts } = this.#parts
    const bodies = [
      ...journal.readAll().filter(({ key }) => keys.commands.includes(key)),
      ...drafts.readAll().filter(({ key }) => keys.drafts.includes(key)),
    ].map(({ body }) => body)
    return () => {
      for (const body of bodies) this.#carried.add(body)
    }
  }

  /** Records that wait to be sent to the server for rescue. */
  get rescueCount(): number {
    return this.#parts.rescue.count
  }

  get tornTailBytes(): number {
    return this.#parts.journal.tornTailBytes
  }

  /** Resolves after fsync. The same key again is the same record, unless it is to be replaced. */
  appendCommand(work: Work, isReplaced: boolean): Promise<void> {
    const { journal } = this.#parts
    const body = this.#body(work)
    return isReplaced ? journal.replace(work.key, body) : journal.append(work.key, body)
  }

  putDraft(work: Work): Promise<void> {
    return this.#parts.drafts.put(work.key, this.#body(work))
  }

  commands(): readonly StoredWork[] {
    return this.#parts.journal.readAll().map((record) => this.#stored(record))
  }

  drafts(): readonly StoredWork[] {
    return this.#parts.drafts.readAll().map((record) => this.#stored(record))
  }

  forgetCommands(keys: readonly string[]): Promise<void> {
    return this.#parts.journal.forget(keys)
  }

  forgetDrafts(keys: readonly string[]): Promise<void> {
    return this.#parts.drafts.forget(keys)
  }

  /**
   * Puts records the data key does not open, or will not open for long, aside for the server. A command without an envelope stays
   * where it is and a draft without one is moved aside: neither is ever overwritten. Answers how many now wait.
   */
  async setAside(keys: Readonly<{ commands: readonly string[]; drafts: readonly string[] }>): Promise<number> {
    const { journal, drafts, rescue } = this.#parts
    const commands = await this.#toRescue(journal.readAll(), keys.commands)
    await journal.forget(commands)
    const moved = await this.#toRescue(drafts.readAll(), keys.drafts)
    await drafts.forget(moved)
    for (const key of keys.drafts) if (!moved.includes(key)) await drafts.setAside(key)
    return rescue.count
  }

  /** Puts everything aside that the server can open. */
  setAsideAll(): Promise<number> {
    const keysOf = (all: readonly StoredWork[]): string[] => all.map(({ key }) => key)
    return this.setAside({ commands: keysOf(this.commands()), drafts: keysOf(this.drafts()) })
  }

  rescueRecords(): readonly SealedWork[] {
    return this.#parts.rescue.readAll().map(({ key, body }) => ({ key, envelope: body }))
  }

  /** Lets go what the server has decided, and keeps what it could not take apart from it. */
  async settle(keys: Readonly<{ done: readonly string[]; refused: readonly string[] }>): Promise<void> {
    const { rescue, refused } = this.#parts
    const waiting = new Map(rescue.readAll().map((record) => [record.key, record.body]))
    for (const key of keys.refused) {
      const body = waiting.get(key)
      if (body !== undefined) await refused.append(key, body)
    }
    await rescue.forget([...keys.done, ...keys.refused])
  }

  async close(): Promise<void> {
    const { drafts, journal, rescue, refused } = this.#parts
    await drafts.close()
    await journal.close()
    await rescue.close()
    await refused.close()
  }

  #body({ sealed, plain, rescueKey }: Work): Buffer {
    const { publicKey } = this.#parts.escrow
    // Before the first registration no key is known; there are no cases to work on then either.
    if (publicKey === null) return encodeBody({ sealed, escrowed: null })
    const envelope = sealToEscrow(publicKey, rescueKey, Buffer.from(plain, 'utf8'))
    return encodeBody({ sealed, escrowed: { key: rescueKey, envelope } })
  }

  #stored({ key, body }: Readonly<{ key: string; body: Buffer }>): StoredWork {
    const { sealed, escrowed } = decodeBody(body)
    return { key, sealed, escrowed: this.#isCurrent(escrowed) }
  }

  #isCurrent(escrowed: RecordBody['escrowed']): boolean {
    const { publicKey } = this.#parts.escrow
    return publicKey === null || (escrowed !== null && isSealedTo(publicKey, escrowed.envelope))
  }

  async #toRescue(records: readonly Readonly<{ key: string; body: Buffer }>[], keys: readonly string[]) {
    const wanted = new Set(keys)
    const moved: string[] = []
    for (const { key, body } of records) {
      const { escrowed } = decodeBody(body)
      if (!wanted.has(key) || escrowed === null) continue
      await this.#parts.rescue.append(escrowed.key, escrowed.envelope)
      moved.push(key)
    }
    return moved
  }
}
