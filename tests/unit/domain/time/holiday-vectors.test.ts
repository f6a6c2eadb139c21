import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import { deadlineOf } from '../../../../shared/domain/time/deadline.ts'
import { explainDeadline } from '../../../../shared/domain/time/explain-deadline.ts'
import { hanoi1207 } from '../../../../shared/domain/time/policy.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { calendarOf, hanoi } from '../../../support/domain/case-fixtures.ts'

const calendar = calendarsOf(shippedCalendars()).get('hanoi-office') ?? calendarOf()
const due = (kind: 'urgent' | 'normal' | 'complex', start: string): number =>
  deadlineOf({ startMs: hanoi(start), term: hanoi1207.processing[kind].term, dayRule: 'end_of_day', calendar })

/** Worked by hand from the yearly files: level, received, due. */
const vectors = [
  // Tết 2024: 08/02 to 14/02.
  ['urgent', '2024-02-07 15:00', '2024-02-15 10:00'],
  ['normal', '2024-02-07 09:00', '2024-02-21 17:00'],
  ['complex', '2024-02-05 09:00', '2024-02-26 17:00'],
  // Tết 2025: 27/01 to 31/01.
  ['urgent', '2025-01-24 16:00', '2025-02-03 11:00'],
  ['normal', '2025-01-24 09:00', '2025-02-07 17:00'],
  // Tết 2026: 16/02 to 20/02.
  ['urgent', '2026-02-13 16:59', '2026-02-23 11:59'],
  ['normal', '2026-02-13 16:59', '2026-02-27 17:00'],
  // Tết 2027, expected days: 05/02 to 11/02.
  ['urgent', '2027-02-04 14:00', '2027-02-12 09:00'],
  ['normal', '2027-02-04 14:00', '2027-02-18 17:00'],
  // 29/04/2024 swapped off for Saturday 04/05, which is worked.
  ['urgent', '2024-04-26 15:30', '2024-05-02 10:30'],
  ['normal', '2024-04-26 15:30', '2024-05-07 17:00'],
  ['urgent', '2024-05-03 16:00', '2024-05-04 11:00'],
  // 02/05/2025 swapped off for Saturday 26/04, which is worked.
  ['urgent', '2025-04-25 16:00', '2025-04-26 11:00'],
  ['normal', '2025-04-25 09:00', '2025-05-06 17:00'],
  // 31/08/2026 swapped off for Saturday 22/08, which is worked.
  ['urgent', '2026-08-21 16:30', '2026-08-22 11:30'],
  ['normal', '2026-08-21 08:00', '2026-08-27 17:00'],
  ['normal', '2026-08-28 08:00', '2026-09-09 17:00'],
  // Culture day of Việt Nam from 2026.
  ['urgent', '2026-11-23 15:00', '2026-11-25 10:00'],
  // Hùng Kings' day on a Sunday, compensated on Monday 27/04/2026.
  ['urgent', '2026-04-24 15:00', '2026-04-28 10:00'],
] as const

describe('deadlines over Tết, swapped days and worked Saturdays', () => {
  it.each(vectors)('a case that is %s and received %s is due %s', (level, received, expected) => {
    expect(due(level, received)).toBe(hanoi(expected))
  })

  it.each(vectors)(
    'for the %s case of %s the explanation ends at %s and names every day off between',
    (level, received, expected) => {
      const explained = explainDeadline({
        startMs: hanoi(received),
        term: hanoi1207.processing[level].term,
        dayRule: 'end_of_day',
        calendar,
      })
      expect(explained.spans.at(-1)?.toMs).toBe(hanoi(expected))
      const closed = [...calendar.facts.values()].filter(
        (fact) => fact.kind !== 'swapped_work' && fact.kind !== 'special_opening',
      )
      const between = closed.filter((fact) => {
        const beginsMs = fact.day * 86_400_000 - 7 * 3_600_000
        return beginsMs > hanoi(received) && beginsMs < hanoi(expected)
      })
      const named = new Set(explained.spans.filter((span) => span.kind === 'holiday').map((span) => span.fact?.day))
      expect(between.filter((fact) => !named.has(fact.day))).toEqual([])
    },
  )
})
