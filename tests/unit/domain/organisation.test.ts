import { describe, expect, it } from 'vitest'
import {
  agenciesAnsweringFor,
  agencyStands,
  cityDate,
  isAbsent,
  isValidOn,
  organisationOf,
  peopleAt,
  replacedBy,
  teamStands,
} from '../../../shared/domain/organisation.ts'
import { hanoi, nowMs, organisation } from '../../support/domain/case-fixtures.ts'

const gone = { validTo: '2026-01-01', successors: ['STP'] }

const agency = (id: string, validTo: string | null, successors: readonly string[]) => ({
  id,
  timeZone: 'Asia/Ho_Chi_Minh',
  calendar: 'hanoi-office',
  validFrom: '2025-07-01',
  validTo,
  successors,
})
const chain = organisationOf(
  {
    agencies: [
      agency('A', '2025-12-31', ['B', 'C']),
      agency('B', '2026-01-01', ['D']),
      agency('C', null, []),
      agency('D', null, []),
      agency('E', '2025-08-01', ['E', 'F']),
    ],
    teams: [],
    officials: [],
    categories: [{ id: 'road' }],
    areas: [{ id: '00004' }],
  },
  nowMs,
)

describe('validity', () => {
  it('includes its first and last day', () => {
    const given = { validFrom: '2025-07-01', validTo: '2026-01-07', successors: [] }
    expect(['2025-06-30', '2025-07-01', '2026-01-07', '2026-01-08'].map((date) => isValidOn(given, date))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isValidOn({ ...given, validTo: null }, '2999-01-01')).toBe(true)
  })

  it('is judged on Hanoi’s date', () => {
    expect(cityDate(hanoi('2026-01-07 00:00'))).toBe('2026-01-07')
    expect(cityDate(hanoi('2026-01-07 00:00') - 1)).toBe('2026-01-06')
  })
})

describe('succession', () => {
  it('is followed through ended successors to those that stand', () => {
    expect([...agenciesAnsweringFor(chain, 'A')].toSorted()).toEqual(['C', 'D'])
    expect(agenciesAnsweringFor(chain, 'C')).toEqual(['C'])
  })

  it('ends in a circle or with an unknown agency without an answer', () => {
    expect(agenciesAnsweringFor(chain, 'E')).toEqual([])
    expect(agenciesAnsweringFor(chain, 'unknown')).toEqual([])
    expect(agencyStands(chain, 'unknown')).toBe(false)
  })
})

describe('teams', () => {
  it('stand within their agency while they are valid', () => {
    expect(teamStands(organisation(), 'SXD-1', 'SXD')).toBe(true)
    expect(teamStands(organisation(), 'SXD-1', 'STP')).toBe(false)
    expect(teamStands(organisation(), 'SXD-0', 'SXD')).toBe(false)
    expect(teamStands({ ...organisation(), nowMs: hanoi('2025-12-31 23:00') }, 'SXD-0', 'SXD')).toBe(true)
  })
})

describe('absence', () => {
  it('lets whoever takes a place act for the agency, also at the end of a chain and from elsewhere', () => {
    const at = (...absences: readonly (readonly [official: string, substitute: string])[]) =>
      organisation({
        absences: absences.map(([official, substitute]) => ({ official, substitute, fromMs: nowMs, toMs: nowMs + 1 })),
      })
    const ids = (city: ReturnType<typeof at>) => peopleAt(city, 'SGD').map(({ id }) => id)
    expect(ids(at())).toEqual(['third', 'thirdApprover'])
    expect(ids(at(['third', 'officer'], ['officer', 'oversight']))).toEqual([
      'third',
      'officer',
      'oversight',
      'thirdApprover',
    ])
    const stp = organisation()
    const merged = new Map([...stp.agencies].map(([id, row]) => [id, id === 'SGD' ? { ...row, ...gone } : row]))
    expect(ids({ ...stp, agencies: merged })).toEqual(['foreign', 'receiver', 'receiverOfficer', 'receiverApprover'])
  })

  it('names whose place somebody takes, and who is away', () => {
    const absences = [
      { official: 'a', fromMs: nowMs, toMs: nowMs + 1, substitute: 'x' },
      { official: 'b', fromMs: nowMs, toMs: nowMs + 1, substitute: 'x' },
      { official: 'c', fromMs: nowMs + 1, toMs: nowMs + 2, substitute: 'x' },
    ]
    const given = organisation({ absences })
    expect(replacedBy(given, 'x')).toEqual(['a', 'b'])
    expect(['a', 'b', 'c', 'x'].filter((official) => isAbsent(given, official))).toEqual(['a', 'b'])
  })
})
