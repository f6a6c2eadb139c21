import type { FileRowV1 } from '../../../shared/contract/rows.ts'

type PartEntity = 'event' | 'file'

/** Which timeline entries and files belong to which case; their rows stay in storage and are read when a case is opened. */
export class CaseParts {
  readonly #events = new Map<string, Set<string>>()
  readonly #files = new Map<string, Set<string>>()
  readonly #caseOf = { event: new Map<string, string>(), file: new Map<string, string>() }
  readonly #pictures = new Map<string, Set<string>>()
  /** By file: a number in place of the hash of its content, and how many files have it; texts of every hash would take much room. */
  readonly #content = new Map<string, number>()
  readonly #holders = new Map<number, number>()

  put(entity: PartEntity, id: string, caseId: string): void {
    const known = this.#caseOf[entity].get(id)
    if (known !== undefined && known !== caseId) this.remove(entity, id)
    this.#caseOf[entity].set(id, caseId)
    const table = this.#table(entity)
    const ids = table.get(caseId)
    if (ids === undefined) table.set(caseId, new Set([id]))
    else ids.add(id)
  }

  /** Notes a file and returns how many pictures its case has now. */
  putFile(file: Pick<FileRowV1, 'id' | 'caseId' | 'type' | 'hash'>): number {
    this.put('file', file.id, file.caseId)
    this.#hold(file.id, contentNumber(file.hash))
    const pictures = this.#pictures.get(file.caseId) ?? new Set()
    if (file.type.startsWith('image/')) pictures.add(file.id)
    if (pictures.size > 0) this.#pictures.set(file.caseId, pictures)
    return pictures.size
  }

  /** Forgets a part and returns its case, null for an unknown part. */
  remove(entity: PartEntity, id: string): string | null {
    const caseId = this.#caseOf[entity].get(id)
    if (caseId === undefined) return null
    this.#caseOf[entity].delete(id)
    if (entity === 'file') this.#hold(id, null)
    this.#table(entity).get(caseId)?.delete(id)
    this.#pictures.get(caseId)?.delete(id)
    return caseId
  }

  picturesOf(caseId: string): number {
    return this.#pictures.get(caseId)?.size ?? 0
  }

  /** Whether a file of any case has this content. Two contents are taken for one once in millions of files: it is kept longer then. */
  holdsContent(hash: string): boolean {
    return this.#holders.has(contentNumber(hash))
  }

  #hold(id: string, content: number | null): void {
    const before = this.#content.get(id)
    if (before === content) return
    if (before !== undefined) {
      const others = (this.#holders.get(before) ?? 1) - 1
      if (others > 0) this.#holders.set(before, others)
      else this.#holders.delete(before)
      this.#content.delete(id)
    }
    if (content === null) return
    this.#content.set(id, content)
    this.#holders.set(content, (this.#holders.get(content) ?? 0) + 1)
  }

  idsOf(entity: PartEntity, caseId: string): string[] {
    return [...(this.#table(entity).get(caseId) ?? [])]
  }

  #table(entity: PartEntity): Map<string, Set<string>> {
    return entity === 'event' ? this.#events : this.#files
  }
}

/** As much of a hash as a number holds exactly. */
function contentNumber(hash: string): number {
  return Number.parseInt(hash.slice(0, 13), 16)
}
