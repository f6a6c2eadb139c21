import type { RowOf } from '../../../shared/contract/rows.ts'

/** The official's own marks and saved draft revisions, by case. */
export class OwnRows {
  readonly marks = new Map<string, RowOf<'mark'>>()
  readonly drafts = new Map<string, RowOf<'draft'>>()
  readonly #caseOf = new Map<string, string>()

  putMark(row: RowOf<'mark'>): void {
    this.#caseOf.set(row.id, row.caseId)
    this.marks.set(row.caseId, row)
  }

  putDraft(row: RowOf<'draft'>): void {
    this.#caseOf.set(row.id, row.caseId)
    this.drafts.set(row.caseId, row)
  }

  /** Forgets a row and returns its case, null for an unknown one. */
  remove(entity: 'mark' | 'draft', id: string): string | null {
    const caseId = this.#caseOf.get(id)
    if (caseId === undefined) return null
    if (entity === 'mark') this.marks.delete(caseId)
    else this.drafts.delete(caseId)
    return caseId
  }
}
