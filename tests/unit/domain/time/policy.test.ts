import { describe, expect, it } from 'vitest'
import { askedOf, caseIn, reworkAfterRating } from '../../../support/domain/case-fixtures.ts'
import { PolicyFileError, policiesOf } from '../../../../shared/domain/time/files/policy-file.ts'
import {
  hanoi1207,
  policyOn,
  processingTerm,
  seedPolicies,
  sourceTarget,
} from '../../../../shared/domain/time/policy.ts'

const problemsOf = (data: unknown): readonly string[] => {
  try {
    policiesOf([{ id: 'hanoi-1207', data }])
    return []
  } catch (error) {
    return error instanceof PolicyFileError ? error.problems : [String(error)]
  }
}

const read = (entry: { term: { unit: string; amount: number }; status: string }) => [
  entry.term.amount,
  entry.term.unit,
  entry.status,
]

describe('the seed policy', () => {
  it('holds the values of the city with their standing', () => {
    expect(read(hanoi1207.reception)).toEqual([480, 'working_minutes', 'confirmed'])
    expect(read(hanoi1207.processing.urgent)).toEqual([240, 'working_minutes', 'confirmed'])
    expect(read(hanoi1207.processing.normal)).toEqual([5, 'working_days', 'provisional'])
    expect(read(hanoi1207.processing.complex)).toEqual([10, 'working_days', 'provisional'])
    expect(read(hanoi1207.rework)).toEqual([3, 'working_days', 'provisional'])
    expect(read(hanoi1207.voterPetition.own)).toEqual([40, 'calendar_days', 'confirmed'])
    expect(read(hanoi1207.voterPetition.other)).toEqual([50, 'calendar_days', 'confirmed'])
    expect(read(hanoi1207.transfer.coordinator)).toEqual([60, 'working_minutes', 'provisional'])
    expect(read(hanoi1207.transfer.receiver)).toEqual([240, 'working_minutes', 'provisional'])
    expect(read(hanoi1207.ratingWindow)).toEqual([5, 'calendar_days', 'provisional'])
    expect(hanoi1207.voterPetition.own.ref).toEqual({ document: 'qd-33-2017-ttg', article: '12' })
  })

  it('gives a voter’s petition its own term whatever its level', () => {
    const plain = { rework: null, coordination: [] }
    const petition = { ...plain, kind: 'voter_petition', level: 'urgent' } as const
    expect(processingTerm(hanoi1207, petition)).toBe(hanoi1207.voterPetition.own)
    const { coordination } = caseIn('in_progress', { coordination: [askedOf('STP')] })
    expect(processingTerm(hanoi1207, { ...petition, coordination })).toBe(hanoi1207.voterPetition.other)
    expect(processingTerm(hanoi1207, { ...plain, kind: 'field', level: 'urgent' })).toBe(hanoi1207.processing.urgent)
  })

  it('gives rework its own term whatever the kind', () => {
    const rework = reworkAfterRating
    const inRework = { kind: 'voter_petition', level: 'urgent', rework, coordination: [] } as const
    expect(processingTerm(hanoi1207, inRework)).toBe(hanoi1207.rework)
  })
})

describe('the policy of a day', () => {
  const next = { ...hanoi1207, id: 'hanoi-2', validFrom: '2026-07-01' }
  const ended = { ...hanoi1207, id: 'old', validFrom: '2024-01-01', validTo: '2025-02-27' }

  it('is the newest one valid, and never one whose deadlines come from a source', () => {
    const all = [ended, next, ...seedPolicies]
    expect(policyOn(all, '2025-01-15')?.id).toBe('old')
    expect(policyOn(all, '2025-02-28')?.id).toBe('hanoi-1207')
    expect(policyOn(all, '2026-06-30')?.id).toBe('hanoi-1207')
    expect(policyOn(all, '2026-07-01')?.id).toBe('hanoi-2')
    expect(policyOn(all, '2023-01-01')).toBeNull()
    expect(policyOn([sourceTarget], '2026-01-01')).toBeNull()
  })
})

describe('a policy row', () => {
  it('is read back as it was written', () => {
    const rows = seedPolicies.map((policy) => ({ id: policy.id, data: JSON.parse(JSON.stringify(policy)) as unknown }))
    expect([...policiesOf(rows).values()]).toEqual(seedPolicies)
  })

  it.each([
    [{ id: 'x' }, 'id must equal the row id'],
    [{ validFrom: '2025-02-30' }, 'validFrom must be YYYY-MM-DD'],
    [{ validTo: 'x' }, 'validTo must be YYYY-MM-DD or null'],
    [{ deadlines: 'x' }, 'deadlines must be rule or source'],
    [{ dayRule: 'x' }, 'dayRule must be end_of_day or same_time'],
    [{ ref: 'x' }, 'ref must name a document or be null'],
    [
      { rework: { ...hanoi1207.rework, term: { unit: 'working_days', amount: 0 } } },
      'rework must be a whole, positive number',
    ],
    [
      { rework: { ...hanoi1207.rework, term: { unit: 'weeks', amount: 1 } } },
      'rework must be a whole, positive number',
    ],
    [{ rework: { ...hanoi1207.rework, status: 'sure' } }, 'rework must be confirmed or provisional'],
    [{ rework: { ...hanoi1207.rework, status: 'confirmed' } }, 'rework is confirmed without a document'],
    [{ rework: null }, 'rework must be a whole, positive number'],
    [
      { coordinationShare: { value: -1, status: 'provisional', ref: null } },
      'coordinationShare must be a number from 0',
    ],
    [{ pausesForCitizen: { value: 'no', status: 'provisional', ref: null } }, 'pausesForCitizen must be true or false'],
  ])('with %j is refused by name', (change, problem) => {
    const problems = problemsOf({ ...hanoi1207, ...change })
    expect(problems.some((found) => found.startsWith(`policy hanoi-1207: ${problem}`))).toBe(true)
  })

  it.each([null, 3, 'x', []])('that is %j is refused', (data) => {
    expect(problemsOf(data).length).toBeGreaterThan(5)
  })
})
