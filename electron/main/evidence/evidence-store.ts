import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { JournalFile } from '../journal/journal-file.ts'
import { EvidenceIntake } from './evidence-intake.ts'
import type { Taken } from './evidence-intake.ts'
import { EvidenceRecords } from './evidence-records.ts'
import { FileLimit } from './file-limit.ts'
import { SealedFiles } from './sealed-files.ts'

/** The names of the journal and the folder in the account's folder. */
export const evidenceNames = { journal: 'evidence.bin', folder: 'files' } as const
const limitName = 'file-limit.json'

export type EvidenceStoreParts = Readonly<{
  folder: string
  dataKey: Buffer
  escrow: Readonly<{ publicKey: string | null }>
  nowMs: () => number
  /** How much is kept to look at, in bytes. */
  maxKeptBytes?: number
}>

/** What the server has is kept to look at until all files together are larger than this. */
const usualKeptBytes = 2 * 1024 ** 3
/** A file that was picked and never given with a command goes after this time, as an upload does on the server. */
const unwantedLifeMs = 45 * 24 * 3_600_000

/** The files of one account on this device: sealed content, and a list of what was added here and the server may not have yet. */
export class EvidenceStore {
  readonly files: SealedFiles
  readonly records: EvidenceRecords
  readonly intake: EvidenceIntake
  /** The largest file the server takes. */
  readonly limit: FileLimit
  readonly #nowMs: () => number
  readonly #maxKeptBytes: number

  private constructor(
    parts: EvidenceStoreParts,
    { files, records, limit }: Pick<EvidenceStore, 'files' | 'records' | 'limit'>,
  ) {
    this.files = files
    this.records = records
    this.limit = limit
    this.#nowMs = parts.nowMs
    this.#maxKeptBytes = parts.maxKeptBytes ?? usualKeptBytes
    this.intake = new EvidenceIntake({ ...parts, files, limit })
  }

  static async open(parts: EvidenceStoreParts): Promise<EvidenceStore> {
    const journal = await JournalFile.open(join(parts.folder, evidenceNames.journal), parts.nowMs())
    const files = new SealedFiles(join(parts.folder, evidenceNames.folder), parts.dataKey)
    const limit = await FileLimit.open(join(parts.folder, limitName))
    return new EvidenceStore(parts, { files, records: new EvidenceRecords(journal, parts.dataKey), limit })
  }

  /** Files that were given with a command and are not known to be on the server. */
  get unsentCount(): number {
    return this.records.all().filter((record) => record.given).length
  }

  /** Ends the taking of a file; resolves when file and record are on the disk. */
  async finish(
    ticket: string,
    about: Readonly<{ caseId: string; thumb: string | null }>,
  ): Promise<Taken & { id: string }> {
    const { name, type, sizeBytes, hash } = await this.intake.finish(ticket)
    const detail = { ...about, name, type }
    const record = { id: randomUUID(), hash, sizeBytes, addedAtMs: this.#nowMs(), given: false, refused: null, detail }
    await this.records.add(record)
    return { id: record.id, name, type, sizeBytes, hash }
  }

  /** The server has these: their records go, their content stays to be looked at. */
  async sent(id: string): Promise<void> {
    await this.records.forget([id])
  }

  /** Given up by the officer: the content goes too, where no other record needs it. */
  async discard(ids: readonly string[]): Promise<void> {
    const gone = ids.flatMap((id) => this.records.get(id) ?? [])
    await this.records.forget(gone.map((record) => record.id))
    const needed = this.#needed()
    for (const hash of new Set(gone.map((record) => record.hash))) if (!needed.has(hash)) await this.files.remove(hash)
  }

  /** Removes what nobody waits for: half files, files never given, and the longest unseen of those that were sent. */
  async tidy(): Promise<void> {
    await this.files.removePartial()
    const beforeMs = this.#nowMs() - unwantedLifeMs
    const unwanted = this.records.all().filter((record) => !record.given && record.addedAtMs < beforeMs)
    await this.discard(unwanted.map((record) => record.id))
    await this.trim()
  }

  /** Removes what was looked at longest ago of what the server has, where there is too much of it. */
  async trim(): Promise<void> {
    await this.files.trim(this.#needed(), this.#maxKeptBytes)
  }

  /** Whether so many bytes more can be kept without anything going for them. */
  async hasRoom(sizeBytes: number): Promise<boolean> {
    return (await this.files.totalBytes()) + sizeBytes <= this.#maxKeptBytes
  }

  /** The hashes of what is kept to look at: the server has it. */
  async kept(): Promise<readonly string[]> {
    const needed = this.#needed()
    return (await this.files.hashes()).filter((hash) => !needed.has(hash))
  }

  /** Nobody of this account looks at these any more; what waits to be sent stays. */
  async release(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) if (!this.#needed().has(hash)) await this.files.remove(hash)
  }

  async close(): Promise<void> {
    await this.intake.abandonAll()
    await this.records.close()
  }

  #needed(): ReadonlySet<string> {
    return new Set(this.records.all().map((record) => record.hash))
  }
}
