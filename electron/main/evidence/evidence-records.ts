import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { DeskError } from '../desk-error.ts'
import type { JournalFile } from '../journal/journal-file.ts'

const detailV1 = z.object({
  caseId: z.string(),
  name: z.string(),
  type: z.string(),
  /** A small JPEG in base64, null where none could be made. */
  thumb: z.string().nullable(),
})
/** What only the account may read of a file. */
export type EvidenceDetail = Readonly<z.infer<typeof detailV1>>

const storedV1 = z.object({
  v: z.literal(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int(),
  addedAtMs: z.number(),
  given: z.boolean(),
  refused: z.string().nullable(),
  sealed: z.string(),
})

/** A file that the server may not have yet. `detail` is null where it was sealed with a key that is lost. */
export type EvidenceRecord = Readonly<{
  id: string
  hash: string
  sizeBytes: number
  addedAtMs: number
  /** A command names it: it must reach the server. */
  given: boolean
  /** Why it can never be sent as it is; null while it can. */
  refused: string | null
  detail: EvidenceDetail | null
}>

const nonceBytes = 12
const tagBytes = 16

/** The list of files waiting to be sent, in a journal: each change is on the disk when its promise resolves. */
export class EvidenceRecords {
  readonly #journal: JournalFile
  readonly #dataKey: Buffer
  readonly #records: Map<string, EvidenceRecord>
  readonly #sealed: Map<string, string>

  constructor(journal: JournalFile, dataKey: Buffer) {
    this.#journal = journal
    this.#dataKey = dataKey
    const read = journal.readAll().flatMap(({ key, body }) => this.#decode(key, body) ?? [])
    this.#records = new Map(read.map(({ record }) => [record.id, record]))
    this.#sealed = new Map(read.map(({ record, sealed }) => [record.id, sealed]))
  }

  all(): readonly EvidenceRecord[] {
    return [...this.#records.values()]
  }

  get(id: string): EvidenceRecord | undefined {
    return this.#records.get(id)
  }

  async add(record: EvidenceRecord & { detail: EvidenceDetail }): Promise<void> {
    this.#sealed.set(record.id, this.#seal(record.id, record.detail))
    await this.#store(record)
  }

  /** A record that is gone meanwhile is left alone. */
  async change(id: string, change: Partial<Pick<EvidenceRecord, 'given' | 'refused'>>): Promise<void> {
    const record = this.#records.get(id)
    if (record !== undefined) await this.#store({ ...record, ...change })
  }

  async forget(ids: readonly string[]): Promise<void> {
    await this.#journal.forget(ids)
    for (const id of ids) {
      this.#records.delete(id)
      this.#sealed.delete(id)
    }
  }

  close(): Promise<void> {
    return this.#journal.close()
  }

  async #store(record: EvidenceRecord): Promise<void> {
    const { id, detail: _detail, ...plain } = record
    const stored = { v: 1, ...plain, sealed: this.#sealed.get(id) ?? '' }
    await this.#journal.replace(id, Buffer.from(JSON.stringify(stored)))
    this.#records.set(id, record)
  }

  #seal(id: string, detail: EvidenceDetail): string {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#dataKey, nonce)
    cipher.setAAD(Buffer.from(JSON.stringify(['evidence-detail', id])))
    const text = Buffer.from(JSON.stringify(detail), 'utf8')
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64')
  }

  #decode(id: string, body: Buffer): { record: EvidenceRecord; sealed: string } | null {
    const parsed = storedV1.safeParse(JSON.parse(body.toString('utf8')))
    // A later version of this program may read it; this one leaves it where it is.
    if (!parsed.success) return null
    const { v: _v, sealed, ...plain } = parsed.data
    return { record: { id, ...plain, detail: this.#open(id, sealed) }, sealed }
  }

  #open(id: string, text: string): EvidenceDetail | null {
    const sealed = Buffer.from(text, 'base64')
    if (sealed.length < nonceBytes + tagBytes) return null
    const decipher = createDecipheriv('aes-256-gcm', this.#dataKey, sealed.subarray(0, nonceBytes))
    decipher.setAAD(Buffer.from(JSON.stringify(['evidence-detail', id])))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    try {
      const plain = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
      return detailV1.parse(JSON.parse(plain.toString('utf8')))
    } catch (error) {
      if (error instanceof Error) return null
      throw new DeskError('file_damaged', 'the detail of a file cannot be read', error)
    }
  }
}
