import { fold } from '../../language/fold.ts'
import { canonicalTone } from '../../language/syllables.ts'

/** A commune or ward as it is searched; wire rows fit as they are. `formerNames`: the units and districts it was made from. */
export type SearchedArea = Readonly<{ id: string; name: string; formerNames: readonly string[] }>

/** An area that was found; `formerName` is the old name by which it was, null where its present name fits. */
export type AreaHit = Readonly<{ id: string; name: string; formerName: string | null }>

/** How well a name fits, best first: all of it, all but the kind of unit, its beginning, that of one of its words, anything within it. */
const ranks = { exact: 0, otherKind: 1, prefix: 2, word: 3, within: 4 } as const

type Name = Readonly<{ area: SearchedArea; former: string | null; spelt: string; keys: readonly string[] }>

/** A searchable list of areas, made once for many questions. */
export type AreaIndex = readonly Name[]

// What kind of unit a name speaks of; people leave it out or have it wrong, since kinds changed with the names.
const kindOfUnit = /^(phuong|xa|thi tran|thi xa|quan|huyen)\s+(?=\S)/

/** Prepares areas for search by present and former names, with and without the kind of unit. */
export const areaIndexOf = (areas: readonly SearchedArea[]): AreaIndex =>
  areas.flatMap((area) => [
    nameOf(area, area.name, null),
    ...area.formerNames.map((former) => nameOf(area, former, former)),
  ])

const nameOf = (area: SearchedArea, name: string, former: string | null): Name => {
  const folded = fold(name)
  return { area, former, spelt: spellingOf(name), keys: [...new Set([folded, folded.replace(kindOfUnit, '')])] }
}

const spellingOf = (text: string): string => canonicalTone(text).toLowerCase().trim()

/**
 * The areas that a present or former name leads to, each once under the name that fits best: exact before beginning before the
 * beginning of a word before anything within; then as typed with accents, then present names, then by name. An empty text finds all.
 */
export const searchAreas = (index: AreaIndex, text: string): readonly AreaHit[] => {
  const folded = fold(text)
  const asked = { keys: [folded, folded.replace(kindOfUnit, '')], spelt: spellingOf(text) }
  const best = new Map<string, Readonly<{ name: Name; score: number }>>()
  for (const name of index) {
    const score = folded === '' ? (name.former === null ? 0 : null) : scoreOf(name, asked)
    const held = best.get(name.area.id)
    if (score !== null && (held === undefined || score < held.score)) best.set(name.area.id, { name, score })
  }
  return [...best.values()]
    .toSorted((left, right) => left.score - right.score || compare(left.name.area.name, right.name.area.name))
    .map(({ name }) => ({ id: name.area.id, name: name.area.name, formerName: name.former }))
}

/** The areas one of whose names, present or former, is exactly this one but for accents and the kind of unit. */
export const areasNamed = (index: AreaIndex, text: string): readonly string[] => {
  const folded = fold(text)
  if (folded === '') return []
  return [...new Set(index.filter((name) => name.keys.includes(folded)).map((name) => name.area.id))]
}

const scoreOf = (name: Name, asked: Readonly<{ keys: readonly string[]; spelt: string }>): number | null => {
  let rank: number | null = null
  for (const key of name.keys) {
    const found = rankOf(key, asked.keys[0] ?? '')
    if (found !== null && (rank === null || found < rank)) rank = found
  }
  // "Phường X" asked for where X is a commune: the kind is wrong, the name is right.
  const isOtherKind = name.keys.some((key) => key === asked.keys[1])
  if (isOtherKind && (rank === null || rank > ranks.otherKind)) rank = ranks.otherKind
  if (rank === null) return null
  return rank * 4 + (name.spelt.includes(asked.spelt) ? 0 : 2) + (name.former === null ? 0 : 1)
}

const rankOf = (key: string, asked: string): number | null => {
  if (key === asked) return ranks.exact
  if (key.startsWith(asked)) return ranks.prefix
  if (key.includes(` ${asked}`)) return ranks.word
  return key.includes(asked) ? ranks.within : null
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
