import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { may } from '../../../../shared/domain/authority.ts'
import { availableCommands, decideCommand } from '../../../../shared/domain/decision.ts'
import { organisationOf, replacedBy, substitutesOf } from '../../../../shared/domain/organisation.ts'
import type { Absence, Official, Organisation } from '../../../../shared/domain/organisation.ts'
import type { Role } from '../../../../shared/domain/roles.ts'
import { absenceProblem, mayRecordAbsence } from '../../../../shared/domain/units/absence.ts'
import { actor, caseIn, context, nowMs, organisation } from '../../../support/domain/case-fixtures.ts'
import { holds } from '../../../support/seeded-property.ts'

const hour = 3_600_000
const away = (official: string, substitute: string | null, change: Partial<Absence> = {}): Absence => ({
  official,
  substitute,
  fromMs: nowMs,
  toMs: nowMs + 10 * hour,
  ...change,
})
const at = (absences: readonly Absence[], atMs = nowMs): Organisation => ({
  ...organisation({ absences }),
  nowMs: atMs,
})
const problem = (absence: Absence, others: readonly Absence[] = [], by = 'admin') =>
  absenceProblem({ absence, by: actor(by), organisation: at(others) })

describe('a chain of substitutes', () => {
  const chain = [away('officer', 'officer2'), away('officer2', 'supervisor', { toMs: nowMs + hour })]

  it('gives the last one everybody’s place, while it lasts', () => {
    expect(replacedBy(at(chain), 'supervisor')).toEqual(['officer2', 'officer'])
    expect(replacedBy(at(chain), 'officer2')).toEqual(['officer'])
    expect(substitutesOf(at(chain), 'officer')).toEqual(['officer2', 'supervisor'])
    expect(replacedBy(at(chain, nowMs + hour), 'supervisor')).toEqual([])
    expect(substitutesOf(at(chain, nowMs + hour), 'officer')).toEqual(['officer2'])
  })

  it('ends even where stored rows form a loop', () => {
    const loop = at([away('officer', 'officer2'), away('officer2', 'officer')])
    expect(replacedBy(loop, 'officer')).toEqual(['officer2'])
    expect(substitutesOf(loop, 'officer')).toEqual(['officer2'])
  })

  it('lets the last one start the case assigned to the first', () => {
    const complaint = caseIn('assigned')
    expect(may(actor('supervisor'), 'start', complaint, at([]))).toBe(false)
    expect(may(actor('supervisor'), 'start', complaint, at(chain))).toBe(true)
    expect(may(actor('supervisor'), 'start', complaint, at(chain, nowMs + hour))).toBe(false)
  })
})

describe('recording an absence', () => {
  it('takes one with a colleague, with nobody, and one after another', () => {
    expect(problem(away('officer', 'supervisor'))).toBeNull()
    expect(problem(away('officer', null))).toBeNull()
    const next = away('officer', 'officer2', { fromMs: nowMs + 10 * hour, toMs: nowMs + 11 * hour })
    expect(problem(next, [away('officer', 'officer2')])).toBeNull()
  })

  it.each<[string, Absence, readonly Absence[], string]>([
    ['period_empty', away('officer', 'officer2', { toMs: nowMs }), [], 'admin'],
    ['period_past', away('officer', 'officer2', { fromMs: nowMs - hour, toMs: nowMs }), [], 'admin'],
    ['unknown_official', away('nobody', 'officer2'), [], 'admin'],
    ['not_permitted', away('officer', 'officer2'), [], 'supervisor'],
    ['not_permitted', away('officer', 'officer2'), [], 'foreign'],
    [
      'absence_overlaps',
      away('officer', 'field', { fromMs: nowMs + 9 * hour }),
      [away('officer', 'officer2')],
      'admin',
    ],
    ['unknown_substitute', away('officer', 'nobody'), [], 'admin'],
    ['own_substitute', away('officer', 'officer'), [], 'admin'],
    ['substitute_inactive', away('officer', 'gone'), [], 'admin'],
    [
      'substitution_loop',
      away('officer', 'officer2'),
      [away('officer2', 'officer', { fromMs: nowMs + hour })],
      'admin',
    ],
    ['substitution_loop', away('field', 'officer'), [away('officer', 'officer2'), away('officer2', 'field')], 'admin'],
    ['substitute_not_allowed', away('officer', 'foreign'), [], 'admin'],
    ['substitute_not_allowed', away('officer', 'warningEditor'), [], 'admin'],
    ['substitute_not_allowed', away('admin', 'officer'), [], 'admin'],
    ['self_appointed', away('supervisor', 'approver'), [], 'approver'],
    ['self_appointed', away('officer', 'officer2'), [away('officer2', 'approver')], 'approver'],
  ])('is refused as %s: %j', (code, absence, others, by) => {
    expect(problem(absence, others, by)).toBe(code)
  })

  it('judges what is to come only: an absence that ended this morning holds nobody up who enters the whole day', () => {
    const morning = { fromMs: nowMs - 3 * hour }
    expect(
      problem(away('officer', 'officer2', morning), [away('officer2', 'officer', { ...morning, toMs: nowMs })]),
    ).toBeNull()
    expect(problem(away('officer', null, morning), [away('officer', null, { ...morning, toMs: nowMs })])).toBeNull()
    const running = away('officer2', 'officer', { ...morning, toMs: nowMs + 1 })
    expect(problem(away('officer', 'officer2', morning), [running])).toBe('substitution_loop')
  })

  it('looks at everybody to whom the place passes on, and at everybody whose place passes', () => {
    const outside: Official = { id: 'outside', active: true, grants: actor('foreign').grants }
    const both: Official = {
      id: 'both',
      active: true,
      grants: [...actor('officer').grants, ...actor('foreign').grants],
    }
    const within = (absence: Absence, others: readonly Absence[]) =>
      absenceProblem({
        absence,
        by: {
          id: 'boss',
          grants: [
            { role: 'agency_admin', agency: 'SXD', team: null },
            { role: 'agency_admin', agency: 'STP', team: null },
          ],
        },
        organisation: organisation({ absences: others, officials: [outside, both] }),
      })
    expect(within(away('officer', 'both'), [])).toBeNull()
    expect(within(away('officer', 'both'), [away('both', 'outside')])).toBe('substitute_not_allowed')
    expect(within(away('both', 'outside'), [away('officer', 'both')])).toBe('substitute_not_allowed')
  })

  it('is for oneself, and for administrators and approvers of the same agency', () => {
    const who = ['officer', 'officer2', 'admin', 'approver', 'supervisor', 'foreign', 'system', 'coordinator']
    expect(who.filter((id) => mayRecordAbsence(actor(id), 'officer', organisation()))).toEqual([
      'officer',
      'admin',
      'approver',
    ])
  })
})

const names = ['p0', 'p1', 'p2', 'p3', 'p4'] as const
const role = fc.constantFrom<Role>('case_officer', 'approver', 'team_supervisor')
/** A chain p0 -> p1 -> ... of one to four absences in any order, further absences that may join it, and everybody's roles. */
const chains = fc.record({
  length: fc.integer({ min: 1, max: 4 }),
  more: fc.array(fc.record({ official: fc.constantFrom(...names), substitute: fc.constantFrom(...names) }), {
    maxLength: 3,
  }),
  roles: fc.tuple(...names.map(() => fc.uniqueArray(role, { minLength: 1, maxLength: 2 }))),
  author: fc.constantFrom(...names),
  shuffled: fc.boolean(),
})

describe('never through substitution', () => {
  it('does an author approve the own reply, nor a substitute by the author’s place, in chains of one to four', () => {
    let [approved, refused] = [0, 0]
    holds(
      'a reply is approved by a second person with a right that did not pass through its author',
      fc.property(chains, ({ length, more, roles, author, shuffled }) => {
        const chained = names.slice(0, length).map((official, n) => away(official, names[n + 1] ?? null))
        const joined = [
          ...chained,
          ...more.filter((one) => one.official !== one.substitute).map((one) => away(one.official, one.substitute)),
        ]
        const absences = shuffled ? joined.toReversed() : joined
        const officials = names.map((id, n) => ({
          id,
          active: true,
          grants: (roles[n] ?? []).map((held) => ({ role: held, agency: 'SXD', team: null })),
        }))
        const { agencies } = organisation()
        const city = organisationOf(
          { agencies: [...agencies.values()], teams: [], officials, absences, categories: [], areas: [] },
          nowMs,
        )
        const complaint = caseIn('reply_submitted')
        const reply = complaint.reply === null ? null : { ...complaint.reply, author }
        const judged = { ...complaint, reply }
        for (const official of officials) {
          const given = context({ organisation: city })
          const decision = decideCommand({
            command: {
              name: 'approveReply',
              caseId: complaint.id,
              args: { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null },
            },
            actor: official,
            complaint: judged,
            context: given,
          })
          expect(decision.ok).toBe(approvesByPaths(official.id, author, officials, absences))
          const offered = availableCommands(official, judged, given).find((one) => one.name === 'approveReply')
          expect(offered?.allowed).toBe(decision.ok)
          if (decision.ok) approved += 1
          else refused += 1
        }
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(approved, refused)).toBeGreaterThan(200)
  })
})

/** Follows every path of "stands in for" backwards by itself and stops at the author. */
const approvesByPaths = (
  who: string,
  author: string,
  officials: readonly Official[],
  absences: readonly Absence[],
): boolean => {
  if (who === author) return false
  const approves = (id: string) =>
    officials.some((one) => one.id === id && one.grants.some((grant) => grant.role === 'approver'))
  const reach = (id: string, trail: readonly string[]): boolean =>
    approves(id) ||
    absences.some(
      (one) =>
        one.substitute === id &&
        one.official !== author &&
        !trail.includes(one.official) &&
        reach(one.official, [...trail, id]),
    )
  return reach(who, [])
}
