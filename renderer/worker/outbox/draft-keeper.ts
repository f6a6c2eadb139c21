import { z } from 'zod'
import type { DeskDatabase } from '../db/desk-database.ts'
import { assertFence } from '../db/meta.ts'
import type { Sealer } from '../db/sealing.ts'
import { openFromText, sealToText } from '../db/sealed-text.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import { codeOf } from '../failure.ts'
import type { HostPort } from '../host-port.ts'
import type { Reporter } from '../reporter.ts'
import { Turn } from '../turn.ts'
import { rescueText } from './rescue-text.ts'

const localDraft = z.object({
  text: z.string(),
  baseRevision: z.number().int(),
  savedAtMs: z.number(),
  /** The text last given to the outbox as a `saveDraft` command. */
  queuedText: z.string().nullable(),
})
/** An officer's unsent reply text of one case as it stands on this device. */
export type LocalDraft = Readonly<z.infer<typeof localDraft>>

/** The official, the case's number, the newest sequence number seen, and the queued draft command this text follows. */
export type DraftBasis = Readonly<{ user: string; caseNumber: string; basedOnSeq: number; after: string | null }>

export type DraftKeeperParts = Readonly<{
  database: DeskDatabase
  sealer: Sealer
  host: HostPort
  fence: number
  environment: WorkerEnvironment
  reporter: Reporter
  /** What a draft of this case stands on: for the server, which opens it when the key of this device is lost. */
  basis: (caseId: string) => Promise<DraftBasis>
  /** Queues the text as a `saveDraft` command. */
  queue: (caseId: string, draft: LocalDraft) => Promise<void>
}>

/** A draft becomes a command when the officer has paused for this long. */
export const draftPauseMs = 10_000

/**
 * Keystroke groups: each goes to the draft journal of the main process (fsync) and to the database before `save` resolves, so that a
 * killed app loses nothing shown as saved. Texts that arrive while one is being written replace each other.
 */
export class DraftKeeper {
  readonly #parts: DraftKeeperParts
  readonly #drafts = new Map<string, LocalDraft>()
  readonly #written = new Map<string, LocalDraft>()
  readonly #turns = new Map<string, Turn>()
  readonly #pauses = new Map<string, CancelTimer>()

  constructor(parts: DraftKeeperParts) {
    this.#parts = parts
  }

  /** Reads the database and the draft journal; the newer text of a case holds. Returns how many only the journal had. */
  async load(): Promise<number> {
    for (const stored of await this.#parts.database.drafts.toArray()) {
      const draft = await this.#guard(() => this.#parts.sealer.open(draftPlace(stored.id), stored))
      if (draft) this.#drafts.set(stored.id, draft)
    }
    let rebuilt = 0
    const { host, fence } = this.#parts
    for (const record of (await host.drafts.readAll()).records) {
      const draft = await this.#guard(() => openFromText(this.#parts.sealer, journalPlace(record.key), record.sealed))
      // Sealed with a key that is lost: only the server can open it, and no newer text may replace it.
      if (!draft) await host.rescue.setAside({ commands: [], drafts: [record.key], fence })
      const known = this.#drafts.get(record.key)
      if (!draft || (known && known.savedAtMs >= draft.savedAtMs)) continue
      this.#drafts.set(record.key, draft)
      await this.#store(record.key, draft)
      rebuilt += 1
    }
    for (const [caseId, draft] of this.#drafts) if (draft.queuedText !== draft.text) this.#pauseThenQueue(caseId)
    return rebuilt
  }

  get(caseId: string): LocalDraft | null {
    return this.#drafts.get(caseId) ?? null
  }

  /** Resolves with the time of saving when this text, or a newer one of the case, is on the disk. */
  save(caseId: string, text: string, baseRevision: number): Promise<number> {
    const savedAtMs = this.#parts.environment.nowMs()
    const queuedText = this.#drafts.get(caseId)?.queuedText ?? null
    this.#drafts.set(caseId, { text, baseRevision, savedAtMs, queuedText })
    this.#pauseThenQueue(caseId)
    return this.#turn(caseId).take(async () => {
      const newest = this.#drafts.get(caseId)
      if (newest && this.#written.get(caseId) !== newest) await this.#write(caseId, newest)
      return savedAtMs
    })
  }

  /** Queues every text that waits for its pause: before a submit, a wished sync, or the end. */
  async queueNow(only?: string): Promise<void> {
    for (const caseId of [...this.#pauses.keys()]) {
      if (only === undefined || only === caseId) await this.#queue(caseId)
    }
  }

  /** The server has stored this author's revision: a text it equals needs no copy here; another text is now based on it. */
  async confirmed(caseId: string, revision: number, text: string): Promise<void> {
    const draft = this.#drafts.get(caseId)
    if (!draft) return
    if (draft.text === text) await this.forget(caseId)
    else if (draft.queuedText === text) this.#drafts.set(caseId, { ...draft, baseRevision: revision })
  }

  /** Drops a draft: submitted and confirmed, or given up. */
  async forget(caseId: string): Promise<void> {
    this.#endPause(caseId)
    if (!this.#drafts.delete(caseId)) return
    await this.#turn(caseId).take(async () => {
      if (this.#drafts.has(caseId)) return
      const { database, fence, host } = this.#parts
      await database.transaction('rw', [database.drafts, database.meta], async () => {
        await assertFence(database, fence)
        await database.drafts.delete(caseId)
      })
      await host.drafts.forget({ keys: [caseId], fence })
    })
  }

  stop(): void {
    for (const caseId of [...this.#pauses.keys()]) this.#endPause(caseId)
  }

  #pauseThenQueue(caseId: string): void {
    this.#endPause(caseId)
    const cancel = this.#parts.environment.setTimer(
      () => this.#parts.reporter.watch('draft_queue', this.#queue(caseId)),
      draftPauseMs,
    )
    this.#pauses.set(caseId, cancel)
  }

  #endPause(caseId: string): void {
    this.#pauses.get(caseId)?.()
    this.#pauses.delete(caseId)
  }

  async #queue(caseId: string): Promise<void> {
    this.#endPause(caseId)
    const draft = this.#drafts.get(caseId)
    if (!draft || draft.queuedText === draft.text) return
    await this.#parts.queue(caseId, draft)
    const newest = this.#drafts.get(caseId)
    if (!newest) return
    this.#drafts.set(caseId, { ...newest, queuedText: draft.text })
    await this.#turn(caseId).take(() => this.#store(caseId, { ...newest, queuedText: draft.text }))
  }

  async #write(caseId: string, draft: LocalDraft): Promise<void> {
    const sealed = await sealToText(this.#parts.sealer, journalPlace(caseId), draft)
    const rescueKey = this.#parts.environment.newId()
    const plain = await this.#rescueText(rescueKey, caseId, draft)
    await this.#parts.host.drafts.put({ key: caseId, sealed, plain, rescueKey, fence: this.#parts.fence })
    await this.#store(caseId, draft)
    this.#written.set(caseId, draft)
  }

  /** Writes every draft file anew that is not sealed to the escrow key known now. */
  async sealMissing(): Promise<void> {
    for (const record of (await this.#parts.host.drafts.readAll()).records) {
      const draft = this.#drafts.get(record.key)
      if (!record.escrowed && draft) await this.#turn(record.key).take(() => this.#write(record.key, draft))
    }
  }

  async #rescueText(key: string, caseId: string, draft: LocalDraft): Promise<string> {
    const { user, caseNumber, basedOnSeq, after } = await this.#parts.basis(caseId)
    const payload = {
      ...{ name: 'saveDraft' as const, caseId, caseNumber, v: 1, basedOnSeq, after, ifVersion: null, refusedAs: null },
      args: { baseRevision: draft.baseRevision, text: draft.text },
      createdAtMs: draft.savedAtMs,
    }
    return rescueText(key, payload, user, true)
  }

  async #store(caseId: string, draft: LocalDraft): Promise<void> {
    const { database, fence, sealer } = this.#parts
    const sealed = await sealer.seal(draftPlace(caseId), draft)
    await database.transaction('rw', [database.drafts, database.meta], async () => {
      await assertFence(database, fence)
      await database.drafts.put({ id: caseId, ...sealed })
    })
  }

  async #guard(read: () => Promise<unknown>): Promise<LocalDraft | undefined> {
    try {
      return localDraft.parse(await read())
    } catch (error) {
      this.#parts.reporter.error('draft_unreadable', { reason: codeOf(error) })
      return undefined
    }
  }

  #turn(caseId: string): Turn {
    const turn = this.#turns.get(caseId) ?? new Turn()
    this.#turns.set(caseId, turn)
    return turn
  }
}

function draftPlace(caseId: string): readonly string[] {
  return ['drafts', caseId]
}

function journalPlace(caseId: string): readonly string[] {
  return ['draft-journal', caseId]
}
