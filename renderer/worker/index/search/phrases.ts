import type { Segment } from './segment.ts'
import type { TokenStream } from './token-stream.ts'

/** The entries in which one token of each set stands right behind one of the set before. */
export function* phraseEntries(
  segments: readonly Segment[],
  fresh: TokenStream,
  wanted: readonly (readonly number[])[],
): Generator<number> {
  for (const segment of segments) {
    for (const local of localsWithPhrase(segment, wanted)) yield segment.entries[local] ?? 0
  }
  const sets = wanted.map((tokens) => new Set(tokens))
  for (let local = 0; local < fresh.count; local += 1) {
    const tokens = fresh.tokensAt(local)
    for (let at = 0; at + sets.length <= tokens.length; at += 1) {
      if (!sets.every((set, n) => set.has(tokens[at + n] ?? -1))) continue
      yield fresh.entryAt(local)
      break
    }
  }
}

/** Where the phrase may begin, by entry: the rarest word of it says so, and each other word strikes out what it does not follow. */
function localsWithPhrase(segment: Segment, wanted: readonly (readonly number[])[]): Iterable<number> {
  const weights = wanted.map((tokens) => tokens.reduce((sum, token) => sum + segment.weightOf(token), 0))
  const rarestFirst = weights.map((_weight, n) => n).sort((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0))
  let begins: ReadonlyMap<number, readonly number[]> | null = null
  for (const n of rarestFirst) {
    begins = begunBy(segment, { tokens: wanted[n] ?? [], at: n }, begins)
    if (begins.size === 0) return []
  }
  return begins?.keys() ?? []
}

/** Where a phrase may begin when one of these tokens stands at a place of it, among the begins known before. */
function begunBy(
  segment: Segment,
  { tokens, at }: Readonly<{ tokens: readonly number[]; at: number }>,
  known: ReadonlyMap<number, readonly number[]> | null,
): Map<number, number[]> {
  const found = new Map<number, number[]>()
  const isWanted = (local: number): boolean => known === null || known.has(local)
  for (const token of tokens) {
    segment.eachOccurrence(token, isWanted, (local, position) => {
      const begin = position - at
      if (begin < 0 || (known !== null && known.get(local)?.includes(begin) !== true)) return
      const begins = found.get(local)
      if (begins === undefined) found.set(local, [begin])
      else begins.push(begin)
    })
  }
  return found
}
