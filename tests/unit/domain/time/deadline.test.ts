import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import { deadlineOf } from '../../../../shared/domain/time/deadline.ts'
import type { DeadlineInput } from '../../../../shared/domain/time/deadline.ts'
import { explainDeadline } from '../../../../shared/domain/time/explain-deadline.ts'
import { hanoi1207 } from '../../../../shared/domain/time/policy.ts'
import type { Term } from '../../../../shared/domain/time/policy.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { calendarOf, hanoi, officeWeek } from '../../../support/domain/case-fixtures.ts'
import { naiveAddDays, naiveAddMinutes } from '../../../support/domain/naive-calendar.ts'
import { holds } from '../../../support/seeded-property.ts'

const calendar = calendarsOf(shippedCalendars()).get('hanoi-office') ?? calendarOf()
const naive = { week: officeWeek, facts: [...calendar.facts.values()] }

const due = (start: string, term: Term, change: Partial<DeadlineInput> = {}): number =>
  deadlineOf({ startMs: hanoi(start), term, dayRule: 'end_of_day', calendar, ...change })
const days = (amount: number): Term => ({ unit: 'working_days', amount })
const minutes = (amount: number): Term => ({ unit: 'working_minutes', amount })

const startMs = fc
  .integer({ min: 0, max: 4 * 365 * 1440 - 60_000 })
  .map((past) => hanoi('2024-01-01 00:00') + past * 60_000)
const pauses = fc.array(
  fc.record({ after: fc.integer({ min: -3_000, max: 20_000 }), length: fc.nat(6_000), reason: fc.constant('x') }),
  { maxLength: 4 },
)
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.integer({ min: 1, max: 1_200 }).map(minutes),
  fc.integer({ min: 1, max: 10 }).map(days),
  fc.integer({ min: 1, max: 50 }).map((amount): Term => ({ unit: 'calendar_days', amount })),
)
const input = fc
  .record({ startMs, pauses, term, dayRule: fc.constantFrom('end_of_day' as const, 'same_time' as const) })
  .map((given): DeadlineInput => ({
    ...given,
    calendar,
    pauses: given.pauses.map((pause) => {
      const fromMs = given.startMs + pause.after * 60_000
      return { fromMs, toMs: fromMs + pause.length * 60_000, reason: pause.reason }
    }),
  }))
const closed = (given: DeadlineInput) =>
  (given.pauses ?? []).map((pause) => ({ fromMs: pause.fromMs, toMs: pause.toMs ?? 0 }))

describe('the worked vectors', () => {
  it('make an urgent case received on 31/12/2025 at 16:30 due on 05/01/2026 at 11:30', () => {
    expect(due('2025-12-31 16:30', hanoi1207.processing.urgent.term)).toBe(hanoi('2026-01-05 11:30'))
  })

  it('make a normal case received on 07/01/2026 due on 13/01/2026, the worked Saturday counted', () => {
    expect(due('2026-01-07 10:12', hanoi1207.processing.normal.term)).toBe(hanoi('2026-01-13 17:00'))
  })

  it('give reception 8 working hours', () => {
    expect(due('2026-01-07 15:00', hanoi1207.reception.term)).toBe(hanoi('2026-01-08 15:00'))
  })
})

describe('a deadline', () => {
  it('that starts outside hours starts at the next opening', () => {
    expect(due('2026-01-09 18:00', minutes(240))).toBe(hanoi('2026-01-10 12:00'))
    expect(due('2026-02-15 09:00', days(1))).toBe(hanoi('2026-02-24 17:00'))
  })

  it('in days ends at the same clock time where the policy says so', () => {
    expect(due('2026-01-07 10:12', days(5), { dayRule: 'same_time' })).toBe(hanoi('2026-01-13 10:12'))
    expect(due('2026-01-07 12:30', days(1), { dayRule: 'same_time' })).toBe(hanoi('2026-01-08 13:00'))
  })

  it('at the same clock time ends with the day where that day is over earlier', () => {
    const day = calendar.factsFrom
    const half = calendarOf([
      {
        day: day + 8,
        kind: 'closure',
        name: 'x',
        ref: 'x',
        status: 'official',
        standsFor: null,
        periods: [{ fromMin: 480, toMin: 600 }],
      },
    ])
    expect(due('2024-01-08 15:00', days(1), { dayRule: 'same_time', calendar: half })).toBe(hanoi('2024-01-09 10:00'))
  })

  it('in calendar days ends with the local day', () => {
    expect(due('2026-01-07 10:00', { unit: 'calendar_days', amount: 40 })).toBe(hanoi('2026-02-17 00:00') - 1)
  })

  it('moves on by the working time a pause takes, and not by nights', () => {
    const pause = { fromMs: hanoi('2026-01-07 16:00'), toMs: hanoi('2026-01-08 09:00'), reason: 'x' }
    expect(due('2026-01-07 14:00', minutes(240), { pauses: [pause] })).toBe(hanoi('2026-01-08 11:00'))
    expect(due('2026-01-07 10:00', days(5), { pauses: [pause] })).toBe(hanoi('2026-01-14 09:00'))
  })

  it('is not moved by a pause on a day of arrival that does not count', () => {
    const onArrival = { fromMs: hanoi('2026-01-07 10:00'), toMs: hanoi('2026-01-07 11:00'), reason: 'x' }
    expect(due('2026-01-07 09:00', days(5), { pauses: [onArrival] })).toBe(hanoi('2026-01-13 17:00'))
    expect(due('2026-01-07 09:00', days(5), { pauses: [onArrival], dayRule: 'same_time' })).toBe(
      hanoi('2026-01-13 10:00'),
    )
    const overnight = { ...onArrival, toMs: hanoi('2026-01-08 09:00') }
    expect(due('2026-01-07 09:00', days(5), { pauses: [overnight] })).toBe(hanoi('2026-01-14 09:00'))
  })

  it('counts overlapping pauses once and ignores one after it', () => {
    const first = { fromMs: hanoi('2026-01-07 14:00'), toMs: hanoi('2026-01-07 15:00'), reason: 'x' }
    const later = { fromMs: hanoi('2026-01-20 14:00'), toMs: hanoi('2026-01-21 15:00'), reason: 'x' }
    expect(due('2026-01-07 13:00', minutes(120), { pauses: [later, first, first] })).toBe(hanoi('2026-01-07 16:00'))
  })

  it('is moved by an open pause only as far as it is asked', () => {
    const open = { fromMs: hanoi('2026-01-07 14:00'), toMs: null, reason: 'x' }
    expect(due('2026-01-07 13:00', minutes(120), { pauses: [open] })).toBe(hanoi('2026-01-07 15:00'))
    expect(due('2026-01-07 13:00', minutes(120), { pauses: [open], asOfMs: hanoi('2026-01-07 16:00') })).toBe(
      hanoi('2026-01-07 17:00'),
    )
  })
})

describe('against a loop over every minute', () => {
  it('working minutes with pauses end where the loop ends, Tết and worked Saturdays included', () => {
    holds(
      'working minutes = minute loop',
      fc.property(input, fc.integer({ min: 1, max: 1_200 }), (given, amount) => {
        expect(deadlineOf({ ...given, term: minutes(amount) })).toBe(
          naiveAddMinutes(naive, given.startMs, amount, closed(given)),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('working days with pauses end where the loop ends', () => {
    holds(
      'working days = day and minute loop',
      fc.property(input, fc.integer({ min: 1, max: 10 }), (given, amount) => {
        const asked = { ...given, term: days(amount), dayRule: 'end_of_day' as const }
        expect(deadlineOf(asked)).toBe(naiveAddDays(naive, given.startMs, amount, closed(given)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('the explanation', () => {
  it('covers every span from the start to the deadline without a gap, and sums to it', () => {
    holds(
      'spans sum to the deadline',
      fc.property(input, (given) => {
        const explained = explainDeadline(given)
        expect(explained.dueMs).toBe(deadlineOf(given))
        let atMs = given.startMs
        for (const span of explained.spans) {
          expect(span.fromMs).toBe(atMs)
          expect(span.toMs).toBeGreaterThan(span.fromMs)
          expect(span.countedMs).toBe(span.kind === 'counted' ? span.toMs - span.fromMs : 0)
          atMs = span.toMs
        }
        expect(atMs).toBe(explained.dueMs)
      }),
      { numRuns: 500 },
    )
  })

  it('counts exactly the minutes of the term', () => {
    holds(
      'counted spans sum to the term',
      fc.property(input, fc.integer({ min: 1, max: 1_200 }), (given, amount) => {
        const { spans } = explainDeadline({ ...given, term: minutes(amount) })
        expect(spans.reduce((sum, span) => sum + span.countedMs, 0)).toBe(amount * 60_000)
      }),
      { numRuns: 500 },
    )
  })

  it('numbers the counted working days up to the term where nothing paused', () => {
    holds(
      'last counted day is the n-th',
      fc.property(input, fc.integer({ min: 1, max: 10 }), (given, amount) => {
        const { spans } = explainDeadline({ ...given, term: days(amount), dayRule: 'end_of_day', pauses: [] })
        expect(Math.max(...spans.map((span) => span.workingDay ?? 0))).toBe(amount)
      }),
      { numRuns: 300 },
    )
  })

  it('numbers the counted days up to the term where a pause took nothing but the day of arrival', () => {
    const { spans } = explainDeadline({
      startMs: hanoi('2026-01-07 09:00'),
      term: days(5),
      dayRule: 'end_of_day',
      calendar,
      pauses: [{ fromMs: hanoi('2026-01-07 10:00'), toMs: hanoi('2026-01-07 11:00'), reason: 'x' }],
    })
    expect(spans.slice(0, 2).map(({ kind, toMs }) => [kind, toMs])).toEqual([
      ['start_day', hanoi('2026-01-07 12:00')],
      ['night', hanoi('2026-01-07 13:00')],
    ])
    expect(Math.max(...spans.map((span) => span.workingDay ?? 0))).toBe(5)
    expect(spans.reduce((sum, span) => sum + span.countedMs, 0)).toBe(5 * 8 * 3_600_000)
  })

  it('names the holiday, the swapped day, the weekend and the lunch break', () => {
    const { spans } = explainDeadline({
      startMs: hanoi('2025-12-31 16:30'),
      term: minutes(240),
      dayRule: 'end_of_day',
      calendar,
    })
    expect(spans.map((span) => [span.kind, span.fact?.name ?? null, (span.toMs - span.fromMs) / 3_600_000])).toEqual([
      ['counted', null, 0.5],
      ['night', null, 7],
      ['holiday', 'Tết Dương lịch', 24],
      ['holiday', 'Hoán đổi (nghỉ)', 24],
      ['weekend', null, 48],
      ['night', null, 8],
      ['counted', null, 3.5],
    ])
  })

  it('shows the day of arrival as not counted and a pause as standing still', () => {
    const pause = { fromMs: hanoi('2026-01-08 09:00'), toMs: hanoi('2026-01-08 10:00'), reason: 'x' }
    const { spans } = explainDeadline({
      startMs: hanoi('2026-01-07 16:00'),
      term: days(1),
      dayRule: 'end_of_day',
      calendar,
      pauses: [pause],
    })
    expect(spans.map((span) => span.kind)).toEqual([
      'start_day',
      'night',
      'counted',
      'paused',
      'counted',
      'night',
      'counted',
      'night',
      'counted',
    ])
    expect(spans.map((span) => span.workingDay).filter((n) => n !== null)).toEqual([1, 1, 1, 2])
  })
})
