import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import type { Calendar } from '../../../../shared/domain/time/calendar.ts'
import {
  MissingRuleError,
  calendarOfAgency,
  endedPauses,
  openedClocks,
  processingInput,
  withProcessingDue,
  withReception,
} from '../../../../shared/domain/time/clocks.ts'
import { hanoi1207, seedPolicies } from '../../../../shared/domain/time/policy.ts'
import type { DeadlinePolicy } from '../../../../shared/domain/time/policy.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { caseIn, context, hanoi } from '../../../support/domain/case-fixtures.ts'

const office = calendarsOf(shippedCalendars()).get('hanoi-office')
const rulesWith = (policy: DeadlinePolicy, calendar: Calendar | undefined = office) => ({
  ...context(),
  policies: new Map([...seedPolicies, policy].map((entry) => [entry.id, entry])),
  calendars: new Map(calendar === undefined ? [] : [['hanoi-office', calendar]]),
})
const rules = rulesWith(hanoi1207)
const arrival = {
  policy: 'hanoi-1207',
  agency: 'SXD',
  submittedAtMs: hanoi('2026-01-07 20:00'),
  arrivedAtMs: hanoi('2026-01-07 20:00'),
}
const sure: Calendar | undefined = office === undefined ? undefined : { ...office, hoursStatus: 'confirmed' }

describe('a new case', () => {
  it('has 8 working hours for reception from the next opening', () => {
    expect(openedClocks(arrival, rules)).toEqual({
      policy: 'hanoi-1207',
      submittedAtMs: arrival.submittedAtMs,
      arrivedAtMs: arrival.arrivedAtMs,
      receptionDueAtMs: hanoi('2026-01-08 17:00'),
      receivedAtMs: null,
      dueAtMs: null,
      dueIsProvisional: true,
      pauses: [],
      answeredAtMs: null,
      closedAtMs: null,
    })
  })

  it('has no reception clock where the source gives the deadline', () => {
    expect(openedClocks({ ...arrival, policy: 'source-target' }, rules)).toMatchObject({
      receptionDueAtMs: null,
      dueIsProvisional: false,
    })
  })

  it('counts reception from its arrival at the agency, while the overall clock keeps its start', () => {
    const clocks = openedClocks({ ...arrival, submittedAtMs: hanoi('2026-01-05 09:00') }, rules)
    expect(clocks).toMatchObject({
      submittedAtMs: hanoi('2026-01-05 09:00'),
      receptionDueAtMs: hanoi('2026-01-08 17:00'),
    })
  })
})

describe('the mark provisional', () => {
  it('is set by assumed office hours even where the term is confirmed', () => {
    expect(openedClocks(arrival, rules).dueIsProvisional).toBe(true)
    expect(openedClocks(arrival, rulesWith(hanoi1207, sure)).dueIsProvisional).toBe(false)
  })

  it('is set by an assumed term, an estimated day on the way, and a year without facts', () => {
    const at = (text: string) =>
      openedClocks({ ...arrival, arrivedAtMs: hanoi(text) }, rulesWith(hanoi1207, sure)).dueIsProvisional
    expect(at('2027-02-04 16:00')).toBe(true)
    expect(at('2027-03-04 16:00')).toBe(false)
    expect(at('2028-03-01 16:00')).toBe(true)
    const normal = withReception(caseIn('awaiting_reception'), rulesWith(hanoi1207, sure), hanoi('2026-01-07 09:00'))
    expect(normal.clocks.dueIsProvisional).toBe(true)
  })

  it('is not set for a confirmed term in calendar days', () => {
    const petition = withReception(
      caseIn('awaiting_reception', { kind: 'voter_petition' }),
      rules,
      hanoi('2026-01-07 09:00'),
    )
    expect(petition.clocks).toMatchObject({ dueIsProvisional: false, dueAtMs: hanoi('2026-02-17 00:00') - 1 })
  })
})

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'none'
  } catch (error) {
    return error instanceof MissingRuleError ? error.code : 'other'
  }
}

describe('the rule of a case', () => {
  it('stays the one it was opened under', () => {
    const stricter = {
      ...hanoi1207,
      id: 'hanoi-2',
      processing: {
        ...hanoi1207.processing,
        normal: { ...hanoi1207.processing.normal, term: { unit: 'working_days' as const, amount: 2 } },
      },
    }
    const old = withReception(caseIn('awaiting_reception'), rulesWith(stricter), hanoi('2026-01-07 09:00'))
    expect(old.clocks.dueAtMs).toBe(hanoi('2026-01-13 17:00'))
  })

  it('that is not configured is named by code', () => {
    expect(codeOf(() => openedClocks({ ...arrival, policy: 'x' }, rules))).toBe('policy_missing')
    expect(codeOf(() => openedClocks(arrival, { ...rules, calendars: new Map() }))).toBe('calendar_missing')
    expect(codeOf(() => calendarOfAgency('unknown', rules))).toBe('calendar_missing')
  })
})

describe('reception', () => {
  it('happens once: a case received already keeps its moment', () => {
    const complaint = caseIn('received')
    expect(withReception(complaint, rules, hanoi('2026-01-09 09:00'))).toBe(complaint)
  })

  it('leaves a case without a computed deadline alone', () => {
    const waiting = caseIn('awaiting_reception')
    expect(processingInput(waiting, rules)).toBeNull()
    expect(withProcessingDue(waiting, rules)).toBe(waiting)
  })
})

describe('pauses', () => {
  it('end now where one is open, and are left alone where none is', () => {
    const open = [
      { fromMs: 1, toMs: 2, reason: 'a' },
      { fromMs: 3, toMs: null, reason: 'b' },
    ]
    expect(endedPauses(open, 9)).toEqual([open[0], { fromMs: 3, toMs: 9, reason: 'b' }])
    const done = [{ fromMs: 1, toMs: 2, reason: 'a' }]
    expect(endedPauses(done, 9)).toBe(done)
  })
})
