/** Which cases follow which main one, as far as this device holds them. */
export class MergedCases {
  readonly #mainOf = new Map<string, string>()
  readonly #into = new Map<string, Set<string>>()

  /** The main case one follows; null where it follows none. */
  mainOf(caseId: string): string | null {
    return this.#mainOf.get(caseId) ?? null
  }

  put(caseId: string, main: string | null): void {
    if (this.mainOf(caseId) === main) return
    this.remove(caseId)
    if (main === null) return
    this.#mainOf.set(caseId, main)
    const followers = this.#into.get(main) ?? new Set()
    this.#into.set(main, followers.add(caseId))
  }

  remove(caseId: string): void {
    const main = this.#mainOf.get(caseId)
    if (main === undefined) return
    this.#mainOf.delete(caseId)
    const followers = this.#into.get(main)
    followers?.delete(caseId)
    if (followers?.size === 0) this.#into.delete(main)
  }

  /** The cases merged into this one. */
  into(caseId: string): readonly string[] {
    return [...(this.#into.get(caseId) ?? [])]
  }
}
