import type { EntityName, RowOf } from '../../../shared/contract/rows.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { RowSink } from '../db/write-set.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import { MergedCases } from '../cases/merged-cases.ts'
import { CaseParts } from './case-parts.ts'
import { OwnRows } from './own-rows.ts'
import { predict } from './prediction.ts'
import type { Standing } from './prediction.ts'
import type { QueueIndex } from './queue-index.ts'
import { isReference } from './reference-store.ts'
import type { ReferenceStore } from './reference-store.ts'

export type CaseBoardParts = Readonly<{
  index: QueueIndex
  reference: ReferenceStore
  outbox: Outbox
  standing: () => Standing
  onCase: (caseId: string) => void
  onReference: () => void
  onArrived: (complaint: Complaint) => void
  onDraft: (row: RowOf<'draft'>) => void
}>

/** Spreads stored rows over the in-memory parts, and keeps the cases with pending commands overlaid with their prediction. */
export class CaseBoard {
  readonly own = new OwnRows()
  readonly caseParts = new CaseParts()
  readonly merged = new MergedCases()
  readonly sink: RowSink = {
    put: (entity, id, row) => this.#put(entity, id, row),
    remove: (entity, id) => this.#remove(entity, id),
  }
  readonly #parts: CaseBoardParts

  constructor(parts: CaseBoardParts) {
    this.#parts = parts
  }

  /** Puts a case into the index as it looks with its pending commands. */
  show(confirmed: Complaint): void {
    const pending = this.#parts.outbox.pendingOf(confirmed.id)
    const shown = pending.length === 0 ? confirmed : predict(confirmed, pending, this.#parts.standing()).complaint
    this.#follow(confirmed.id, shown.mergedInto)
    this.#parts.index.put(shown, countShown(pending))
    this.#showRead(confirmed.id, pending)
  }

  #put(entity: EntityName, id: string, row: unknown): void {
    if (isReference(entity)) {
      this.#parts.reference.put(entity, id, row)
      this.#parts.onReference()
      return
    }
    switch (entity) {
      case 'case':
        this.#putCase(row as RowOf<'case'>)
        return
      case 'event':
        this.#putEvent(row as RowOf<'event'>)
        return
      case 'file':
        this.#putFile(row as RowOf<'file'>)
        return
      case 'draft':
        this.own.putDraft(row as RowOf<'draft'>)
        this.#parts.onDraft(row as RowOf<'draft'>)
        return
      case 'mark':
        this.own.putMark(row as RowOf<'mark'>)
        this.#showRead((row as RowOf<'mark'>).caseId, this.#parts.outbox.pendingOf((row as RowOf<'mark'>).caseId))
        this.#parts.onCase((row as RowOf<'mark'>).caseId)
    }
  }

  #putCase(row: Complaint): void {
    const isNew = this.#parts.index.placeOf(row.id) === undefined
    this.show(row)
    this.#parts.onCase(row.id)
    if (isNew) this.#parts.onArrived(row)
  }

  /** Both ends of a merge show it at once, confirmed or predicted: the main case lists its followers. */
  #follow(caseId: string, main: string | null): void {
    const before = this.merged.mainOf(caseId)
    if (before === main) return
    this.merged.put(caseId, main)
    for (const end of [before, main]) if (end !== null) this.#parts.onCase(end)
  }

  #putEvent({ id, caseId, text }: RowOf<'event'>): void {
    this.caseParts.put('event', id, caseId)
    if (text !== '') this.#parts.index.putNote(caseId, id, text)
    this.#parts.onCase(caseId)
  }

  #putFile(row: RowOf<'file'>): void {
    this.#parts.index.setPictures(row.caseId, this.caseParts.putFile(row))
    this.#parts.onCase(row.caseId)
  }

  #remove(entity: EntityName, id: string): void {
    if (isReference(entity)) {
      this.#parts.reference.remove(entity, id)
      this.#parts.onReference()
    } else if (entity === 'case') {
      this.#parts.index.remove(id)
      this.merged.remove(id)
      this.#parts.onCase(id)
    } else this.#removePart(entity, id)
  }

  #removePart(entity: 'event' | 'file' | 'draft' | 'mark', id: string): void {
    const own = entity === 'draft' || entity === 'mark'
    const caseId = own ? this.own.remove(entity, id) : this.caseParts.remove(entity, id)
    if (caseId === null) return
    if (entity === 'event') this.#parts.index.removeNote(caseId, id)
    if (entity === 'file') this.#parts.index.setPictures(caseId, this.caseParts.picturesOf(caseId))
    if (entity === 'mark') this.#parts.index.setRead(caseId, -1, false)
    this.#parts.onCase(caseId)
  }

  /** Marks are a set union: the highest version read counts, confirmed or pending; the last word on the pin. */
  #showRead(caseId: string, pending: readonly QueuedCommand[]): void {
    const mark = this.own.marks.get(caseId)
    let readVersion = mark?.readVersion ?? -1
    let pinned = mark?.pinned ?? false
    for (const command of pending) {
      if (command.payload.name !== 'mark') continue
      const { args } = command.payload
      if (typeof args['read'] === 'number') readVersion = Math.max(readVersion, args['read'])
      if (typeof args['pinned'] === 'boolean') pinned = args['pinned']
    }
    if (mark || pending.length > 0) this.#parts.index.setRead(caseId, readVersion, pinned)
  }
}

/** How many unconfirmed commands a person should see; marks and drafts change nothing a colleague sees. */
export function countShown(pending: readonly QueuedCommand[]): number {
  return pending.filter((command) => command.payload.name !== 'mark' && command.payload.name !== 'saveDraft').length
}
