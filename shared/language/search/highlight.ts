import { foldCompletely } from '../fold.ts'
import type { SearchTerm } from './search-query.ts'
import { eachToken } from './tokens.ts'

/** A piece of a text as it is written; `[from, to)` in UTF-16 units. */
export type TextRange = Readonly<{ from: number; to: number }>

type Spelt = Readonly<{ token: string; from: number; to: number }>

/** Where the words of a search occur in a text, in order and without overlap: what a reader sees marked. */
export function matchesIn(text: string, terms: readonly SearchTerm[]): readonly TextRange[] {
  if (terms.length === 0 || text === '') return []
  const spelt = speltTokens(text)
  const marked = spelt.map(() => false)
  for (const term of terms) mark(spelt, term, marked)
  const ranges: TextRange[] = []
  for (const [n, { from, to }] of spelt.entries()) {
    if (marked[n] !== true) continue
    const last = ranges.at(-1)
    // Words of one place that stand side by side are one mark.
    if (last !== undefined && marked[n - 1] === true && /^\s*$/u.test(text.slice(last.to, from))) {
      ranges[ranges.length - 1] = { from: last.from, to }
    } else ranges.push({ from, to })
  }
  return ranges
}

function mark(spelt: readonly Spelt[], term: SearchTerm, marked: boolean[]): void {
  if (term.kind === 'either') {
    for (const way of term.ways) for (const part of way) mark(spelt, part, marked)
    return
  }
  const tokens = term.kind === 'word' ? [term.token] : term.tokens
  const lastIsPrefix = term.kind === 'word' ? term.isPrefix : term.lastIsPrefix
  const fits = (at: number): boolean =>
    tokens.every((token, n) => {
      const found = spelt[at + n]?.token
      return found === token || (lastIsPrefix && n === tokens.length - 1 && found?.startsWith(token) === true)
    })
  for (let at = 0; at + tokens.length <= spelt.length; at += 1) {
    if (fits(at)) marked.fill(true, at, at + tokens.length)
  }
}

/** The tokens of a text with where they stand in it: folded sign by sign, so that every folded sign knows its own. */
function speltTokens(text: string): readonly Spelt[] {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const sign of text) {
    const key = /\s/u.test(sign) ? ' ' : foldCompletely(sign)
    for (let n = 0; n < key.length; n += 1) {
      starts.push(at)
      ends.push(at + sign.length)
    }
    // A combining mark belongs to the letter before it.
    if (key === '' && ends.length > 0) ends[ends.length - 1] = at + sign.length
    folded += key
    at += sign.length
  }
  const tokens: Spelt[] = []
  eachToken(folded, (from, to) => {
    tokens.push({ token: folded.slice(from, to), from: starts[from] ?? 0, to: ends[to - 1] ?? 0 })
  })
  return tokens
}
