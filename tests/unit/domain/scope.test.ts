import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { may } from '../../../shared/domain/authority.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import { roles } from '../../../shared/domain/roles.ts'
import { bucketsOf, bucketsOfCase, mayReadBucket, periodOfCase, scopesOf } from '../../../shared/domain/scope.ts'
import { proposalStages } from '../../../shared/domain/complaint.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import { unitsInSight } from '../../../server/sync/units-in-sight.ts'
import { actor, askedOf, caseIn, nowMs, organisation } from '../../support/domain/case-fixtures.ts'
import { holds } from '../../support/seeded-property.ts'

const grant = fc.record({
  role: fc.constantFrom(...roles),
  agency: fc.constantFrom('SXD', 'STP'),
  team: fc.constantFrom(null, 'SXD-1', 'SXD-2', 'STP-1'),
})
const anybody = fc
  .array(grant, { maxLength: 4 })
  .map((grants): Actor => ({ id: 'p', grants: grants.filter((given) => given.team?.startsWith(given.agency) ?? true) }))
const anyCase = fc
  .record({
    state: fc.constantFrom(...caseStates),
    place: fc.constantFrom(['SXD', null], ['SXD', 'SXD-1'], ['SXD', 'SXD-2'], ['STP', null], ['STP', 'STP-1']),
    closedAtMs: fc.option(fc.integer({ min: 0, max: 4e12 })),
    asked: fc.uniqueArray(fc.constantFrom('SXD', 'STP'), { maxLength: 2 }),
    stage: fc.constantFrom(...proposalStages),
  })
  .map(({ state, place, closedAtMs, asked, stage }) => {
    const { proposal } = caseIn('transfer_proposed')
    const complaint = caseIn(state, {
      agency: place[0],
      team: place[1] ?? null,
      coordination: asked.map(askedOf),
      proposal: proposal === null ? null : { ...proposal, stage, targetAgency: place[0] === 'STP' ? 'SXD' : 'STP' },
    })
    return { ...complaint, clocks: { ...complaint.clocks, closedAtMs } }
  })

const caseOfTeam = fc
  .record({
    state: fc.constantFrom(...caseStates),
    place: fc.constantFrom(['SXD', 'SXD-0'], ['SXD', 'SXD-1'], ['SXD', 'SXD-2'], ['STP', 'STP-1'], ['STP', null]),
  })
  .map(({ state, place }) => caseIn(state, { agency: place[0] ?? '', team: place[1] ?? null, proposal: null }))

describe('the scopes of an official', () => {
  it.each([
    ['intake', ['agency:SXD']],
    ['officer', ['team:SXD-1']],
    ['field', ['field:SXD', 'team:SXD-1']],
    ['double', ['agency:SXD']],
    ['foreign', ['agency:STP']],
    ['coordinator', ['city']],
    ['oversight', ['city']],
    ['security', []],
    ['system', []],
    ['admin', []],
    ['warningEditor', []],
  ])('of %s are %j', (who, scopes) => {
    expect(scopesOf(actor(who))).toEqual(scopes)
  })

  it('cover the agency for an intake officer or approver even where the grant names a team', () => {
    expect(scopesOf({ id: 'p', grants: [{ role: 'approver', agency: 'SXD', team: 'SXD-1' }] })).toEqual(['agency:SXD'])
  })

  it('name several teams and agencies sorted and each once', () => {
    const grants = ['b', 'a', 'b'].map((team) => ({ role: 'case_officer' as const, agency: 'SXD', team }))
    const wide = { role: 'team_supervisor' as const, agency: 'STP', team: null }
    expect(scopesOf({ id: 'p', grants: [...grants, wide] })).toEqual(['agency:STP', 'team:a', 'team:b'])
    const onSite = [...grants.map((given) => ({ ...given, role: 'field_officer' as const })), wide]
    expect(scopesOf({ id: 'p', grants: onSite })).toEqual(['agency:STP', 'field:SXD', 'team:a', 'team:b'])
    const intake = { role: 'intake_officer' as const, agency: 'SXD', team: null }
    expect(scopesOf({ id: 'p', grants: [...onSite, intake] })).toEqual(['agency:STP', 'agency:SXD'])
  })
})

describe('the buckets of an official', () => {
  it('are the open and closed ones of each scope, the own one and the reference data', () => {
    expect(bucketsOf(actor('officer'), ['2026-01', '2025-12'])).toEqual([
      'team:SXD-1:open',
      'team:SXD-1:closed-2026-01',
      'team:SXD-1:closed-2025-12',
      'user:officer',
      'ref',
    ])
    expect(bucketsOf(actor('security'), ['2026-01'])).toEqual(['user:security', 'ref'])
  })

  it('are exactly those that may be read', () => {
    const months = ['2026-01', '2025-12']
    const names = [
      'city',
      'agency:SXD',
      'agency:STP',
      'field:SXD',
      'field:STP',
      'team:SXD-1',
      'team:SXD-2',
      'team:STP-1',
    ]
    const all = [
      ...names.flatMap((name) => [`${name}:open`, ...months.map((month) => `${name}:closed-${month}`)]),
      'user:p',
      'user:q',
      'ref',
    ]
    holds(
      'mayReadBucket = bucketsOf',
      fc.property(anybody, (person) => {
        expect(all.filter((bucket) => mayReadBucket(person, bucket)).toSorted()).toEqual(
          [...bucketsOf(person, months)].toSorted(),
        )
      }),
    )
    expect(
      ['agency:SXD', 'agency:SXD:closed-1', 'x', ''].filter((bucket) => mayReadBucket(actor('intake'), bucket)),
    ).toEqual([])
  })
})

describe('the buckets of a case', () => {
  it('are its agency’s, its team’s and the city’s', () => {
    expect(bucketsOfCase(caseIn('in_progress'))).toEqual(['agency:SXD:open', 'team:SXD-1:open', 'city:open'])
    expect(bucketsOfCase(caseIn('received'))).toEqual(['agency:SXD:open', 'city:open'])
  })

  it('are those of its agency’s field officers as well until it is received', () => {
    for (const state of ['awaiting_reception', 'verifying'] as const) {
      expect(bucketsOfCase(caseIn(state))).toEqual(['agency:SXD:open', 'field:SXD:open', 'city:open'])
    }
  })

  it('move to the UTC month of closing for closed and merged cases only', () => {
    const closedAtMs = Date.parse('2026-01-31T23:30:00Z')
    const at = (state: 'closed' | 'merged' | 'answered') => {
      const complaint = caseIn(state)
      return periodOfCase({ ...complaint, clocks: { ...complaint.clocks, closedAtMs } })
    }
    expect([at('closed'), at('merged'), at('answered')]).toEqual(['closed-2026-01', 'closed-2026-01', 'open'])
    const unknown = caseIn('closed')
    expect(periodOfCase({ ...unknown, clocks: { ...unknown.clocks, closedAtMs: null } })).toBe('open')
  })
})

describe('buckets and authority', () => {
  it('agree: whoever may view a case has one of its buckets, and nobody else', () => {
    holds(
      'buckets = may view',
      fc.property(anybody, anyCase, (person, complaint) => {
        const sees = bucketsOfCase(complaint).some((bucket) => mayReadBucket(person, bucket))
        expect(sees).toBe(may(person, 'viewCase', complaint, organisation()))
      }),
      { numRuns: 3_000 },
    )
  })

  it('agree also where agencies have ended, whoever takes the place of whom: their roles see nothing, the successors’ all of it', () => {
    const ends = fc.record({
      ended: fc.subarray(['STP', 'SGD', 'VP']),
      into: fc.constantFrom([], ['SXD'], ['SGD'], ['SGD', 'SXD']),
      on: fc.constantFrom('2026-01-06', '2026-01-07'),
      away: fc.boolean(),
    })
    const wholeAgency = fc
      .array(fc.record({ role: fc.constantFrom(...roles), agency: fc.constantFrom('SXD', 'STP', 'SGD', 'VP') }))
      .map((grants) => grants.map((given) => ({ ...given, team: null })))
    holds(
      'units in sight = may view',
      fc.property(wholeAgency, wholeAgency, anyCase, ends, (own, others, complaint, { ended, into, on, away }) => {
        const absences = away ? [{ official: 'q', fromMs: 0, toMs: nowMs + 1, substitute: 'p' }] : []
        const standing = organisation({ absences, officials: [{ id: 'q', active: true, grants: others }] })
        const agencies = new Map(
          [...standing.agencies].map(([id, row]) => {
            const successors = id === 'STP' ? into : []
            return [id, ended.includes(id) ? { ...row, validTo: on, successors } : row]
          }),
        )
        const city = { ...standing, agencies }
        const person = { id: 'p', username: 'p', displayName: 'p', grants: own }
        const units = unitsInSight(person, city)
        const sees = bucketsOfCase(complaint).some((bucket) => units.includes(bucket.replace(/:(open|closed-.*)$/, '')))
        expect(sees).toBe(may(person, 'viewCase', complaint, city))
      }),
      { numRuns: 3_000 },
    )
  })

  it('agree also where teams have ended, whoever takes the place of whom and wherever their successors are', () => {
    const teamIds = ['SXD-0', 'SXD-1', 'SXD-2', 'STP-1']
    const after = fc.record({
      ends: fc.boolean(),
      into: fc.subarray(teamIds),
      on: fc.constantFrom('2026-01-06', '2026-01-07'),
    })
    const reorganised = fc.record({
      teams: fc.tuple(after, after, after, after),
      agency: fc.option(fc.constantFrom([], ['SXD'], ['SGD', 'SXD'])),
      away: fc.boolean(),
    })
    const met = new Set<boolean>()
    holds(
      'units in sight of team members = may view',
      fc.property(anybody, anybody, caseOfTeam, reorganised, (own, other, complaint, { teams, agency, away }) => {
        const absences = away ? [{ official: 'q', fromMs: 0, toMs: nowMs + 1, substitute: 'p' }] : []
        const standing = organisation({ absences, officials: [{ id: 'q', active: true, grants: other.grants }] })
        const endedTeams = teamIds.flatMap((id, n) => {
          const [row, end] = [standing.teams.get(id), teams[n]]
          return row !== undefined && end?.ends === true
            ? [[id, { ...row, validTo: end.on, successors: end.into }] as const]
            : []
        })
        const stp = standing.agencies.get('STP')
        const endedAgencies =
          stp !== undefined && agency !== null
            ? [['STP', { ...stp, validTo: '2026-01-06', successors: agency }] as const]
            : []
        const city = {
          ...standing,
          teams: new Map([...standing.teams, ...endedTeams]),
          agencies: new Map([...standing.agencies, ...endedAgencies]),
        }
        const units = unitsInSight({ id: 'p', username: 'p', displayName: 'p', grants: own.grants }, city)
        const sees = bucketsOfCase(complaint).some((bucket) => units.includes(bucket.replace(/:(open|closed-.*)$/, '')))
        expect(sees).toBe(may(own, 'viewCase', complaint, city))
        if (sees && complaint.team !== null && !units.includes(`agency:${complaint.agency}`) && !units.includes('city'))
          met.add(own.grants.some((grant) => grant.team === complaint.team))
      }),
      { numRuns: 6_000 },
    )
    // Cases of the own team and cases of a team that the own one succeeded.
    expect([...met].toSorted()).toEqual([false, true])
  })
})
