import { describe, expect, it } from 'vitest'
import { caseStates, isOpen } from '../../../../shared/domain/states.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import { MissingRuleError } from '../../../../shared/domain/time/clocks.ts'
import type { ClockRules } from '../../../../shared/domain/time/clocks.ts'
import { seedPolicies } from '../../../../shared/domain/time/policy.ts'
import { deadlineMove, recomputed } from '../../../../shared/domain/time/recompute.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import type { Complaint, Proposal } from '../../../../shared/domain/complaint.ts'
import { askedOf } from '../../../support/domain/case-fixtures.ts'
import { transferAt, wishBy } from '../../../support/domain/case-situations.ts'
import { caseRow } from '../../../support/sync/small-city.ts'

const agency = {
  id: 'bach-mai',
  timeZone: 'Asia/Ho_Chi_Minh',
  calendar: 'hanoi-office',
  validFrom: '2025-07-01',
  validTo: null,
  successors: [],
}
const rulesWith = (...days: object[]): ClockRules => {
  const rows = shippedCalendars().map((row) =>
    row.id === 'hanoi-office' ? { ...row, data: { ...(row.data as object), days } } : row,
  )
  return {
    organisation: organisationOf({ agencies: [agency], teams: [], officials: [], categories: [], areas: [] }, 0),
    policies: new Map(seedPolicies.map((policy) => [policy.id, policy])),
    calendars: calendarsOf(rows),
  }
}
const closure = { date: '2026-03-12', kind: 'closure', name: 'n', ref: 'r', status: 'official' }
const monday = Date.parse('2026-03-09T02:00:00Z')
const row = (
  over: Partial<ReturnType<typeof caseRow>['clocks']> = {},
  state: (typeof caseStates)[number] = 'in_progress',
) => {
  const base = caseRow('1', { state })
  return { ...base, clocks: { ...base.clocks, arrivedAtMs: monday, receivedAtMs: monday, dueAtMs: null, ...over } }
}

describe('deadlines computed anew', () => {
  it('moves the processing deadline of a received case past a day that is closed', () => {
    const before = recomputed(row(), rulesWith())
    const after = recomputed(before, rulesWith(closure))
    expect(before.clocks.dueAtMs).toBe(Date.parse('2026-03-16T10:00:00Z'))
    expect(after.clocks.dueAtMs).toBe(Date.parse('2026-03-17T10:00:00Z'))
    expect([after.rowVersion - before.rowVersion, after.flowVersion - before.flowVersion]).toEqual([1, 0])
  })

  it('moves the reception deadline until a case is received and keeps it afterwards', () => {
    const arrivedAtMs = Date.parse('2026-03-11T08:00:00Z')
    const waiting = recomputed(row({ arrivedAtMs, receivedAtMs: null }, 'awaiting_reception'), rulesWith())
    const moved = recomputed(waiting, rulesWith(closure))
    expect(waiting.clocks.receptionDueAtMs).toBe(Date.parse('2026-03-12T08:00:00Z'))
    expect(moved.clocks.receptionDueAtMs).toBe(Date.parse('2026-03-13T08:00:00Z'))
    const received = {
      ...waiting,
      state: 'received' as const,
      clocks: { ...waiting.clocks, receivedAtMs: arrivedAtMs },
    }
    expect(recomputed(received, rulesWith(closure)).clocks.receptionDueAtMs).toBe(waiting.clocks.receptionDueAtMs)
  })

  it('answers the same object where nothing changes, where a case is not open and where a source gave the deadline', () => {
    const settled = recomputed(row(), rulesWith())
    expect(recomputed(settled, rulesWith())).toBe(settled)
    for (const state of caseStates.filter((candidate) => !isOpen(candidate))) {
      const ended = row({}, state)
      expect(recomputed(ended, rulesWith(closure)), state).toBe(ended)
    }
    const given = row({ policy: 'source-target' })
    expect(recomputed(given, rulesWith(closure))).toBe(given)
  })

  it('keeps a deadline in calendar days that was stored as the midnight after its last day', () => {
    const petition = recomputed({ ...row(), kind: 'voter_petition' }, rulesWith())
    expect(petition.clocks.dueAtMs).toBe(Date.parse('2026-04-18T17:00:00Z') - 1)
    const stored = (laterMs: number): Complaint => ({
      ...petition,
      clocks: { ...petition.clocks, dueAtMs: Date.parse('2026-04-18T17:00:00Z') + laterMs },
    })
    const midnight = stored(0)
    expect(recomputed(midnight, rulesWith())).toBe(midnight)
    expect(recomputed(stored(1), rulesWith()).clocks).toEqual(petition.clocks)
  })

  it('tells what moved, and tells a changed mark from a moved deadline', () => {
    const before = recomputed(row(), rulesWith())
    const after = recomputed(before, rulesWith(closure))
    expect(deadlineMove(before, after)).toEqual({
      reception: { fromMs: null, toMs: null },
      processing: { fromMs: before.clocks.dueAtMs, toMs: after.clocks.dueAtMs },
      others: [],
      moved: true,
    })
    const marked = { ...before, clocks: { ...before.clocks, dueIsProvisional: !before.clocks.dueIsProvisional } }
    expect(deadlineMove(before, marked)?.moved).toBe(false)
    expect(deadlineMove(before, before)).toBeNull()
  })

  it('moves with the hours every date that others are awaited until', () => {
    const question = {
      text: 'x',
      askedBy: 'o',
      askedAtMs: monday,
      answerDueAtMs: 0,
      outcome: 'open',
      endedAtMs: null,
    } as const
    const asked = { ...askedOf('SXD'), askedAtMs: monday, dueAtMs: 0 }
    const wish = { ...wishBy('o'), requestedAtMs: monday, dueAtMs: 0 }
    const full = {
      ...row(),
      questions: [question, { ...question, outcome: 'answered' as const }],
      coordination: [asked, { ...asked, answeredAtMs: monday }, { ...asked, closedAtMs: monday }],
      extensions: [wish, { ...wish, decision: 'denied' as const }],
    }
    const before = recomputed(full, rulesWith())
    // Three of the five days left to the lead, then one day more than the five: both pass the closed day.
    expect(before.coordination.map(({ dueAtMs }) => dueAtMs)).toEqual([Date.parse('2026-03-12T07:12:00Z'), 0, 0])
    expect(before.extensions.map(({ dueAtMs }) => dueAtMs)).toEqual([Date.parse('2026-03-17T10:00:00Z'), 0])
    expect(before.questions.map(({ answerDueAtMs }) => answerDueAtMs)).toEqual([Date.parse('2026-03-16T10:00:00Z'), 0])
    const after = recomputed(before, rulesWith(closure))
    expect(deadlineMove(before, after)?.others).toEqual([
      { kind: 'coordination', fromMs: Date.parse('2026-03-12T07:12:00Z'), toMs: Date.parse('2026-03-13T07:12:00Z') },
      { kind: 'citizen_answer', fromMs: Date.parse('2026-03-16T10:00:00Z'), toMs: Date.parse('2026-03-17T10:00:00Z') },
      { kind: 'extension', fromMs: Date.parse('2026-03-17T10:00:00Z'), toMs: Date.parse('2026-03-18T10:00:00Z') },
    ])
    expect(recomputed(after, rulesWith(closure))).toBe(after)
  })

  it('moves the answer to a transfer by the hours of whom it waits for, and leaves one of unknown beginning', () => {
    const eveMs = Date.parse('2026-03-11T09:00:00Z')
    const waiting = (stage: 'coordinator' | 'receiver', waitingSinceMs: number | null) => ({
      ...row({}, 'transfer_proposed'),
      proposal: {
        ...transferAt(stage).proposal,
        targetAgency: 'bach-mai',
        waitingSinceMs,
        answerDueAtMs: 0,
      } as Proposal,
    })
    const due = (complaint: Complaint, ...days: object[]) =>
      recomputed(complaint, rulesWith(...days)).proposal?.answerDueAtMs
    expect(due(waiting('coordinator', eveMs))).toBe(Date.parse('2026-03-11T10:00:00Z'))
    expect(due(waiting('receiver', eveMs))).toBe(Date.parse('2026-03-12T04:00:00Z'))
    expect(due(waiting('receiver', eveMs), closure)).toBe(Date.parse('2026-03-13T04:00:00Z'))
    expect(due(waiting('receiver', null), closure)).toBe(0)
  })

  it('refuses a case whose rule is missing', () => {
    expect(() => recomputed(row({ policy: 'lost' }), rulesWith())).toThrow(MissingRuleError)
  })
})
