import type { TokenStream } from './token-stream.ts'

/** One occurrence: which entry, by its place in the segment, and how many tokens stand before it. */
export type OnOccurrence = (local: number, position: number) => void

/** A token further into an entry than this is found, but no phrase spans it. */
const lastPosition = 0xffff

/**
 * An unchanging part of the index. For every token in it: the entries that hold it, as distances of one to three bytes, and beside
 * them, read only for phrases and for merging, the positions.
 */
export class Segment {
  readonly entries: Uint32Array
  readonly #tokens: Uint32Array
  readonly #localsAt: Uint32Array
  readonly #positionsAt: Uint32Array
  readonly #locals: Uint8Array
  readonly #positions: Uint8Array

  private constructor(entries: Uint32Array, tokens: Uint32Array, parts: readonly [Packed, Packed]) {
    this.entries = entries
    this.#tokens = tokens
    this.#localsAt = parts[0].offsets
    this.#locals = parts[0].bytes
    this.#positionsAt = parts[1].offsets
    this.#positions = parts[1].bytes
  }

  /** Packs a stream of at most 65,536 entries. */
  static of(stream: TokenStream, vocabulary: number): Segment {
    const sorted = sortedByToken(stream, vocabulary)
    const locals = new Packer(sorted.tokens.length)
    const positions = new Packer(sorted.tokens.length)
    for (let slot = 0; slot < sorted.tokens.length; slot += 1) {
      const [from, to] = [sorted.starts[slot] ?? 0, sorted.starts[slot + 1] ?? 0]
      locals.mark(slot)
      positions.mark(slot)
      packToken(sorted, from, to, { locals, positions })
    }
    return new Segment(stream.entries(), sorted.tokens, [locals.done(), positions.done()])
  }

  get byteLength(): number {
    const tables = this.entries.byteLength + this.#tokens.byteLength + this.#localsAt.byteLength * 2
    return tables + this.#locals.byteLength + this.#positions.byteLength
  }

  /** Hands over every entry that holds one of these tokens, those of many tokens perhaps more than once. */
  eachWith(tokens: readonly number[], isWanted: Uint8Array, visit: (entry: number) => void): void {
    // Few are looked up; for many it is cheaper to run over the table once.
    if (tokens.length * 16 < this.#tokens.length) {
      for (const token of tokens) {
        const slot = this.#slotOf(token)
        if (slot >= 0) this.#eachAt(slot, visit)
      }
      return
    }
    for (let slot = 0; slot < this.#tokens.length; slot += 1) {
      if (isWanted[this.#tokens[slot] ?? 0] === 1) this.#eachAt(slot, visit)
    }
  }

  /** About how much is read to go through the occurrences of a token; 0 where it does not occur. */
  weightOf(token: number): number {
    const slot = this.#slotOf(token)
    return slot < 0 ? 0 : (this.#positionsAt[slot + 1] ?? 0) - (this.#positionsAt[slot] ?? 0)
  }

  /** Hands over where a token occurs, entry by entry (by its place in `entries`), for the entries that are wanted. */
  eachOccurrence(token: number, isWanted: (local: number) => boolean, visit: OnOccurrence): void {
    const slot = this.#slotOf(token)
    if (slot >= 0) this.#eachOccurrenceAt(slot, isWanted, visit)
  }

  /** Writes the entries back as they were put in, those alone that are still wanted. */
  writeTo(stream: TokenStream, isWanted: (entry: number) => boolean): void {
    const texts: number[][] = Array.from(this.entries, () => [])
    for (let slot = 0; slot < this.#tokens.length; slot += 1) {
      const token = this.#tokens[slot] ?? 0
      const put: OnOccurrence = (local, position) => {
        const text = texts[local]
        if (text !== undefined) text[position] = token
      }
      this.#eachOccurrenceAt(slot, () => true, put)
    }
    for (const [local, entry] of this.entries.entries()) {
      if (!isWanted(entry)) continue
      stream.begin(entry)
      for (const token of texts[local] ?? []) stream.push(token)
    }
  }

  #slotOf(token: number): number {
    let [low, high] = [0, this.#tokens.length - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = this.#tokens[middle] ?? 0
      if (found === token) return middle
      if (found < token) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #eachAt(slot: number, visit: (entry: number) => void): void {
    const bytes = this.#locals
    const end = this.#localsAt[slot + 1] ?? 0
    let local = -1
    for (let at = this.#localsAt[slot] ?? 0; at < end;) {
      let step = bytes[at++] ?? 0
      if (step > 0x7f) {
        step = (step & 0x7f) | ((bytes[at] ?? 0) << 7)
        if ((bytes[at++] ?? 0) > 0x7f) step = (step & 0x3fff) | ((bytes[at++] ?? 0) << 14)
      }
      local += step
      visit(this.entries[local] ?? 0)
    }
  }

  #eachOccurrenceAt(slot: number, isWanted: (local: number) => boolean, visit: OnOccurrence): void {
    const locals = new Reader(this.#locals, this.#localsAt[slot] ?? 0)
    const positions = new Reader(this.#positions, this.#positionsAt[slot] ?? 0)
    const end = this.#localsAt[slot + 1] ?? 0
    let local = -1
    while (locals.at < end) {
      local += locals.next()
      let left = positions.next()
      if (!isWanted(local)) {
        positions.skip(left)
        continue
      }
      for (let position = -1; left > 0; left -= 1) {
        position += positions.next()
        visit(local, position)
      }
    }
  }
}

type Packed = Readonly<{ bytes: Uint8Array; offsets: Uint32Array }>

/** Whole numbers one after another, seven bits a byte, the lowest first; of at most 21 bits. */
class Packer {
  #bytes = new Uint8Array(1 << 16)
  #used = 0
  readonly #offsets: Uint32Array

  constructor(slots: number) {
    this.#offsets = new Uint32Array(slots + 1)
  }

  mark(slot: number): void {
    this.#offsets[slot] = this.#used
  }

  push(value: number): void {
    if (this.#used + 3 > this.#bytes.length) {
      const next = new Uint8Array(this.#bytes.length * 2)
      next.set(this.#bytes)
      this.#bytes = next
    }
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#used++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#used++] = rest
  }

  done(): Packed {
    this.#offsets[this.#offsets.length - 1] = this.#used
    return { bytes: this.#bytes.slice(0, this.#used), offsets: this.#offsets }
  }
}

class Reader {
  readonly #bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  skip(count: number): void {
    for (let left = count; left > 0;) {
      if ((this.#bytes[this.at] ?? 0) < 0x80) left -= 1
      this.at += 1
    }
  }

  next(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at] ?? 0
      this.at += 1
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
}

type Sorted = Readonly<{
  /** The tokens that occur, ascending. */
  tokens: Uint32Array
  /** Per token where its occurrences begin, and one end. */
  starts: Uint32Array
  locals: Uint16Array
  positions: Uint16Array
}>

/** Every occurrence by token, within it by entry and position: a counting sort. */
function sortedByToken(stream: TokenStream, vocabulary: number): Sorted {
  const counts = new Uint32Array(vocabulary + 1)
  let total = 0
  for (let local = 0; local < stream.count; local += 1) {
    const tokens = stream.tokensAt(local)
    total += tokens.length
    for (let at = 0; at < tokens.length; at += 1) counts[tokens[at] ?? 0] = (counts[tokens[at] ?? 0] ?? 0) + 1
  }
  const used: number[] = []
  const starts: number[] = []
  let from = 0
  for (let token = 0; token < vocabulary; token += 1) {
    const count = counts[token] ?? 0
    if (count === 0) continue
    used.push(token)
    starts.push(from)
    counts[token] = from
    from += count
  }
  starts.push(from)
  const locals = new Uint16Array(total)
  const positions = new Uint16Array(total)
  for (let local = 0; local < stream.count; local += 1) {
    const tokens = stream.tokensAt(local)
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] ?? 0
      const place = counts[token] ?? 0
      counts[token] = place + 1
      locals[place] = local
      positions[place] = Math.min(at, lastPosition)
    }
  }
  return { tokens: Uint32Array.from(used), starts: Uint32Array.from(starts), locals, positions }
}

function packToken(
  { locals, positions }: Sorted,
  from: number,
  to: number,
  into: Readonly<{ locals: Packer; positions: Packer }>,
): void {
  let before = -1
  for (let at = from; at < to;) {
    const local = locals[at] ?? 0
    let end = at + 1
    while (end < to && locals[end] === local) end += 1
    into.locals.push(local - before)
    into.positions.push(end - at)
    let last = -1
    for (; at < end; at += 1) {
      into.positions.push((positions[at] ?? 0) - last)
      last = positions[at] ?? 0
    }
    before = local
  }
}
