import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../../../shared/language/fold.ts'
import { readSearch } from '../../../../../shared/language/search/search-query.ts'
import { searchTokens } from '../../../../../shared/language/search/tokens.ts'
import { holds, SearchIndex } from '../../../../../renderer/worker/index/search/search-index.ts'
import { holds as holdsFor } from '../../../../support/seeded-property.ts'

const find = (index: SearchIndex, text: string, places: number): number[] => {
  const found = index.find(readSearch(text, () => false).terms)
  return Array.from({ length: places }, (_none, place) => place).filter(
    (place) => found === null || holds(found, place),
  )
}

/** The same question asked of every text in turn. */
function plainly(texts: ReadonlyMap<number, readonly string[]>, text: string, places: number): number[] {
  const { terms } = readSearch(text, () => false)
  const has = (tokens: readonly string[], wanted: readonly string[], lastIsPrefix: boolean): boolean =>
    tokens.some((_token, at) =>
      wanted.every((word, n) => {
        const found = tokens[at + n]
        return found === word || (lastIsPrefix && n === wanted.length - 1 && found?.startsWith(word) === true)
      }),
    )
  return Array.from({ length: places }, (_none, place) => place).filter((place) => {
    const lists = (texts.get(place) ?? []).map(searchTokens)
    if (lists.length === 0 && terms.length > 0) return false
    return terms.every((term) => {
      if (term.kind === 'either') throw new Error('not asked here')
      const wanted = term.kind === 'word' ? [term.token] : term.tokens
      return lists.some((list) => has(list, wanted, term.kind === 'word' ? term.isPrefix : term.lastIsPrefix))
    })
  })
}

const words = ['rac', 'rach', 'thai', 'tha', 'via', 'he', 'hem', '12', '5', '123'] as const
const textOf = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((list) => list.join(' '))
const searchOf = fc
  .tuple(
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('words', 'typing', 'quoted'),
  )
  .map(([list, how]) => (how === 'quoted' ? `"${list.join(' ')}"` : list.join(' ') + (how === 'typing' ? '' : ' ')))
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ place: fc.nat(20), name: fc.constantFrom(null, 'a', 'b'), text: textOf }) },
  { weight: 1, arbitrary: fc.record({ place: fc.nat(20), name: fc.constantFrom(null, 'a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ place: fc.nat(20) }) },
)

describe('the search index', () => {
  it('finds, after any history, what a look at every text finds', () => {
    holdsFor(
      'search index',
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.array(searchOf, { minLength: 1, maxLength: 5 }),
        (steps, searches) => {
          const index = new SearchIndex({ fold, sizes: { freshEntries: 4, mostEntries: 12 } })
          const texts = new Map<number, Map<string | null, string>>()
          for (const one of steps) {
            const at = texts.get(one.place) ?? new Map<string | null, string>()
            if ('text' in one) {
              index.put(one.place, one.name, one.text)
              texts.set(one.place, at.set(one.name, one.text))
            } else if ('name' in one) {
              index.remove(one.place, one.name)
              at.delete(one.name)
            } else {
              index.removePlace(one.place)
              texts.delete(one.place)
            }
          }
          const plain = new Map([...texts].map(([place, at]) => [place, [...at.values()]]))
          for (const search of searches) expect(find(index, search, 21), search).toEqual(plainly(plain, search, 21))
        },
      ),
    )
  })

  it('finds words of one case in different texts of it, a phrase only within one', () => {
    const index = new SearchIndex({ fold })
    index.put(0, null, fold('Rác thải đầu ngõ'))
    index.put(0, 'n1', fold('Đã gọi công ty môi trường'))
    expect(find(index, 'rac moi truong ', 1)).toEqual([0])
    expect(find(index, '"ngõ đã" ', 1)).toEqual([])
  })

  it('forgets everything of a case that left, also when another takes its place', () => {
    const index = new SearchIndex({ fold })
    index.put(3, null, 'rac')
    index.put(3, 'n1', 'ghi chu')
    index.removePlace(3)
    index.put(3, null, 'via he')
    expect(find(index, 'rac ', 4)).toEqual([])
    expect(find(index, 'ghi ', 4)).toEqual([])
    expect(find(index, 'via ', 4)).toEqual([3])
  })

  it('reads texts while nobody waits, and at once when somebody searches', () => {
    const runs: (() => void)[] = []
    const index = new SearchIndex({ fold, later: (run) => void runs.push(run) })
    index.put(0, null, 'rac')
    index.put(1, null, 'via he')
    index.put(2, null, 'rac')
    index.remove(2, null)
    expect([index.waitingCount, runs.length]).toEqual([3, 1])
    expect(find(index, 'rac ', 3)).toEqual([0])
    expect(index.waitingCount).toBe(0)
    index.put(3, null, 'rac thai')
    expect(index.waitingCount).toBe(1)
    for (let run = runs.shift(); run !== undefined; run = runs.shift()) run()
    expect(index.waitingCount).toBe(0)
    expect(find(index, 'rac ', 4)).toEqual([0, 3])
  })
})
