import { describe, expect, it } from 'vitest'
import {
  absencesInTime,
  chainOf,
  daysOf,
  knownAbsences,
  stretchOf,
  stretchWords,
} from '../../../../renderer/features/admin/absence/absence-view.ts'
import { missingIn, planOf } from '../../../../renderer/features/admin/succession/succession-plan.ts'
import type { SuccessionForm } from '../../../../renderer/features/admin/succession/succession-plan.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { absenceProblems } from '../../../../shared/domain/units/absence.ts'
import { successionProblem, successionProblems } from '../../../../shared/domain/units/succession.ts'
import { english } from '../../../../shared/text/english.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { referenceFake } from '../../../support/renderer/desk-services-fake.ts'

const nowMs = Date.parse('2026-03-10T03:00:00Z')
const dayMs = 86_400_000
const entry = (id: string, official: string, substitute: string | null, [from, to] = [0, 1]) => ({
  id,
  version: 1,
  official,
  substitute,
  fromMs: nowMs + from * dayMs,
  toMs: nowMs + to * dayMs,
  recorded: null,
})

describe('every reason against an absence or a reorganisation', () => {
  it('has words in both languages', () => {
    for (const { absence, succession } of [vietnamese, english]) {
      for (const code of absenceProblems) expect(absence.problem[code].length, code).toBeGreaterThan(15)
      for (const code of successionProblems) expect(succession.problem[code].length, code).toBeGreaterThan(15)
    }
  })
})

describe('absences', () => {
  const organisation = organisationOf({ ...referenceFake, absences: [] }, nowMs)

  it('are told apart by when they are, the next first and the last one over first', () => {
    const all = [entry('b', 'x', null, [2, 3]), entry('a', 'x', null, [1, 2]), entry('n', 'y', null, [0, 1])]
    const over = [entry('p', 'x', null, [-9, -8]), entry('q', 'x', null, [-3, 0])]
    const { now, coming, past } = absencesInTime([...all, ...over], nowMs)
    expect([now, coming, past].map((some) => some.map((one) => one.id))).toEqual([['n'], ['a', 'b'], ['q', 'p']])
  })

  it('show the whole chain and who answers in the end, also for one that has not begun', () => {
    const first = entry('1', 'a', 'b')
    const second = entry('2', 'b', 'c')
    expect(chainOf(first, [first, second], organisation)).toEqual({ substitutes: ['b', 'c'], lastIsAway: false })
    const alone = entry('3', 'c', null)
    expect(chainOf(first, [second, alone], organisation)).toEqual({ substitutes: ['b', 'c'], lastIsAway: true })
    const later = entry('1', 'a', 'b', [5, 6])
    expect(chainOf(later, [second], organisation).substitutes).toEqual(['b'])
    expect(knownAbsences([later], [first, second]).map((one) => one.fromMs)).toEqual([later.fromMs, second.fromMs])
  })

  it('are written in whole days of Hanoi, with the hour where one was ended within a day', () => {
    const stretch = stretchOf('2026-03-10', '2026-03-12')
    expect(stretch).toEqual({ fromMs: Date.parse('2026-03-09T17:00:00Z'), toMs: Date.parse('2026-03-12T17:00:00Z') })
    expect(daysOf(stretch ?? { fromMs: 0, toMs: 1 })).toEqual({ from: '2026-03-10', to: '2026-03-12' })
    expect(stretchWords(stretch ?? { fromMs: 0, toMs: 1 })).toEqual({
      from: '10/03/2026',
      to: '12/03/2026',
      wholeDays: true,
    })
    const ended = { fromMs: stretch?.fromMs ?? 0, toMs: nowMs }
    expect(stretchWords(ended)).toEqual({ from: '10/03/2026', to: '10:00 10/03/2026', wholeDays: false })
    expect(stretchOf('2026-02-30', '2026-03-01')).toBeNull()
  })
})

describe('a plan made of what was filled in', () => {
  const unit = {
    kind: 'ward',
    timeZone: 'Asia/Ho_Chi_Minh',
    calendar: 'hanoi-office',
    validFrom: '2025-07-01',
  } as const
  const agency = (id: string) => ({
    ...{ ...unit, id, name: id, shortName: id, certainty: 'verified' as const, validTo: null, successors: [] },
  })
  const team = (id: string, of: string, name: string) => ({
    ...{ id, agency: of, name, validFrom: '2025-07-01', validTo: null, successors: [] },
  })
  const data = {
    ...referenceFake,
    agencies: ['A', 'B', 'C', 'D'].map(agency),
    teams: [
      team('A.1', 'A', 'Một cửa'),
      team('B.1', 'B', 'một cửa'),
      team('B.2', 'B', 'Đô thị'),
      team('C.9', 'C', 'Đô Thị'),
    ],
    areas: [{ id: '1', name: 'x', formerNames: [], validFrom: '2025-07-01', validTo: null, successors: [] }],
  }
  const fresh = (name: string) => ({ name, shortName: name, kind: 'ward' as const, calendar: 'hanoi-office' })
  const form: SuccessionForm = {
    kind: 'merge',
    ended: ['A', 'B'],
    firstDay: '2026-03-10',
    document: ' Nghị quyết 1 ',
    heirs: [{ id: 'C', fresh: null }],
    teams: {},
    areas: [],
  }
  const system = { id: 's', grants: [{ role: 'system_admin' as const, agency: 'city', team: null }] }
  const problem = (one: SuccessionForm) => successionProblem(planOf(one, data), system, organisationOf(data, nowMs))

  it('sends teams into those of the same name at the successor, and makes one for all others of a name', () => {
    const plan = planOf(form, data)
    expect(plan).toMatchObject({ lastDay: '2026-03-09', document: 'Nghị quyết 1', rest: 'C', newAgencies: [] })
    expect(plan.newTeams).toEqual([{ id: 'C.mot-cua', agency: 'C', name: 'Một cửa' }])
    expect(plan.teams).toEqual({
      'A.1': { agency: 'C', team: 'C.mot-cua' },
      'B.1': { agency: 'C', team: 'C.mot-cua' },
      'B.2': { agency: 'C', team: 'C.9' },
    })
    expect(problem(form)).toBeNull()
  })

  it('divides by team and by area among the heirs, the first of whom has the rest', () => {
    const heirs = [
      { id: 'C', fresh: null },
      { id: 'N', fresh: fresh('Mới') },
    ]
    const byTeam: SuccessionForm = { ...form, kind: 'split_by_team', ended: ['B'], heirs, teams: { 'B.2': 1 } }
    expect(planOf(byTeam, data).teams).toMatchObject({
      'B.1': { agency: 'C' },
      'B.2': { agency: 'N', team: 'N.do-thi' },
    })
    expect(problem(byTeam)).toBeNull()
    const byArea: SuccessionForm = {
      ...form,
      kind: 'split_by_area',
      ended: ['B'],
      heirs,
      areas: [{ id: 'row', area: '1', heir: 1 }],
    }
    expect(planOf(byArea, data)).toMatchObject({ areas: { '1': 'N' }, rest: 'C' })
    expect(problem(byArea)).toBeNull()
  })

  it('is not made while something is missing', () => {
    expect(missingIn(form)).toEqual([])
    expect(missingIn({ ...form, ended: [], document: ' ', firstDay: '' })).toEqual(['ended', 'firstDay', 'document'])
    expect(missingIn({ ...form, kind: 'rename', heirs: [{ id: 'N', fresh: fresh(' ') }] })).toEqual([
      'oneEnded',
      'newName',
    ])
    const one = { id: 'C', fresh: null }
    expect(missingIn({ ...form, kind: 'split_by_area', ended: ['B'], heirs: [one, one] })).toEqual(['twoHeirs', 'area'])
    expect(missingIn({ ...form, heirs: [{ id: '', fresh: null }] })).toEqual(['heir'])
    expect(problem({ ...form, heirs: [{ id: 'A', fresh: null }] })).toBe('successor_ends')
  })
})
