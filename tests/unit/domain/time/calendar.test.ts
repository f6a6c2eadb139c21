import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import {
  CalendarRangeError,
  addWorkingMs,
  nextOpenAt,
  nthWorkingDayAfter,
  subtractWorkingMs,
  workingMsBetween,
} from '../../../../shared/domain/time/calendar.ts'
import type { DayFact, DayKind, Period } from '../../../../shared/domain/time/calendar.ts'
import { compileCalendar } from '../../../../shared/domain/time/compile-calendar.ts'
import { hanoiZone } from '../../../../shared/domain/time/zone.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { calendarOf, dayNumber, hanoi, officeWeek } from '../../../support/domain/case-fixtures.ts'
import { isOpenAt, naiveAddMinutes, naiveMinutesBetween } from '../../../support/domain/naive-calendar.ts'
import { holds } from '../../../support/seeded-property.ts'

const shipped = calendarsOf(shippedCalendars()).get('hanoi-office') ?? calendarOf()
const hour = 3_600_000

const fact = (date: string, kind: DayKind, change: Partial<DayFact> = {}): DayFact => ({
  day: dayNumber(date),
  kind,
  name: kind,
  ref: 'test',
  status: 'official',
  standsFor: null,
  periods: null,
  ...change,
})

const from = dayNumber('2025-12-01')
const period: fc.Arbitrary<readonly Period[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
  .map((minutes) => minutes.toSorted((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: minutes.length >> 1 }, (_unused, index) => ({
      fromMin: minutes[index * 2] ?? 0,
      toMin: minutes[index * 2 + 1] ?? 0,
    })),
  )
const week = fc.tuple(fc.constantFrom(...officeWeek.slice(0, 1)), period, period, period, period, period, period)
const facts = fc.array(
  fc.record({
    day: fc.integer({ min: from, max: from + 90 }),
    kind: fc.constantFrom<DayKind>(
      'holiday',
      'adjacent',
      'compensatory',
      'swapped_off',
      'swapped_work',
      'special_opening',
      'closure',
    ),
    name: fc.constant('x'),
    ref: fc.constant('x'),
    status: fc.constant<'official'>('official'),
    standsFor: fc.option(fc.integer({ min: from, max: from + 90 })),
    periods: fc.option(period, { freq: 4 }),
  }),
  { maxLength: 25 },
)
// The oracle takes the first fact of a day among equals, as the product does.
const random = fc.record({ week, facts }).map((source) => ({
  naive: source,
  compiled: compileCalendar({
    hours: { id: 'random', zone: hanoiZone, status: 'confirmed', week: source.week },
    facts: source.facts,
    firstDay: from - 40,
    lastDay: from + 500,
  }),
}))
const minute = fc.integer({ min: 0, max: 60 * 1440 }).map((minutes) => hanoi('2025-12-01 00:00') + minutes * 60_000)

describe('working time', () => {
  it('equals counting every minute, on any calendar', () => {
    holds(
      'between = minute by minute',
      fc.property(random, minute, fc.nat(20_000), ({ naive, compiled }, atMs, length) => {
        const toMs = atMs + length * 60_000
        expect(workingMsBetween(compiled, atMs, toMs)).toBe(naiveMinutesBetween(naive, atMs, toMs) * 60_000)
      }),
      { numRuns: 300 },
    )
  })

  it('is added as stepping every minute adds it, on any calendar', () => {
    holds(
      'add = minute by minute',
      fc.property(random, minute, fc.integer({ min: 1, max: 1_500 }), ({ naive, compiled }, atMs, minutes) => {
        expect(addWorkingMs(compiled, atMs, minutes * 60_000)).toBe(naiveAddMinutes(naive, atMs, minutes))
      }),
      { numRuns: 300 },
    )
  })

  it('finds the next open minute as looking at each one does', () => {
    holds(
      'next open = minute by minute',
      fc.property(random, minute, ({ naive, compiled }, atMs) => {
        let expected = atMs
        while (!isOpenAt(naive, expected)) expected += 60_000
        expect(nextOpenAt(compiled, atMs)).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same added and counted back, to the millisecond', () => {
    const instant = fc.integer({ min: hanoi('2024-02-01 00:00'), max: hanoi('2027-12-31 00:00') })
    holds(
      'between(add) and add(subtract)',
      fc.property(instant, fc.integer({ min: 1, max: 200 * hour }), (atMs, workMs) => {
        const endMs = addWorkingMs(shipped, atMs, workMs)
        expect(workingMsBetween(shipped, atMs, endMs)).toBe(workMs)
        expect(workingMsBetween(shipped, atMs, endMs - 1)).toBe(workMs - 1)
        expect(addWorkingMs(shipped, subtractWorkingMs(shipped, endMs, workMs), workMs)).toBe(endMs)
        expect(workingMsBetween(shipped, endMs, atMs)).toBe(-workMs)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an opening', () => {
  it('begins at its first minute and is over at its closing', () => {
    const calendar = calendarOf()
    expect(nextOpenAt(calendar, hanoi('2026-01-07 08:00'))).toBe(hanoi('2026-01-07 08:00'))
    expect(nextOpenAt(calendar, hanoi('2026-01-07 12:00'))).toBe(hanoi('2026-01-07 13:00'))
    expect(nextOpenAt(calendar, hanoi('2026-01-09 17:00'))).toBe(hanoi('2026-01-12 08:00'))
  })

  it('ends a deadline at the closing rather than at the next opening', () => {
    expect(addWorkingMs(calendarOf(), hanoi('2026-01-07 08:00'), 4 * hour)).toBe(hanoi('2026-01-07 12:00'))
    expect(addWorkingMs(calendarOf(), hanoi('2026-01-09 16:00'), hour)).toBe(hanoi('2026-01-09 17:00'))
  })

  it('adds nothing for no time', () => {
    expect(addWorkingMs(calendarOf(), hanoi('2026-01-10 03:00'), 0)).toBe(hanoi('2026-01-10 03:00'))
    expect(subtractWorkingMs(calendarOf(), hanoi('2026-01-10 03:00'), 0)).toBe(hanoi('2026-01-10 03:00'))
  })
})

const open = (facts_: readonly DayFact[], date: string): number =>
  workingMsBetween(calendarOf(facts_), hanoi(`${date} 00:00`), hanoi(`${date} 23:59`)) / hour

describe('named days', () => {
  it('close on holidays, days between, compensations and swapped days', () => {
    for (const kind of ['holiday', 'adjacent', 'compensatory', 'swapped_off', 'closure'] as const) {
      expect(open([fact('2026-01-07', kind)], '2026-01-07')).toBe(0)
    }
  })

  it('open a worked Saturday with the hours of the day it makes up for', () => {
    expect(open([fact('2026-01-10', 'swapped_work', { standsFor: dayNumber('2026-01-02') })], '2026-01-10')).toBe(8)
    expect(open([fact('2026-01-10', 'swapped_work')], '2026-01-10')).toBe(8)
  })

  it('let an order to close win over a worked Saturday, and a special opening over a day off, in any order', () => {
    const worked = fact('2026-01-10', 'swapped_work')
    const closed = fact('2026-01-10', 'closure')
    expect(open([worked, closed], '2026-01-10')).toBe(0)
    expect(open([closed, worked], '2026-01-10')).toBe(0)
    expect(open([fact('2026-01-07', 'holiday'), fact('2026-01-07', 'special_opening')], '2026-01-07')).toBe(8)
  })

  it('take hours of their own, such as a one-stop desk on Saturday morning or a closure from noon', () => {
    const morning = [{ fromMin: 480, toMin: 720 }]
    expect(open([fact('2026-01-10', 'special_opening', { periods: morning })], '2026-01-10')).toBe(4)
    expect(open([fact('2026-01-07', 'closure', { periods: morning })], '2026-01-07')).toBe(4)
  })
})

const first = (date: string, n: number) => nthWorkingDayAfter(shipped, dayNumber(date), n)[0]?.fromMs

describe('working days', () => {
  it('are counted after a day, whether that day is worked or not', () => {
    expect(first('2026-01-07', 1)).toBe(hanoi('2026-01-08 08:00'))
    expect(first('2026-01-07', 3)).toBe(hanoi('2026-01-10 08:00'))
    expect(first('2026-02-14', 1)).toBe(hanoi('2026-02-23 08:00'))
  })
})

describe('the reach of a calendar', () => {
  it('is refused beyond by code and never answered wrongly', () => {
    expect(() => workingMsBetween(calendarOf(), hanoi('1999-01-01 00:00'), hanoi('2026-01-01 00:00'))).toThrow(
      CalendarRangeError,
    )
    expect(() => addWorkingMs(calendarOf(), hanoi('2030-12-30 08:00'), 400 * hour)).toThrow(CalendarRangeError)
    expect(() => subtractWorkingMs(calendarOf(), hanoi('2023-01-03 08:00'), 400 * hour)).toThrow(CalendarRangeError)
    expect(() => nextOpenAt(calendarOf(), hanoi('2031-01-05 08:00'))).toThrow(CalendarRangeError)
    expect(() => nthWorkingDayAfter(calendarOf(), dayNumber('2030-12-30'), 5)).toThrow(CalendarRangeError)
    expect(() => workingMsBetween(calendarOf(), Number.NaN, 0)).toThrow(CalendarRangeError)
  })
})
