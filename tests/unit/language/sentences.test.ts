import { describe, expect, it } from 'vitest'
import { sentencesOf } from '../../../shared/language/sentences.ts'

describe('the sentences of a text', () => {
  it.each([
    ['Đã vá. Đã dọn! Còn gì? Chờ… Hết', ['Đã vá.', 'Đã dọn!', 'Còn gì?', 'Chờ…', 'Hết']],
    ['Một\nhai\n\n\nba', ['Một', 'hai', 'ba']],
    ['  Một.  \n  Hai  ', ['Một.', 'Hai']],
    ['Ngày 05.12.2026 xong, dài 3.5 m.', ['Ngày 05.12.2026 xong, dài 3.5 m.']],
    ['Thật sao?! Vâng...  Đúng', ['Thật sao?!', 'Vâng...', 'Đúng']],
    ['', []],
    [' \n\t\n ', []],
  ])('of %j are %j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })

  it('hold every character that is not white space between them', () => {
    const text = 'Tổ 5 đã vá ổ gà. Ảnh: [[file:1]]\nLiên hệ 1022! '
    expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })
})
