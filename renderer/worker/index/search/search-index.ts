import type { SearchTerm } from '../../../../shared/language/search/search-query.ts'
import { eachToken } from '../../../../shared/language/search/tokens.ts'
import { Dictionary } from './dictionary.ts'
import { phraseEntries } from './phrases.ts'
import { Segment } from './segment.ts'
import { TokenStream } from './token-stream.ts'

const smallSegments = 8
const keptAnswers = 64
const gone = -1

/** How many entries are gathered before they are packed, and how many a segment holds at most (up to 65,535). */
export type SearchSizes = Readonly<{ freshEntries: number; mostEntries: number }>
const usualSizes: SearchSizes = { freshEntries: 2048, mostEntries: 16_384 }

export type SearchIndexParts = Readonly<{
  fold: (text: string) => string
  /** Runs something a little later, while nobody waits; without it everything is done when it is first asked for. */
  later?: (run: () => void) => void
  sizes?: SearchSizes
}>

/** Texts are read into the index for so long at a time, so that a question never waits longer than this for its turn. */
const sliceMs = 12

/** A text that is still to be read into the index. */
type Waiting = Readonly<{ entry: number; text: string }>

/** A set of queue places. */
export type PlaceSet = Uint32Array

/** Whether a place is in a set; places beyond its end are not. */
export const holds = (set: PlaceSet, place: number): boolean => ((set[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0

/**
 * What is searched of every cached case: texts under a name ("case", or the id of a note) at the case's place in the queue index.
 * Reading a text costs more than storing its row: it is put off until nobody waits, or until somebody searches. New entries are gathered
 * and packed into segments; a changed or removed one is only struck out until its segment is packed anew.
 */
export class SearchIndex {
  readonly #dictionary = new Dictionary()
  readonly #fresh = new TokenStream()
  #segments: Segment[] = []
  /** The place of each entry ever made, `gone` for one that is struck out. */
  #placeOf = new Int32Array(1024)
  #entries = 0
  #struck = 0
  readonly #named = new Map<number, Map<string, number>>()
  readonly #cases: number[] = []
  readonly #answers = new Map<string, PlaceSet>()
  #places = 0
  readonly #parts: SearchIndexParts
  readonly #sizes: SearchSizes
  #waiting: Waiting[] = []
  #isPlanned = false

  constructor(parts: SearchIndexParts) {
    this.#parts = parts
    this.#sizes = parts.sizes ?? usualSizes
  }

  /** How many texts are still to be read. */
  get waitingCount(): number {
    return this.#waiting.length
  }

  /** Bytes of the packed parts. */
  get byteLength(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.byteLength, this.#placeOf.byteLength)
  }

  /** Adds or replaces a text under a name at a place; null is the case's own. */
  put(place: number, name: string | null, text: string): void {
    this.remove(place, name)
    this.#answers.clear()
    this.#places = Math.max(this.#places, place + 1)
    const entry = this.#takeEntry(place)
    if (name === null) this.#cases[place] = entry
    else this.#namesAt(place).set(name, entry)
    this.#waiting.push({ entry, text })
    this.#plan()
  }

  #plan(): void {
    const { later } = this.#parts
    if (later === undefined || this.#isPlanned || this.#waiting.length === 0) return
    this.#isPlanned = true
    later(() => {
      this.#isPlanned = false
      this.#readWaiting(performance.now() + sliceMs)
      this.#plan()
    })
  }

  /** Reads the texts that wait, in the order they came, as far as the time reaches. */
  #readWaiting(untilMs: number): void {
    let done = 0
    for (; done < this.#waiting.length && (done % 8 !== 0 || performance.now() < untilMs); done += 1) {
      const { entry, text } = this.#waiting[done] ?? { entry: 0, text: '' }
      if ((this.#placeOf[entry] ?? gone) !== gone) this.#read(entry, text)
    }
    this.#waiting = this.#waiting.slice(done)
    if (done > 0) this.#answers.clear()
  }

  #read(entry: number, text: string): void {
    const folded = this.#parts.fold(text)
    this.#fresh.begin(entry)
    eachToken(folded, (from, to) => {
      this.#fresh.push(this.#dictionary.numberOf(folded.slice(from, to)))
    })
    if (this.#fresh.count >= this.#sizes.freshEntries) this.#pack()
  }

  remove(place: number, name: string | null): void {
    const entry = name === null ? this.#cases[place] : this.#named.get(place)?.get(name)
    if (entry === undefined || entry === gone) return
    this.#strike(entry)
    if (name === null) this.#cases[place] = gone
    else this.#named.get(place)?.delete(name)
  }

  /** Strikes out everything of a case that leaves the queue. */
  removePlace(place: number): void {
    this.remove(place, null)
    for (const entry of this.#named.get(place)?.values() ?? []) this.#strike(entry)
    this.#named.delete(place)
  }

  /** The places where every term occurs, in whichever of a case's texts; null for no terms. */
  find(terms: readonly SearchTerm[]): PlaceSet | null {
    if (terms.length > 0) this.#readWaiting(Number.POSITIVE_INFINITY)
    let all: PlaceSet | null = null
    for (const term of terms) {
      const found = this.#answer(term)
      all = all === null ? found.slice() : intersect(all, found)
    }
    return all
  }

  #answer(term: SearchTerm): PlaceSet {
    const key = JSON.stringify(term)
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const found = this.#search(term)
    if (this.#answers.size >= keptAnswers) this.#answers.delete(this.#answers.keys().next().value ?? '')
    this.#answers.set(key, found)
    return found
  }

  #search(term: SearchTerm): PlaceSet {
    switch (term.kind) {
      case 'word':
        return this.#withTokens(this.#numbersOf(term.token, term.isPrefix))
      case 'phrase':
        return this.#withPhrase(term.tokens, term.lastIsPrefix)
      case 'either': {
        const all = this.#emptySet()
        for (const way of term.ways)
          for (const [n, bits] of (this.find(way) ?? []).entries()) all[n] = (all[n] ?? 0) | bits
        return all
      }
    }
  }

  #numbersOf(token: string, isPrefix: boolean): number[] {
    if (isPrefix) return this.#dictionary.withPrefix(token)
    const number = this.#dictionary.find(token)
    return number < 0 ? [] : [number]
  }

  #withTokens(tokens: readonly number[]): PlaceSet {
    const set = this.#emptySet()
    if (tokens.length === 0) return set
    const isWanted = new Uint8Array(this.#dictionary.size)
    for (const token of tokens) isWanted[token] = 1
    const visit = (entry: number): void => this.#add(set, entry)
    for (const segment of this.#segments) segment.eachWith(tokens, isWanted, visit)
    for (let local = 0; local < this.#fresh.count; local += 1) {
      const held = this.#fresh.tokensAt(local)
      for (let at = 0; at < held.length; at += 1) {
        if (isWanted[held[at] ?? 0] !== 1) continue
        visit(this.#fresh.entryAt(local))
        break
      }
    }
    return set
  }

  #withPhrase(tokens: readonly string[], lastIsPrefix: boolean): PlaceSet {
    const set = this.#emptySet()
    const wanted = tokens.map((token, n) => this.#numbersOf(token, lastIsPrefix && n === tokens.length - 1))
    if (wanted.some((numbers) => numbers.length === 0)) return set
    for (const entry of phraseEntries(this.#segments, this.#fresh, wanted)) this.#add(set, entry)
    return set
  }

  #add(set: PlaceSet, entry: number): void {
    const place = this.#placeOf[entry] ?? gone
    if (place >= 0) set[place >>> 5] = (set[place >>> 5] ?? 0) | (1 << (place & 31))
  }

  #emptySet(): PlaceSet {
    return new Uint32Array((this.#places + 31) >>> 5)
  }

  #takeEntry(place: number): number {
    if (this.#entries === this.#placeOf.length) {
      const wider = new Int32Array(this.#placeOf.length * 2)
      wider.set(this.#placeOf)
      this.#placeOf = wider
    }
    this.#placeOf[this.#entries] = place
    this.#entries += 1
    return this.#entries - 1
  }

  #strike(entry: number): void {
    this.#answers.clear()
    this.#placeOf[entry] = gone
    this.#struck += 1
  }

  #namesAt(place: number): Map<string, number> {
    const names = this.#named.get(place) ?? new Map<string, number>()
    if (names.size === 0) this.#named.set(place, names)
    return names
  }

  /** Packs the gathered entries, then as many small segments as make a large one. */
  #pack(): void {
    this.#segments.push(Segment.of(this.#fresh, this.#dictionary.size))
    this.#fresh.clear()
    const small = this.#segments.filter((segment) => segment.entries.length * 2 <= this.#sizes.mostEntries)
    const isWasteful = this.#struck * 2 > this.#entries
    if (isWasteful) this.#repack(this.#segments)
    else if (small.length >= smallSegments) this.#repack(small)
  }

  /** Packs segments anew without what is struck out. */
  #repack(parts: readonly Segment[]): void {
    const rest = this.#segments.filter((segment) => !parts.includes(segment))
    const stream = new TokenStream()
    const packed: Segment[] = []
    for (const part of parts) {
      if (stream.count + part.entries.length > this.#sizes.mostEntries) {
        packed.push(Segment.of(stream, this.#dictionary.size))
        stream.clear()
      }
      part.writeTo(stream, (entry) => (this.#placeOf[entry] ?? gone) !== gone)
    }
    if (stream.count > 0) packed.push(Segment.of(stream, this.#dictionary.size))
    this.#segments = [...rest, ...packed]
    if (rest.length === 0) this.#struck = 0
  }
}

function intersect(into: PlaceSet, other: PlaceSet): PlaceSet {
  for (let n = 0; n < into.length; n += 1) into[n] = (into[n] ?? 0) & (other[n] ?? 0)
  return into
}
