import type { Occurrences, Segment } from './segment.ts'
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

/** Begins of the phrase so far, by entry: each next token must stand one further on. */
function localsWithPhrase(segment: Segment, wanted: readonly (readonly number[])[]): number[] {
  let begins: ReadonlyMap<number, readonly number[]> | null = null
  for (const [n, tokens] of wanted.entries()) {
    const next = new Map<number, number[]>()
    for (const token of tokens) {
      const found = segment.occurrencesOf(token)
      if (found !== null) follow(found, n, { begins, next })
    }
    if (next.size === 0) return []
    begins = next
  }
  return [...(begins?.keys() ?? [])]
}

function follow(
  { locals, starts, positions }: Occurrences,
  n: number,
  { begins, next }: { begins: ReadonlyMap<number, readonly number[]> | null; next: Map<number, number[]> },
): void {
  for (const [place, local] of locals.entries()) {
    const before = begins?.get(local)
    if (begins !== null && before === undefined) continue
    for (let at = starts[place] ?? 0; at < (starts[place + 1] ?? 0); at += 1) {
      const begin = (positions[at] ?? 0) - n
      if (begin < 0 || (before !== undefined && !before.includes(begin))) continue
      const known = next.get(local)
      if (known === undefined) next.set(local, [begin])
      else known.push(begin)
    }
  }
}
