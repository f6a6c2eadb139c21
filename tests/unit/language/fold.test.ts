import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldCompletely } from '../../../shared/language/fold.ts'
import { holds } from '../../support/seeded-property.ts'
import fixture from './fixtures/fold-cases.json' with { type: 'json' }

const vietnamese =
  'aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵĐÐð –—“”’\u00a0\t\n\u200b\u00ad0129/.,'
const officeText = fc
  .array(fc.constantFrom(...vietnamese, ...vietnamese.normalize('NFD')), { maxLength: 300 })
  .map((characters) => characters.join(''))

describe('folding', () => {
  it.each(fixture.cases.map((entry) => [entry.id, 'decoded' in entry ? entry.decoded : entry.input, entry.fold]))(
    'folds office text, case %s: %s',
    (_id, text, folded) => {
      expect(fold(text)).toBe(folded)
    },
  )

  it('equals the complete way for office text, composed or not', () => {
    holds(
      'fold of office text',
      fc.property(officeText, (text) => fold(text) === foldCompletely(text)),
      { numRuns: 2000 },
    )
  })

  it('equals the complete way for any text', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 40 })
    holds(
      'fold of any text',
      fc.property(anything, (text) => fold(text) === foldCompletely(text)),
      { numRuns: 5000 },
    )
  })

  it('equals the complete way for every character, alone and between others', () => {
    const differing: string[] = []
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code)
      for (const text of [character, `a ${character}b`, `Σ${character} `]) {
        if (fold(text) !== foldCompletely(text)) differing.push(`${code.toString(16)} ${JSON.stringify(text)}`)
      }
    }
    expect(differing).toEqual([])
  })

  it('changes nothing when applied again', () => {
    holds(
      'fold is idempotent',
      fc.property(officeText, (text) => fold(fold(text)) === fold(text)),
      { numRuns: 1000 },
    )
  })

  it('gives composed and decomposed text the same key', () => {
    holds(
      'NFC and NFD fold alike',
      fc.property(officeText, (text) => fold(text.normalize('NFC')) === fold(text.normalize('NFD'))),
    )
  })

  it('folds texts longer than its buffer whole', () => {
    const text = 'Đường Nguyễn Trãi  '.repeat(2_000)
    expect(fold(text)).toBe(Array.from({ length: 2_000 }, () => 'duong nguyen trai').join(' '))
    expect(fold(`${'ạ'.repeat(8191)} ạ`)).toBe(`${'a'.repeat(8191)} a`)
    expect(fold(`${'ạ'.repeat(8191)} `)).toBe('a'.repeat(8191))
  })

  it('folds nothing to nothing', () => {
    expect(fold('')).toBe('')
    expect(fold(' \u200b\n')).toBe('')
  })
})
