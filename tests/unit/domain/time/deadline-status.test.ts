import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  activeDueAtMs,
  activeStartAtMs,
  deadlineStatus,
  dueSoonFromMs,
  pausedFromMs,
  endedAtMs,
  runningClocks,
  workingMsLeft,
} from '../../../../shared/domain/time/deadline-status.ts'
import { hanoi1207, sourceTarget } from '../../../../shared/domain/time/policy.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { calendarOf, caseIn, hanoi, reworkAfterRating } from '../../../support/domain/case-fixtures.ts'
import { holds } from '../../../support/seeded-property.ts'

const calendar = calendarOf()
const { clocks } = caseIn('in_progress')
const soon = (change: Partial<typeof clocks>, policy = hanoi1207) =>
  dueSoonFromMs({ ...clocks, ...change }, policy, calendar)

describe('the deadline that counts', () => {
  it('is reception’s before the case is received and processing’s after', () => {
    const waiting = caseIn('awaiting_reception').clocks
    expect(activeDueAtMs(waiting)).toBe(waiting.receptionDueAtMs)
    expect(activeDueAtMs(clocks)).toBe(clocks.dueAtMs)
    expect(activeStartAtMs(waiting)).toBe(waiting.arrivedAtMs)
    expect(activeStartAtMs(clocks)).toBe(clocks.receivedAtMs)
  })

  it('is the source’s from the start where the source gave it', () => {
    expect(activeDueAtMs({ ...clocks, receivedAtMs: null, receptionDueAtMs: null, dueAtMs: 5 })).toBe(5)
  })
})

describe('due soon', () => {
  it('begins one working day before, over nights and weekends', () => {
    expect(soon({ receivedAtMs: hanoi('2026-01-06 10:00'), dueAtMs: hanoi('2026-01-12 17:00') })).toBe(
      hanoi('2026-01-12 08:00'),
    )
    expect(soon({ receivedAtMs: hanoi('2026-01-06 10:00'), dueAtMs: hanoi('2026-01-12 10:00') })).toBe(
      hanoi('2026-01-09 10:00'),
    )
  })

  it('begins a fifth of the clock before where that is longer', () => {
    expect(soon({ receivedAtMs: hanoi('2026-01-05 08:00'), dueAtMs: hanoi('2026-01-16 17:00') })).toBe(
      hanoi('2026-01-15 08:00'),
    )
  })

  it('is so from the beginning on a clock shorter than a working day', () => {
    const from = soon({ receivedAtMs: hanoi('2026-01-07 09:00'), dueAtMs: hanoi('2026-01-07 14:00') })
    expect(from).toBeLessThanOrEqual(hanoi('2026-01-07 09:00'))
  })

  it('is counted in calendar time where the source gave the deadline', () => {
    const day = 86_400_000
    expect(soon({ receivedAtMs: 0, dueAtMs: 2 * day }, sourceTarget)).toBe(day)
    expect(soon({ receivedAtMs: 0, dueAtMs: 10 * day }, sourceTarget)).toBe(8 * day)
    expect(soon({ receivedAtMs: 9 * day, dueAtMs: 3 * day }, sourceTarget)).toBe(2 * day)
  })

  it('does not exist without a deadline', () => {
    expect(soon({ dueAtMs: null })).toBeNull()
  })
})

const at = (nowMs: number, endedMs: number | null = null) =>
  deadlineStatus({ dueAtMs: 100, soonFromMs: 80, pausedFromMs: null, endedAtMs: endedMs, nowMs })

describe('the status', () => {
  it('goes from on time over due soon to overdue, the deadline itself still in time', () => {
    expect([0, 79, 80, 100, 101].map((nowMs) => at(nowMs))).toEqual([
      'on_time',
      'on_time',
      'due_soon',
      'due_soon',
      'overdue',
    ])
  })

  it('of an ended case depends on its end alone', () => {
    expect([at(500, 100), at(500, 101), at(0, 101)]).toEqual(['ended_on_time', 'ended_late', 'ended_late'])
  })

  it('is none without a deadline, ended or not', () => {
    expect(deadlineStatus({ dueAtMs: null, soonFromMs: null, pausedFromMs: null, endedAtMs: 5, nowMs: 9 })).toBe(
      'no_target',
    )
  })

  it('never goes back while time passes', () => {
    const order = ['on_time', 'due_soon', 'overdue']
    holds(
      'status is monotonic',
      fc.property(
        fc.integer(),
        fc.nat(),
        (nowMs, later) => order.indexOf(at(nowMs)) <= order.indexOf(at(nowMs + later)),
      ),
    )
  })
})

describe('a clock that stands still', () => {
  const dueAtMs = hanoi('2026-01-12 17:00')
  const waiting = (fromMs: number, change: Partial<Complaint> = {}) => {
    const plain = caseIn('awaiting_citizen', change)
    return { ...plain, clocks: { ...plain.clocks, dueAtMs, pauses: [{ fromMs, toMs: null, reason: 'citizen_asked' }] } }
  }

  it('is paused since the pause began, and neither due soon nor overdue however long it lasts', () => {
    const fromMs = hanoi('2026-01-12 16:00')
    expect(pausedFromMs(waiting(fromMs))).toBe(fromMs)
    const given = { dueAtMs, soonFromMs: 0, pausedFromMs: fromMs, endedAtMs: null }
    expect(deadlineStatus({ ...given, nowMs: hanoi('2026-03-01 09:00') })).toBe('paused')
    expect(deadlineStatus({ ...given, endedAtMs: dueAtMs, nowMs: dueAtMs })).toBe('ended_on_time')
  })

  it('runs on where its deadline had passed before, where an order set it, before reception and once it has ended', () => {
    const fromMs = hanoi('2026-01-12 16:00')
    expect(pausedFromMs(waiting(dueAtMs + 1))).toBeNull()
    const rework = { ...reworkAfterRating, cause: 'recheck' as const, dueAtMs }
    expect(pausedFromMs(waiting(fromMs, { rework }))).toBeNull()
    expect(pausedFromMs(waiting(fromMs, { rework: reworkAfterRating }))).toBe(fromMs)
    const { clocks } = waiting(fromMs)
    for (const change of [{ receivedAtMs: null }, { answeredAtMs: fromMs }, { pauses: [] }])
      expect(pausedFromMs({ clocks: { ...clocks, ...change }, rework: null })).toBeNull()
  })
})

describe('the end of a case', () => {
  it('is the approved answer, else the closing by the source', () => {
    expect(endedAtMs({ ...clocks, answeredAtMs: 3, closedAtMs: 9 })).toBe(3)
    expect(endedAtMs({ ...clocks, closedAtMs: 9 })).toBe(9)
    expect(endedAtMs(clocks)).toBeNull()
  })
})

describe('working time left', () => {
  it('counts office hours only and turns negative after the deadline', () => {
    expect(workingMsLeft(calendar, hanoi('2026-01-07 15:00'), hanoi('2026-01-08 09:20')) / 60_000).toBe(200)
    expect(workingMsLeft(calendar, hanoi('2026-01-08 10:20'), hanoi('2026-01-08 09:20')) / 60_000).toBe(-60)
  })
})

describe('a case in rework', () => {
  it('is due soon by the clock that began at its reopening, not by its first reception', () => {
    const reopened = caseIn('rework', { rework: reworkAfterRating })
    expect(activeStartAtMs(runningClocks(reopened))).toBe(reworkAfterRating.openedAtMs)
    expect(runningClocks(caseIn('in_progress'))).toEqual(caseIn('in_progress').clocks)
  })
})
