import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { dayListOf, dayListParts } from '../../../shared/domain/day-list.ts'
import { weekOf } from '../../../shared/domain/figures.ts'
import { caseStates, isOpen } from '../../../shared/domain/states.ts'
import { deadlineOf } from '../../../shared/domain/time/deadline.ts'
import { hanoiZone } from '../../../shared/domain/time/zone.ts'
import { calendarOf, caseIn, hanoi, nowMs } from '../../support/domain/case-fixtures.ts'
import { holds } from '../../support/seeded-property.ts'

const due = (
  id: string,
  dueText: string | null,
  change: Partial<Complaint> = {},
  state: Complaint['state'] = 'in_progress',
): Complaint => {
  const complaint = caseIn(state, { id, ...change })
  const dueAtMs = dueText === null ? null : hanoi(dueText)
  const clocks = { ...complaint.clocks, dueAtMs, receptionDueAtMs: dueAtMs }
  return { ...complaint, clocks }
}
const list = (...cases: readonly Complaint[]) => dayListOf(cases, nowMs, hanoiZone)

describe('the list of the day', () => {
  it('parts overdue from due today by the moment, and today by Hanoi’s midnight', () => {
    const found = list(
      due('tonight', '2026-01-07 23:59'),
      due('late', '2026-01-07 08:59'),
      due('now', '2026-01-07 09:00'),
      due('tomorrow', '2026-01-08 00:00'),
      due('later', '2026-01-05 17:00'),
      due('never', null),
    )
    expect(found.overdue).toEqual(['later', 'late'])
    expect(found.dueToday).toEqual(['now', 'tonight'])
  })

  it('shows a term in calendar days on its last day, and its figures in the week of that day', () => {
    const term = { unit: 'calendar_days', amount: 40 } as const
    const petition = { term, dayRule: 'end_of_day', calendar: calendarOf() } as const
    const dueAtMs = deadlineOf({ ...petition, startMs: hanoi('2026-01-06 10:00') })
    const waiting = due('petition', null)
    const complaint = { ...waiting, clocks: { ...waiting.clocks, dueAtMs } }
    const on = (text: string) => dayListOf([complaint], hanoi(text), hanoiZone)
    expect(on('2026-02-15 08:00')).toMatchObject({ dueToday: ['petition'], overdue: [] })
    expect(on('2026-02-15 23:59')).toMatchObject({ dueToday: ['petition'], overdue: [] })
    expect(on('2026-02-16 00:00')).toMatchObject({ dueToday: [], overdue: ['petition'] })
    // The fifteenth is a Sunday: the week begins on the ninth.
    expect(weekOf(dueAtMs, hanoiZone)).toBe('2026-02-09')
  })

  it('looks at the reception deadline before reception', () => {
    expect(list(due('new', '2026-01-06 09:00', {}, 'awaiting_reception')).overdue).toEqual(['new'])
  })

  it('shows what waits for a decision', () => {
    const found = list(
      due('reply', '2026-01-09 09:00', {}, 'reply_submitted'),
      due('refusal', '2026-01-08 09:00', {}, 'refusal_submitted'),
      due('transfer', '2026-01-10 09:00', {}, 'transfer_proposed'),
      due('work', '2026-01-10 09:00'),
    )
    expect(found.awaitingApproval).toEqual(['refusal', 'reply', 'transfer'])
  })

  it('shows what nobody has, but not before reception', () => {
    const none = { assignee: null }
    expect(
      list(
        due('a', null, none, 'received'),
        due('b', null, none, 'assigned'),
        due('c', null, none, 'awaiting_reception'),
      ).unassigned,
    ).toEqual(['a', 'b'])
  })

  it('shows urgent cases, those without a deadline last and equal ones by id', () => {
    const urgent = { level: 'urgent' as const }
    const found = list(
      due('c', null, urgent),
      due('b', '2026-01-09 09:00', urgent),
      due('a', '2026-01-09 09:00', urgent),
      due('d', null, urgent),
    )
    expect(found.urgent).toEqual(['a', 'b', 'c', 'd'])
  })

  it('lists nothing that owes no outcome, and every listed case once per part', () => {
    const cases = fc.array(
      fc.record({
        state: fc.constantFrom(...caseStates),
        level: fc.constantFrom('urgent' as const, 'normal' as const),
        day: fc.option(fc.integer({ min: 1, max: 20 })),
      }),
      { maxLength: 30 },
    )
    holds(
      'list of the day',
      fc.property(cases, (given) => {
        const all = given.map(({ state, level, day }, index) =>
          due(`case-${index}`, day === null ? null : `2026-01-${String(day).padStart(2, '0')} 17:00`, { level }, state),
        )
        const found = list(...all)
        const open = new Set(all.filter((entry) => isOpen(entry.state)).map((entry) => entry.id))
        for (const part of dayListParts) {
          expect(new Set(found[part]).size).toBe(found[part].length)
          expect(found[part].filter((id) => !open.has(id))).toEqual([])
        }
        expect(found.urgent.length).toBe(all.filter((entry) => isOpen(entry.state) && entry.level === 'urgent').length)
        expect(found.overdue.filter((id) => found.dueToday.includes(id))).toEqual([])
      }),
    )
  })
})
