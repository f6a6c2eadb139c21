/** Gives each text a small number, so that a column of texts is a column of integers. `null` is -1. */
export class Interner {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []

  numberOf(text: string | null): number {
    if (text === null) return -1
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#texts.push(text)
    this.#numbers.set(text, this.#texts.length - 1)
    return this.#texts.length - 1
  }

  textOf(number: number): string | null {
    return this.#texts[number] ?? null
  }

  /** The number of a text seen before; -2, which no row has, for any other. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -2
  }

  get size(): number {
    return this.#texts.length
  }
}
