import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../shared/language/fold.ts'
import { canonicalTone } from '../../../shared/language/syllables.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../resources/organisation/${name}.json`, import.meta.url), 'utf8'))

type Ward = Readonly<{
  code: string
  type: string
  name: string
  fullName: string
  mergedFrom: readonly { code: string; name: string }[]
}>
const wards = read('wards') as Readonly<{ validFrom: string; sources: readonly string[]; units: readonly Ward[] }>
const former = read('former-units') as Readonly<{
  validTo: string
  districts: readonly {
    code: string
    name: string
    units: readonly { code: string; name: string; now: readonly string[] }[]
  }[]
}>
const agencies = read('agencies') as Readonly<{
  agencies: readonly { id: string; name: string; kind: string; certainty: string; source: string | null }[]
}>
const codes = new Set(wards.units.map((unit) => unit.code))
const formerUnits = former.districts.flatMap((district) => district.units)

describe('the communes and wards since 01/07/2025', () => {
  it('are 51 wards and 75 communes with a code and a name each', () => {
    expect(wards.validFrom).toBe('2025-07-01')
    expect(wards.units.filter((unit) => unit.type === 'ward').length).toBe(51)
    expect(wards.units.filter((unit) => unit.type === 'commune').length).toBe(75)
    expect(codes.size).toBe(126)
    expect(wards.units.filter((unit) => !/^\d{5}$/.test(unit.code))).toEqual([])
    expect(new Set(wards.units.map((unit) => unit.fullName)).size).toBe(126)
  })

  it('are written in the official tone placement and composed', () => {
    for (const unit of wards.units) expect(canonicalTone(unit.fullName)).toBe(unit.fullName)
  })

  it('can be found without accents', () => {
    expect(wards.units.filter((unit) => fold(unit.fullName) === 'phuong o cho dua').length).toBe(1)
  })

  it('name at least one former unit each, and their sources', () => {
    expect(wards.units.filter((unit) => unit.mergedFrom.length === 0)).toEqual([])
    expect(wards.sources.length).toBeGreaterThan(0)
  })

  it('carry no field under other terms', () => {
    const keys = new Set(wards.units.flatMap((unit) => Object.keys(unit)))
    expect(['areaKm2', 'population', 'headOffice', 'point'].filter((key) => keys.has(key))).toEqual([])
  })
})

describe('the former units', () => {
  it('are 526 in 30 districts until 30/06/2025, each with what it belongs to now', () => {
    expect(former.validTo).toBe('2025-06-30')
    expect(former.districts.length).toBe(30)
    expect(formerUnits.length).toBe(526)
    expect(formerUnits.filter((unit) => unit.now.length === 0 || unit.now.some((code) => !codes.has(code)))).toEqual([])
  })

  it('have one name for each code, the same in both lists', () => {
    const names = new Map(formerUnits.map((unit) => [unit.code, unit.name]))
    const other = wards.units.flatMap((unit) =>
      unit.mergedFrom.filter((part) => names.has(part.code) && fold(names.get(part.code) ?? '') !== fold(part.name)),
    )
    expect(other).toEqual([])
    const lead = (code: string) => formerUnits.find((unit) => unit.code === code)
    expect([lead('00553'), lead('00556')]).toMatchObject([
      { name: 'Xã Cổ Bi', now: ['00136', '00541', '00562', '00565'] },
      { name: 'Xã Đặng Xá', now: ['00541', '00562'] },
    ])
  })

  it('and the new ones name each other', () => {
    const now = new Map(formerUnits.map((unit) => [unit.code, unit.now]))
    const oneSided = wards.units.flatMap((unit) =>
      unit.mergedFrom
        .filter((part) => now.has(part.code) && now.get(part.code)?.includes(unit.code) !== true)
        .map((part) => part.name),
    )
    expect(oneSided).toEqual([])
  })
})

describe('the agencies', () => {
  it('have one id each, a known certainty, and a source where they are verified', () => {
    const { agencies: all } = agencies
    expect(new Set(all.map((agency) => agency.id)).size).toBe(all.length)
    expect(all.filter((agency) => !['verified', 'probable', 'unverified'].includes(agency.certainty))).toEqual([])
    expect(all.filter((agency) => agency.certainty === 'verified' && agency.source === null)).toEqual([])
    expect(all.filter((agency) => agency.kind !== 'department')).toEqual([])
  })
})
