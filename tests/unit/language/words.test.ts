import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../shared/language/fold.ts'
import { tokensOf, tokensOfFolded, wordCount } from '../../../shared/language/words.ts'
import { holds } from '../../support/seeded-property.ts'

describe('counting words', () => {
  it.each([
    ['', 0],
    [' – … ! ', 0],
    ['Ổ gà sâu ngay đầu cầu', 6],
    ['ngõ 12/5, phố Huế', 4],
    ['một\nhai\u00a0ba', 3],
    ['Văn Miếu – Quốc Tử Giám', 5],
  ])('counts %j as %i', (text, count) => {
    expect(wordCount(text)).toBe(count)
  })
})

describe('search tokens', () => {
  it('are folded runs of letters and digits in order, repeated ones included', () => {
    expect(tokensOf('Ngõ 12/5 phố “Tôn Đức Thắng”, ĐT.427B ngõ')).toEqual([
      'ngo',
      '12',
      '5',
      'pho',
      'ton',
      'duc',
      'thang',
      'dt',
      '427b',
      'ngo',
    ])
  })

  it('are none for a text without letters', () => {
    expect(tokensOf(' – ! ')).toEqual([])
  })

  it('of a text are those of its folded form', () => {
    holds(
      'tokens of folded text',
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tokensOfFolded(fold(text))).toEqual(tokensOf(text))
      }),
    )
  })
})
