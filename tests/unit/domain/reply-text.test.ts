import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalReply, isEmptyReply } from '../../../shared/domain/reply-text.ts'
import { holds } from '../../support/seeded-property.ts'

const pieces = fc.constantFrom(
  'a',
  'Đã',
  'va\u0301',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u0000',
  '- ',
  '**',
  '[[file:2]]',
  '\ud800',
  '😀',
)
const text = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))

describe('the canonical text of a reply', () => {
  it.each([
    ['va\u0301', 'vá'],
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['a  \n\n\n\n b ', 'a\n\n b'],
    ['\ufeffa\u200bb\u202ec\u0000', 'abc'],
    ['a\tb', 'a\tb'],
    ['x\ud800y', 'xy'],
    ['😀', '😀'],
    ['- một\n- hai', '- một\n- hai'],
  ])('of %j is %j', (given, canonical) => {
    expect(canonicalReply(given)).toBe(canonical)
  })

  it('is its own canonical text, whatever was typed', () => {
    holds(
      'canonical is idempotent',
      fc.property(text, (given) => canonicalReply(canonicalReply(given)) === canonicalReply(given)),
      { numRuns: 3_000 },
    )
  })

  it('holds neither carriage returns nor invisible characters nor more than one empty line', () => {
    holds(
      'canonical form',
      fc.property(text, (given) => {
        const canonical = canonicalReply(given)
        expect(canonical).not.toMatch(/[\r\u2028\u200b\u202e\ufeff\0]|\n{3}|[ \t]\n|^\s|\s$/u)
        expect(canonical).not.toMatch(/\p{Cs}/u)
        expect(canonical).toBe(canonical.normalize('NFC'))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('an empty reply', () => {
  it('is one without a letter or digit outside evidence references', () => {
    for (const given of ['', ' \n', '[[file:1]] [[file:22]]', '** - …', '\u200b'])
      expect(isEmptyReply(given)).toBe(true)
    for (const given of ['7', 'ạ', '[[file:1]] xong', '[[khác]]']) expect(isEmptyReply(given)).toBe(false)
  })
})
