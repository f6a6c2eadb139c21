import { describe, expect, it } from 'vitest'
import { readSearch } from '../../../../shared/language/search/search-query.ts'

const read = (text: string) => readSearch(text, (key) => ['han', 'phuong', 'muc'].includes(key))
const word = (token: string, isPrefix = false) => ({ kind: 'word', token, isPrefix })
const phrase = (tokens: string[], lastIsPrefix = false) => ({ kind: 'phrase', tokens, lastIsPrefix })

describe('a search text', () => {
  it('is its words without accents, the last one by its beginning while it is typed', () => {
    expect(read('Rác thải sinh').terms).toEqual([word('rac'), word('thai'), word('sinh', true)])
    expect(read('Rác thải sinh ').terms).toEqual([word('rac'), word('thai'), word('sinh')])
  })

  it('reads composed and decomposed letters, and both places of a tone, alike', () => {
    expect(read('hòa').terms).toEqual(read('hoà').terms)
    expect(read('Đường'.normalize('NFD')).terms).toEqual(read('Đường').terms)
  })

  it('keeps words in quotes in their order, whatever the quotes', () => {
    expect(read('“lấn chiếm vỉa hè” rác ').terms).toEqual([phrase(['lan', 'chiem', 'via', 'he']), word('rac')])
    expect(read('"lấn chi').terms).toEqual([phrase(['lan', 'chi'], true)])
  })

  it('takes what is written without a space as one: numbers of cases and houses', () => {
    expect(read('HN-2026-000123').terms).toEqual([phrase(['hn', '2026', '000123'], true)])
    expect(read('ngõ 12/5 phố ').terms).toEqual([word('ngo'), phrase(['12', '5']), word('pho')])
  })

  it('reads fields it knows, with or without accents and quotes, and leaves the rest as words', () => {
    expect(read('hạn:quá phường:"Hoàn Kiếm" muc:khẩn rác ')).toEqual({
      terms: [word('rac')],
      fields: [
        { key: 'han', value: 'quá' },
        { key: 'phuong', value: 'Hoàn Kiếm' },
        { key: 'muc', value: 'khẩn' },
      ],
    })
    expect(read('ghi:chú ').terms).toEqual([phrase(['ghi', 'chu'])])
    expect(read('hạn: rác ')).toEqual({ terms: [word('rac')], fields: [] })
  })

  it('finds an abbreviation by what it stands for, and the other way round', () => {
    const ways = [[word('ubnd')], [phrase(['uy', 'ban', 'nhan', 'dan'])]]
    expect(read('UBND ').terms).toEqual([{ kind: 'either', ways }])
    expect(read('uỷ ban nhân dân phường ').terms).toEqual([
      { kind: 'either', ways: [['uy', 'ban', 'nhan', 'dan'].map((token) => word(token)), [word('ubnd')]] },
      word('phuong'),
    ])
    expect(read('QL1A ').terms).toEqual([{ kind: 'either', ways: [[word('ql1a')], [phrase(['quoc', 'lo', '1a'])]] }])
  })

  it('asks for nothing when nothing is there to ask for', () => {
    expect(read('  ')).toEqual({ terms: [], fields: [] })
    expect(read('"" - :')).toEqual({ terms: [], fields: [] })
    expect(read('constructor ').terms).toEqual([word('constructor')])
  })
})
