import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textOf, threeWay, wordsIn } from '../../../../renderer/features/outbox/compare/three-way.ts'
import type { Pick, Segment } from '../../../../renderer/features/outbox/compare/three-way.ts'
import { holds } from '../../../support/seeded-property.ts'

const none: ReadonlyMap<number, Pick> = new Map()
const allOf = (segments: readonly Segment[], pick: Pick) => new Map(segments.map((_segment, place) => [place, pick]))
const changes = (segments: readonly Segment[]) => segments.filter((segment) => segment.kind !== 'same')

const text = fc
  .array(fc.constantFrom('đã ', 'kiểm ', 'tra', 'mặt đường', '.', ', ', '\n', 'ngày ', '12', '/', ' '), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''))
/** As the texts are compared: composed, without blanks. */
const words = (given: string) =>
  wordsIn(given)
    .map((word) => word.key)
    .filter((key) => key !== '')

describe('a three-way comparison', () => {
  it('marks what each side changed of the base, word by word', () => {
    const segments = threeWay('Đã xem hố ga.', 'Đã xem kỹ hố ga.', 'Đã xem hố ga ở ngõ 3.')
    expect(changes(segments)).toEqual([
      { kind: 'mine', base: '', mine: 'kỹ ', theirs: '' },
      { kind: 'theirs', base: '', mine: '', theirs: ' ở ngõ 3' },
    ])
    expect(textOf(segments, none)).toBe('Đã xem kỹ hố ga ở ngõ 3.')
  })

  it('calls a conflict what both changed in different ways, and equal what both changed alike', () => {
    const segments = threeWay('Hẹn thứ hai.', 'Hẹn thứ ba.', 'Hẹn thứ tư.')
    expect(changes(segments)).toEqual([{ kind: 'conflict', base: 'hai', mine: 'ba', theirs: 'tư' }])
    const place = segments.findIndex((segment) => segment.kind === 'conflict')
    expect(textOf(segments, new Map([[place, 'theirs']]))).toBe('Hẹn thứ tư.')
    expect(textOf(segments, new Map([[place, 'both']]))).toBe('Hẹn thứ ba tư.')
    expect(changes(threeWay('Hẹn thứ hai.', 'Hẹn thứ ba.', 'Hẹn thứ ba.'))).toEqual([])
  })

  it('takes the same Vietnamese letter written in two ways for one', () => {
    expect(changes(threeWay('Tiếng Việt', 'Tiếng Việt'.normalize('NFD'), 'Tiếng Việt'))).toEqual([])
  })

  it('without a base calls equal what both have in common', () => {
    expect(changes(threeWay(null, 'Đã xem ngày 12.', 'Đã xem ngày 13.'))).toEqual([
      { kind: 'conflict', base: '', mine: '12', theirs: '13' },
    ])
  })

  it('gives back either text whole, and a side that changed alone wins, whatever the texts', () => {
    holds(
      'three-way',
      fc.property(text, text, text, (base, mine, theirs) => {
        const segments = threeWay(base, mine, theirs)
        const side = (pick: 'mine' | 'theirs') => words(textOf(segments, allOf(segments, pick)))
        expect(side('mine')).toEqual(words(mine))
        expect(side('theirs')).toEqual(words(theirs))
        expect(words(textOf(threeWay(base, mine, base), none))).toEqual(words(mine))
        expect(words(textOf(threeWay(base, base, theirs), none))).toEqual(words(theirs))
        const two = threeWay(null, mine, theirs)
        expect(words(textOf(two, allOf(two, 'theirs')))).toEqual(words(theirs))
        expect(words(textOf(two, none))).toEqual(words(mine))
      }),
      { numRuns: 500 },
    )
  })
})
