import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../shared/language/fold.ts'
import { canonicalTone, withTonePlacement } from '../../../shared/language/syllables.ts'
import { holds } from '../../support/seeded-property.ts'
import fixture from './fixtures/fold-cases.json' with { type: 'json' }

const shown = fixture.cases.flatMap((entry) =>
  'canonicalTone' in entry ? [[entry.id, entry.input, entry.canonicalTone]] : [],
)

const syllable = fc
  .record({
    onset: fc.constantFrom('', 'h', 'kh', 'th', 'l', 'qu', 'gi', 'ngh', 'đ', 'T', 'X'),
    rhyme: fc.constantFrom('oa', 'oe', 'uy', 'oai', 'oan', 'uyên', 'ua', 'ươ', 'a', 'OA', 'uynh'),
    mark: fc.constantFrom('', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'),
    place: fc.nat(2),
  })
  .map(({ onset, rhyme, mark, place }) => `${onset}${rhyme.slice(0, place + 1)}${mark}${rhyme.slice(place + 1)}`)
const text = fc.array(syllable, { maxLength: 12 }).map((syllables) => syllables.join(' '))

describe('tone placement', () => {
  it.each(shown)('shows case %s, %s, in the official placement', (_id, input, expected) => {
    expect(canonicalTone(input)).toBe(expected)
  })

  it.each([
    ['hòa', 'hoà'],
    ['Thủy', 'Thuỷ'],
    ['KHỎE', 'KHOẺ'],
    ['đọa', 'đoạ'],
    ['hòa, thủy.', 'hoà, thuỷ.'],
  ])('turns %s into %s and back', (old, modern) => {
    expect(withTonePlacement(old, 'new')).toBe(modern)
    expect(withTonePlacement(modern, 'old')).toBe(old)
  })

  it.each(['quý', 'quỷ', 'quà', 'hoàn', 'hoài', 'thuyền', 'khuỷu', 'toán', 'của', 'mía', 'huỳnh'])(
    'leaves %s, which has one placement only',
    (word) => {
      expect(withTonePlacement(word, 'old')).toBe(word)
      expect(withTonePlacement(word, 'new')).toBe(word)
    },
  )

  it('comes back to the same spelling from either placement', () => {
    holds(
      'placements are two spellings of one word',
      fc.property(text, (given) => canonicalTone(withTonePlacement(given, 'new')) === canonicalTone(given)),
    )
  })

  it('changes nothing when applied again and never changes the search key', () => {
    holds(
      'placement is idempotent and keeps the key',
      fc.property(
        text,
        (given) =>
          canonicalTone(canonicalTone(given)) === canonicalTone(given) && fold(canonicalTone(given)) === fold(given),
      ),
    )
  })
})
