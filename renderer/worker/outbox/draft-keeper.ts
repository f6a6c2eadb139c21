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
import { wordsOf } from './queued-command.ts'
import type { CommandPayload } from './queued-command.ts'
import { rescueText } from './rescue-text.ts'

const localDraft = z.object({
  text: z.string(),
  baseRevision: z.number().int(),
  savedAtMs: z.number(),
  /** The text last given to the outbox as a `saveDraft` command. */
  queuedText: z.string().nullable(),
  /** The text of the revision it is based on, for showing a conflict; null where it is not known. */
  baseText: z.string().nullable().default(null),
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
  /** The text of a saved revision of this official, null where this device has another one or none. */
  revisionText: (caseId: string, revision: number) => string | null
  /** An earlier text of the case was refused and waits for a decision: newer ones are kept here and not queued. */
  isHeld: (caseId: string) => boolean
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

  /** Every case with a text on this device. */
  all(): ReadonlyMap<string, LocalDraft> {
    return this.#drafts
  }

  get(caseId: string): LocalDraft | null {
    return this.#drafts.get(caseId) ?? null
  }

  /** Resolves with the time of saving when this text, or a newer one of the case, is on the disk. */
  save(caseId: string, text: string, baseRevision: number): Promise<number> {
    const savedAtMs = this.#parts.environment.nowMs()
    const before = this.#drafts.get(caseId)
    const isSameBase = before?.baseRevision === baseRevision
    const baseText = this.#parts.revisionText(caseId, baseRevision) ?? (isSameBase ? before.baseText : null)
    this.#drafts.set(caseId, { text, baseRevision, savedAtMs, queuedText: before?.queuedText ?? null, baseText })
    this.#pauseThenQueue(caseId)
    return this.#onDisk(caseId, savedAtMs)
  }

  /** Puts a text on another revision than it was written on: after a conflict was decided. Resolves when it is on the disk. */
  async keep(caseId: string, given: Readonly<{ text: string; revision: number; baseText: string | null }>) {
    const savedAtMs = this.#parts.environment.nowMs()
    const { text, revision: baseRevision, baseText } = given
    this.#drafts.set(caseId, { text, baseRevision, savedAtMs, queuedText: null, baseText })
    this.#pauseThenQueue(caseId)
    await this.#onDisk(caseId, savedAtMs)
  }

  /** Takes over a text that was written on another device and is queued already; one written here stays. */
  async adopt(caseId: string, draft: LocalDraft): Promise<boolean> {
    if (this.#drafts.has(caseId)) return false
    this.#drafts.set(caseId, draft)
    await this.#onDisk(caseId, draft.savedAtMs)
    return true
  }

  /** Resolves with the time of saving when this text, or a newer one of the case, is on the disk. */
  #onDisk(caseId: string, savedAtMs: number): Promise<number> {
    return this.#turn(caseId).take(async () => {
      const newest = this.#drafts.get(caseId)
      if (newest && this.#written.get(caseId) !== newest) await this.#write(caseId, newest)
      return savedAtMs
    })
  }

  /** Queues every text that is not queued yet: before a submit, a wished sync, or the end. */
  async queueNow(only?: string): Promise<void> {
    for (const caseId of [...this.#drafts.keys()]) {
      if (only === undefined || only === caseId) await this.#queue(caseId)
    }
  }

  /** The server has stored this author's revision: a text it equals needs no copy here; another text is now based on it. */
  async confirmed(caseId: string, revision: number, text: string): Promise<void> {
    const draft = this.#drafts.get(caseId)
    if (!draft) return
    if (draft.text === text) await this.forget(caseId)
    else if (draft.queuedText === text) this.#drafts.set(caseId, { ...draft, baseRevision: revision, baseText: text })
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
    if (!draft || draft.queuedText === draft.text || this.#parts.isHeld(caseId)) return
    // Noted first: who asks meanwhile must not queue it again.
    this.#drafts.set(caseId, { ...draft, queuedText: draft.text })
    try {
      await this.#parts.queue(caseId, draft)
    } catch (error) {
      const unqueued = this.#drafts.get(caseId)
      if (unqueued) this.#drafts.set(caseId, { ...unqueued, queuedText: draft.queuedText })
      throw error
    }
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
      seen: null,
      carried: false,
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

/** The draft whose text this `saveDraft` command carries: it is queued already. */
export function draftFromCommand(payload: CommandPayload): LocalDraft {
  const text = wordsOf(payload)
  const baseRevision = Number(payload.args['baseRevision'] ?? 0)
  const baseText = payload.seen?.text ?? null
  return { text, baseRevision, savedAtMs: payload.createdAtMs, queuedText: text, baseText }
}

function draftPlace(caseId: string): readonly string[] {
  return ['drafts', caseId]
}

function journalPlace(caseId: string): readonly string[] {
  return ['draft-journal', caseId]
}
