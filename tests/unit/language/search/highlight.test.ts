import { describe, expect, it } from 'vitest'
import { matchesIn } from '../../../../shared/language/search/highlight.ts'
import { readSearch } from '../../../../shared/language/search/search-query.ts'

const marked = (text: string, search: string) =>
  matchesIn(text, readSearch(search, () => false).terms).map(({ from, to }) => text.slice(from, to))

describe('the words of a search in a text', () => {
  it('are marked as they are written, accents and case aside', () => {
    expect(marked('Rác thải chưa thu gom ở Hoà Bình', 'hoa binh ')).toEqual(['Hoà Bình'])
    expect(marked('Xe máy đỗ trên vỉa hè', 'via h')).toEqual(['vỉa hè'])
    expect(marked('Đường Nguyễn Trãi'.normalize('NFD'), 'nguyen ')).toEqual(['Nguyễn'.normalize('NFD')])
  })

  it('are whole words, but for the one being typed', () => {
    expect(marked('thu gom, thuế, thu', 'thu ')).toEqual(['thu', 'thu'])
    expect(marked('thu gom, thuế', 'thu')).toEqual(['thu', 'thuế'])
  })

  it('are in order when they were asked for in quotes', () => {
    expect(marked('hè via; via hè', '"via he" ')).toEqual(['via hè'])
  })

  it('are marked in either form of an abbreviation', () => {
    expect(marked('UBND phường và Uỷ ban nhân dân xã', 'ubnd ')).toEqual(['UBND', 'Uỷ ban nhân dân'])
  })

  it('are found beside signs of two units and signs that take no place', () => {
    expect(marked('🚮 rác\u200b thải', 'rac thai ')).toEqual(['rác\u200b thải'])
    expect(marked('', 'rac ')).toEqual([])
  })
})
