import type { RowOf } from '../../../shared/contract/rows.ts'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { publicStatus } from '../../../shared/domain/public-status.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import type { HeldContacts } from '../cases/held-contacts.ts'
import { offersFor } from '../cases/case-offers.ts'
import type { RowStore } from '../db/row-store.ts'
import type { DraftKeeper } from '../outbox/draft-keeper.ts'
import { filesOf } from '../outbox/evidence-files.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { toItem } from '../outbox/outbox-view.ts'
import type { Attempt } from '../outbox/outbox-view.ts'
import type { CaseBoard } from './case-board.ts'
import { countShown } from './case-board.ts'
import type { DeadlineBook } from './deadline-book.ts'
import { viewDeadline } from './deadline-view.ts'
import { predict } from './prediction.ts'
import type { QueueIndex } from './queue-index.ts'
import type { Standing } from './prediction.ts'
import type { ReferenceStore } from './reference-store.ts'

export type CaseReaderParts = Readonly<{
  rows: RowStore
  index: QueueIndex
  board: CaseBoard
  reference: ReferenceStore
  book: DeadlineBook
  outbox: Outbox
  drafts: DraftKeeper
  contacts: Pick<HeldContacts, 'has'>
  standing: () => Standing
  nowMs: () => number
  online: () => boolean
  attempt: () => Attempt
}>

/** Reads one case with its timeline and files: decrypted on demand, predicted, with the buttons that concern this officer. */
export class CaseReader {
  readonly #parts: CaseReaderParts

  constructor(parts: CaseReaderParts) {
    this.#parts = parts
  }

  /** Null for a case this device does not hold. */
  async get(caseId: string): Promise<CaseDetailV1 | null> {
    const { outbox, standing, rows, attempt } = this.#parts
    const confirmed = (await rows.read('case', caseId)) as Complaint | undefined
    if (!confirmed) return null
    const stored = await Promise.all(this.#eventIds(caseId).map((id) => rows.read('event', id)))
    const files = await Promise.all(this.#fileIds(caseId).map((id) => rows.read('file', id)))
    const pending = outbox.pendingOf(caseId)
    const predicted = predict(confirmed, pending, standing())
    const events = stored
      .filter((row) => row !== undefined)
      .map((row) => ({ ...(row as RowOf<'event'>), pending: false }))
    const known = new Set(events.map((event) => event.id))
    const expected = predicted.events
      .filter((event) => !known.has(event.id))
      .map((event) => ({ ...(structuredClone(event) as RowOf<'event'>), pending: true }))
    return {
      case: toRow(predicted.complaint),
      provisional: countShown(pending) > 0,
      pending: pending.flatMap((command) => toItem(command, attempt())),
      events: [...events, ...expected].sort((left, right) => left.atMs - right.atMs),
      files: withAnnounced(files.filter((row) => row !== undefined) as RowOf<'file'>[], caseId, pending),
      commands: this.#offers(predicted.complaint),
      ...(await this.#links(predicted.complaint)),
      deadline: viewDeadline(predicted.complaint, this.#parts, this.#parts.nowMs()),
      draft: this.#draft(caseId),
    }
  }

  #offers(complaint: Complaint): CaseDetailV1['commands'] {
    const { standing, nowMs, online } = this.#parts
    const { actor, rules, cases } = standing()
    const mergedHere = cases.followersOf(complaint.id)
    const offers = offersFor(actor, complaint, { ...rules, nowMs: nowMs(), eventId: '', online: online(), mergedHere })
    if (!this.#parts.contacts.has(complaint.id)) return offers
    // The contact came with the check-out: it needs no server.
    return offers.map((offer) =>
      offer.name === 'revealReporter' && offer.code === 'online_only' ? { ...offer, allowed: true, code: null } : offer,
    )
  }

  /** What the citizen sees, and the cases this one is bound to by merging, as far as the device holds them. */
  async #links(complaint: Complaint): Promise<Pick<CaseDetailV1, 'publicStatus' | 'main' | 'merged'>> {
    const { rows, board } = this.#parts
    const { mergedInto } = complaint
    const main = mergedInto === null ? undefined : ((await rows.read('case', mergedInto)) as Complaint | undefined)
    return {
      publicStatus: publicStatus(complaint, main ?? null),
      main: mergedInto === null ? null : this.#link(mergedInto),
      merged: board.merged.into(complaint.id).flatMap((id) => this.#link(id) ?? []),
    }
  }

  #link(caseId: string): CaseDetailV1['main'] {
    const { index } = this.#parts
    const place = index.placeOf(caseId)
    if (place === undefined) return null
    return {
      id: caseId,
      caseNumber: index.numbers[place] ?? '',
      title: index.titles[place] ?? '',
      state: caseStates[index.columns.values.state[place] ?? 0] ?? 'closed',
    }
  }

  /** The text on this device, else the last one the server has of this author. */
  #draft(caseId: string): CaseDetailV1['draft'] {
    const local = this.#parts.drafts.get(caseId)
    if (local) return { text: local.text, baseRevision: local.baseRevision, savedAtMs: local.savedAtMs }
    const row = this.#parts.board.own.drafts.get(caseId)
    return row ? { text: row.text, baseRevision: row.revision, savedAtMs: row.savedAtMs } : null
  }

  #eventIds(caseId: string): string[] {
    return this.#parts.board.caseParts.idsOf('event', caseId)
  }

  #fileIds(caseId: string): string[] {
    return this.#parts.board.caseParts.idsOf('file', caseId)
  }
}

/** The rows that came, and the files of pending commands as they will be announced. */
function withAnnounced(rows: RowOf<'file'>[], caseId: string, pending: readonly QueuedCommand[]): RowOf<'file'>[] {
  const known = new Set(rows.map((row) => row.id))
  const announced = pending.flatMap(filesOf).filter((file) => !known.has(file.id))
  return [...rows, ...announced.map((file) => ({ ...file, caseId, thumb: null, stored: false }))]
}

/** A complaint as the mutable row the contract names. */
function toRow(complaint: Complaint): RowOf<'case'> {
  return structuredClone(complaint) as RowOf<'case'>
}
