/** Entries one after another as the numbers of their tokens, in the order of the text. */
export class TokenStream {
  #tokens = new Uint32Array(1 << 15)
  #starts = new Uint32Array(1 << 10)
  #entries = new Uint32Array(1 << 10)
  #count = 0
  #used = 0

  /** How many entries there are. */
  get count(): number {
    return this.#count
  }

  begin(entry: number): void {
    if (this.#count + 1 >= this.#starts.length) {
      this.#starts = wider(this.#starts)
      this.#entries = wider(this.#entries)
    }
    this.#entries[this.#count] = entry
    this.#starts[this.#count] = this.#used
    this.#count += 1
    this.#starts[this.#count] = this.#used
  }

  /** Adds a token to the entry begun last. */
  push(token: number): void {
    if (this.#used === this.#tokens.length) this.#tokens = wider(this.#tokens)
    this.#tokens[this.#used] = token
    this.#used += 1
    this.#starts[this.#count] = this.#used
  }

  /** The number of the entry at a place of the stream. */
  entryAt(local: number): number {
    return this.#entries[local] ?? 0
  }

  entries(): Uint32Array {
    return this.#entries.slice(0, this.#count)
  }

  /** The tokens of the entry at a place of the stream; valid until the next change. */
  tokensAt(local: number): Uint32Array {
    return this.#tokens.subarray(this.#starts[local], this.#starts[local + 1])
  }

  clear(): void {
    this.#count = 0
    this.#used = 0
    this.#starts[0] = 0
  }
}

function wider(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(array.length * 2)
  next.set(array)
  return next
}
