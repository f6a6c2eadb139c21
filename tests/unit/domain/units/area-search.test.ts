import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSampleFiles } from '../../../../server/sample/sample-files.ts'
import { sampleOrganisation } from '../../../../server/sample/sample-organisation.ts'
import { areaIndexOf, areasNamed, searchAreas } from '../../../../shared/domain/units/area-search.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { withTonePlacement } from '../../../../shared/language/syllables.ts'
import { holds } from '../../../support/seeded-property.ts'

const { areas } = sampleOrganisation(readSampleFiles())
const index = areaIndexOf(areas)
const found = (text: string) => searchAreas(index, text)
const former = JSON.parse(
  readFileSync(new URL('../../../../resources/organisation/former-units.json', import.meta.url), 'utf8'),
) as Readonly<{
  districts: readonly { name: string; units: readonly { name: string; now: readonly string[] }[] }[]
}>
const units = former.districts.flatMap((district) => district.units)

describe('the areas a server is seeded with', () => {
  it('are all 126, and name every one of the 526 former units and 30 districts where it is now', () => {
    expect([areas.length, units.length, former.districts.length]).toEqual([126, 526, 30])
    const byId = new Map(areas.map((area) => [area.id, area]))
    const lost = units.flatMap((unit) =>
      unit.now
        .filter((code) => byId.get(code)?.formerNames.some((name) => fold(name) === fold(unit.name)) !== true)
        .map((code) => `${unit.name} ${code}`),
    )
    expect(lost).toEqual([])
    const districts = former.districts.map((district) => district.name)
    expect(
      districts.filter((name) => !areas.some((area) => area.formerNames.some((one) => fold(one) === fold(name)))),
    ).toEqual([])
  })
})

describe('searching an area', () => {
  it('finds every former unit and district by its name, with accents, without, and in the other tone placement', () => {
    const places = [
      ...units,
      ...former.districts.map(({ name, units: parts }) => ({ name, now: parts.flatMap((part) => part.now) })),
    ]
    for (const { name, now } of places) {
      for (const text of [name, fold(name), withTonePlacement(name, 'new'), `  ${name.toUpperCase()} `]) {
        const ids = found(text).map((hit) => hit.id)
        expect(
          now.filter((code) => !ids.slice(0, now.length + 20).includes(code)),
          text,
        ).toEqual([])
        expect(areasNamed(index, text)).toEqual(expect.arrayContaining([...now]))
      }
    }
  })

  it('tells the old name where that is what was found', () => {
    expect(found('trúc bạch')[0]).toEqual({ id: '00004', name: 'Phường Ba Đình', formerName: 'Phường Trúc Bạch' })
    expect(found('ba dinh')[0]).toEqual({ id: '00004', name: 'Phường Ba Đình', formerName: null })
  })

  it('puts the exact name before a beginning, that before a word, and that before what merely holds it', () => {
    const list = areaIndexOf([
      { id: 'd', name: 'Phường Sơnla', formerNames: [] },
      { id: 'c', name: 'Phường Tây La', formerNames: [] },
      { id: 'b', name: 'Xã Lam Sơn', formerNames: [] },
      { id: 'a', name: 'Xã Mới', formerNames: ['Phường La'] },
      { id: 'x', name: 'Xã Khác', formerNames: [] },
    ])
    expect(searchAreas(list, 'la').map((hit) => hit.id)).toEqual(['a', 'b', 'c', 'd'])
    expect(searchAreas(list, 'xa la').map((hit) => hit.id)).toEqual(['a', 'b'])
  })

  it('prefers the accents that were typed, then the present name', () => {
    const list = areaIndexOf([
      { id: 'old', name: 'Xã Một', formerNames: ['Xã Hạ Mỗ'] },
      { id: 'plain', name: 'Xã Ha Mo', formerNames: [] },
      { id: 'now', name: 'Xã Hạ Mỗ', formerNames: [] },
    ])
    expect(searchAreas(list, 'hạ mỗ').map((hit) => hit.id)).toEqual(['now', 'old', 'plain'])
    expect(searchAreas(list, 'ha mo').map((hit) => hit.id)[0]).toBe('plain')
  })

  it('finds everything for an empty text and nothing for a name nobody had', () => {
    expect(found('').length).toBe(126)
    expect(found('   ').every((hit) => hit.formerName === null)).toBe(true)
    expect(found('zzzz')).toEqual([])
    expect(areasNamed(index, ' ')).toEqual([])
  })

  it('answers each area once, and only where one of its names holds the words', () => {
    holds(
      'hits hold what was asked',
      fc.property(fc.constantFrom(...units), fc.nat(6), fc.integer({ min: 1, max: 8 }), (unit, from, length) => {
        const text = fold(unit.name)
          .slice(from, from + length)
          .trim()
        const hits = found(text)
        expect(new Set(hits.map((hit) => hit.id)).size).toBe(hits.length)
        expect(hits.filter((hit) => !fold(hit.formerName ?? hit.name).includes(text))).toEqual([])
      }),
    )
  })
})
