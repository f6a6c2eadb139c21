const longestTail = 4096

/** Every token ever indexed with its number, and the numbers of all that begin with some letters. */
export class Dictionary {
  readonly #numbers = new Map<string, number>()
  readonly #tokens: string[] = []
  /** Numbers in the order of their tokens, as far as they are sorted; those after them come in any order. */
  #sorted = new Uint32Array(0)

  get size(): number {
    return this.#tokens.length
  }

  numberOf(token: string): number {
    const known = this.#numbers.get(token)
    if (known !== undefined) return known
    const number = this.#tokens.length
    this.#numbers.set(token, number)
    this.#tokens.push(token)
    return number
  }

  /** The number of a token seen before, -1 for any other. */
  find(token: string): number {
    return this.#numbers.get(token) ?? -1
  }

  withPrefix(prefix: string): number[] {
    if (this.#tokens.length - this.#sorted.length > longestTail) this.#sort()
    const found: number[] = []
    for (let at = this.#firstFrom(prefix); at < this.#sorted.length; at += 1) {
      const number = this.#sorted[at] ?? 0
      if (this.#tokens[number]?.startsWith(prefix) !== true) break
      found.push(number)
    }
    for (let number = this.#sorted.length; number < this.#tokens.length; number += 1) {
      if (this.#tokens[number]?.startsWith(prefix) === true) found.push(number)
    }
    return found
  }

  /** Sorts what came since the last time in between what is sorted. */
  #sort(): void {
    const tail = Uint32Array.from(
      { length: this.#tokens.length - this.#sorted.length },
      (_none, n) => this.#sorted.length + n,
    )
    tail.sort((left, right) => this.#compare(left, right))
    const merged = new Uint32Array(this.#tokens.length)
    let [a, b] = [0, 0]
    for (let at = 0; at < merged.length; at += 1) {
      const takesTail =
        a === this.#sorted.length || (b < tail.length && this.#compare(tail[b] ?? 0, this.#sorted[a] ?? 0) < 0)
      merged[at] = (takesTail ? tail[b] : this.#sorted[a]) ?? 0
      if (takesTail) b += 1
      else a += 1
    }
    this.#sorted = merged
  }

  #firstFrom(prefix: string): number {
    let [low, high] = [0, this.#sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#tokens[this.#sorted[middle] ?? 0] ?? '') < prefix) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(left: number, right: number): number {
    const [a, b] = [this.#tokens[left] ?? '', this.#tokens[right] ?? '']
    return a < b ? -1 : a > b ? 1 : 0
  }
}
