import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Absence } from '../../../../shared/domain/organisation.ts'
import { caseStates, isOpen } from '../../../../shared/domain/states.ts'
import {
  firstNewDay,
  rehomed,
  successionProblem,
  successorGrant,
  successorPlace,
  successorsOf,
} from '../../../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../../../shared/domain/units/succession.ts'
import { actor, caseIn, nowMs, organisation } from '../../../support/domain/case-fixtures.ts'
import { holds } from '../../../support/seeded-property.ts'

const plan: SuccessionPlan = {
  kind: 'merge',
  ended: ['STP'],
  lastDay: '2026-01-06',
  document: 'Nghị quyết 1',
  newAgencies: [],
  newTeams: [],
  teams: { 'STP-1': { agency: 'SXD', team: 'SXD-1' } },
  areas: {},
  officials: {},
  rest: 'SXD',
}
const fresh = { id: 'NEW', name: 'N', shortName: 'N', kind: 'department' as const, calendar: 'hanoi-office' }
const code = (change: Partial<SuccessionPlan>, by = 'system') =>
  successionProblem({ ...plan, ...change }, actor(by), organisation())

describe('a plan', () => {
  it('is taken when its successors stand on the first new day', () => {
    expect(firstNewDay(plan)).toBe('2026-01-07')
    expect(code({})).toBeNull()
    expect(code({}, 'coordinator')).toBeNull()
    expect(
      code({
        newAgencies: [fresh],
        newTeams: [{ id: 'NEW-1', agency: 'NEW', name: 'x' }],
        rest: 'NEW',
        teams: { 'STP-1': { agency: 'NEW', team: 'NEW-1' } },
      }),
    ).toBeNull()
  })

  it.each<[string, Partial<SuccessionPlan>]>([
    ['no_agency', { ended: [] }],
    ['unknown_agency', { ended: ['X'] }],
    ['bad_day', { lastDay: '2026-02-30' }],
    ['no_document', { document: ' ' }],
    ['bad_day', { lastDay: '2025-06-30' }],
    ['id_taken', { newAgencies: [{ ...fresh, id: 'SXD' }] }],
    ['id_taken', { newAgencies: [fresh, fresh] }],
    ['id_taken', { newTeams: [{ id: 'SXD-1', agency: 'SXD', name: 'x' }] }],
    ['unknown_calendar', { newAgencies: [{ ...fresh, calendar: 'x' }] }],
    ['unknown_successor', { rest: 'X' }],
    ['unknown_successor', { areas: { '00004': 'X' } }],
    ['successor_ends', { rest: 'STP' }],
    ['successor_ends', { ended: ['STP', 'SXD'] }],
    ['unknown_team', { teams: { 'SXD-1': { agency: 'SXD', team: 'SXD-2' } } }],
    ['unknown_team', { teams: { 'STP-1': { agency: 'SXD', team: 'SXD-0' } } }],
    ['unknown_team', { officials: { foreign: { agency: 'SXD', team: 'STP-1' } } }],
    ['unknown_area', { areas: { x: 'SXD' } }],
    ['unknown_official', { officials: { x: { agency: 'SXD', team: null } } }],
  ])('is refused as %s: %j', (expected, change) => {
    expect(code(change)).toBe(expected)
  })

  it('is for system administrators and city coordinators, and for an agency that has not ended', () => {
    for (const who of ['admin', 'approver', 'oversight', 'security', 'officer'])
      expect(code({}, who)).toBe('not_permitted')
    const { agencies, ...rest } = organisation()
    const ended = new Map(
      [...agencies].map(([id, agency]) => [id, { ...agency, validTo: id === 'STP' ? '2026-01-01' : null }]),
    )
    expect(successionProblem(plan, actor('system'), { ...rest, agencies: ended })).toBe('already_ended')
  })
})

describe('where things go', () => {
  const split = { ...plan, areas: { '00004': 'VP' }, rest: 'SNV' }

  it('is told by the area first, then by the team, else it is the rest', () => {
    expect(successorPlace(split, { team: 'STP-1', area: '00004' })).toEqual({ agency: 'VP', team: null })
    expect(successorPlace(split, { team: 'STP-1', area: null })).toEqual({ agency: 'SXD', team: 'SXD-1' })
    expect(successorPlace(split, { team: 'other', area: 'constructor' })).toEqual({ agency: 'SNV', team: null })
    expect(successorsOf(split)).toEqual(['SNV', 'SXD', 'VP'])
  })

  it('never widens a role of one team to a whole agency', () => {
    const held = { role: 'case_officer' as const, agency: 'STP', team: 'STP-2' }
    expect(successorGrant(split, 'foreign', held)).toBeNull()
    expect(successorGrant(split, 'foreign', { ...held, team: 'STP-1' })).toEqual({
      ...held,
      agency: 'SXD',
      team: 'SXD-1',
    })
    expect(successorGrant(split, 'foreign', { ...held, team: null })).toEqual({ ...held, agency: 'SNV', team: null })
    expect(successorGrant(split, 'foreign', { ...held, role: 'approver' })).toEqual({
      role: 'approver',
      agency: 'SNV',
      team: null,
    })
    const own = { ...split, officials: { foreign: { agency: 'SXD', team: 'SXD-2' } } }
    expect(successorGrant(own, 'foreign', held)).toEqual({ ...held, agency: 'SXD', team: 'SXD-2' })
  })
})

describe('a re-homed case', () => {
  it('keeps the assignee who may handle it there, away or not, and loses one who may not', () => {
    const at = (assignee: string, absences: readonly Absence[] = []) =>
      rehomed(caseIn('assigned', { agency: 'STP', team: 'STP-1', assignee }), plan, organisation({ absences }))
        ?.assignee
    const away = [{ official: 'officer', fromMs: nowMs, toMs: nowMs + 1, substitute: null }]
    expect([at('officer'), at('officer', away), at('officerOther'), at('gone'), at('foreign')]).toEqual([
      'officer',
      'officer',
      null,
      null,
      null,
    ])
  })

  it('keeps everything but its place, its versions and its transfer, in every state', () => {
    const agencies = ['STP', 'SXD', 'VP'] as const
    holds(
      'rehomed keeps clocks, state and words',
      fc.property(
        fc.constantFrom(...caseStates),
        fc.constantFrom(...agencies),
        fc.option(fc.constantFrom('STP', 'VP')),
        fc.constantFrom(null, 'STP-1', 'x'),
        (state, agency, targetAgency, team) => {
          const base = caseIn(state, { agency, team })
          const proposal = base.proposal === null ? null : { ...base.proposal, targetAgency }
          const complaint = { ...base, proposal }
          const next = rehomed(complaint, plan, organisation())
          const isTarget = proposal?.targetAgency === 'STP'
          if (!isOpen(state) || (agency !== 'STP' && !isTarget)) {
            expect(next).toBeNull()
            return
          }
          expect(next?.clocks).toEqual(complaint.clocks)
          const place = agency === 'STP' ? { agency: 'SXD', team: team === 'STP-1' ? 'SXD-1' : null } : { agency, team }
          const aimed = proposal === null ? null : { ...proposal, targetAgency: isTarget ? 'SXD' : targetAgency }
          // A transfer between what has become one agency is over.
          const isOver = aimed?.kind === 'transfer' && aimed.targetAgency === place.agency
          expect({ ...next, assignee: null }).toEqual({
            ...complaint,
            ...place,
            proposal: isOver ? null : aimed,
            state: isOver ? aimed.stateBefore : state,
            assignee: null,
            rowVersion: complaint.rowVersion + 1,
            flowVersion: complaint.flowVersion + (agency === 'STP' || isOver ? 1 : 0),
          })
        },
      ),
      { numRuns: 400 },
    )
  })

  it('waits for nobody who has ended: open questions and transfers go to who answers, everything else stays', () => {
    const who = fc.constantFrom('STP', 'SXD', 'VP')
    const question = fc.record({ agency: who, answeredAtMs: fc.constantFrom(null, 5) })
    holds(
      'nothing open waits for an ended agency',
      fc.property(
        fc.constantFrom(...caseStates),
        who,
        fc.array(question, { maxLength: 4 }),
        fc.boolean(),
        (state, agency, asked, isChained) => {
          const coordination = asked.map((one, n) => ({
            ...{ id: `q${n}`, question: 'q', askedBy: 'officer', askedAtMs: 1, dueAtMs: 2, answer: null },
            ...{ answeredBy: null, closedAtMs: null, ...one },
          }))
          const complaint = caseIn(state, { agency, coordination })
          const { agencies, ...rest } = organisation()
          const ended = { validTo: '2026-01-01', successors: ['VP'] }
          const later = new Map([...agencies].map(([id, one]) => [id, id === 'SXD' ? { ...one, ...ended } : one]))
          const next = rehomed(complaint, plan, { ...rest, agencies: isChained ? later : agencies })
          const concerned = agency === 'STP' || asked.some((one) => one.agency === 'STP' && one.answeredAtMs === null)
          if (complaint.proposal?.targetAgency !== 'STP') expect(next === null).toBe(!isOpen(state) || !concerned)
          if (next === null) return
          const answering = isChained ? 'VP' : 'SXD'
          expect(next.coordination).toEqual(
            coordination.map((one) =>
              one.agency === 'STP' && one.answeredAtMs === null ? { ...one, agency: answering } : one,
            ),
          )
          expect(next.proposal?.targetAgency).not.toBe('STP')
          expect(rehomed(next, plan, organisation())).toBeNull()
        },
      ),
      { numRuns: 400 },
    )
  })
})
