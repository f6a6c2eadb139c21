import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnknownZoneError, ianaZone } from '../../../../shared/domain/time/iana-zone.ts'
import {
  dateOfDay,
  dayOfDate,
  fixedZone,
  hanoiZone,
  localDay,
  startOfLocalDay,
  steppedZone,
  utcOfLocal,
  weekdayOf,
} from '../../../../shared/domain/time/zone.ts'
import { holds } from '../../../support/seeded-property.ts'

const newYork = ianaZone('America/New_York', { fromYear: 2010, toYear: 2030 })
const local = (text: string): number => Date.parse(`${text}Z`)
const instant = fc.integer({ min: Date.UTC(2010, 0, 2), max: Date.UTC(2030, 0, 1) })

describe('Hanoi’s zone', () => {
  it('is seven hours ahead at every instant', () => {
    holds(
      'hanoi offset',
      fc.property(instant, (atMs) => hanoiZone.offsetMs(atMs) === 7 * 3_600_000),
    )
    expect(ianaZone('Asia/Ho_Chi_Minh', { fromYear: 2024, toYear: 2027 })).toBe(hanoiZone)
  })

  it('begins its days at 17:00 UTC', () => {
    expect(startOfLocalDay(hanoiZone, dayOfDate('2026-01-07') ?? 0)).toBe(Date.parse('2026-01-06T17:00:00Z'))
    expect(localDay(hanoiZone, Date.parse('2026-01-06T16:59:59Z'))).toBe(dayOfDate('2026-01-06'))
  })
})

describe('a zone with summer time', () => {
  it('shows the wall clock that the runtime’s own tables show', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    holds(
      'offsets agree with the runtime',
      fc.property(instant, (atMs) => {
        const wall = new Date(atMs + newYork.offsetMs(atMs)).toISOString().slice(0, 19).replace('T', ' ')
        expect(wall).toBe(format.format(atMs))
      }),
      { numRuns: 1_000 },
    )
  })

  it('changes in the minute of the rule', () => {
    expect(newYork.offsetMs(Date.parse('2011-11-06T05:59:59Z'))).toBe(-4 * 3_600_000)
    expect(newYork.offsetMs(Date.parse('2011-11-06T06:00:00Z'))).toBe(-5 * 3_600_000)
  })

  it('takes the earlier of two equal wall clocks and jumps forward over a missing one', () => {
    expect(utcOfLocal(newYork, local('2011-11-06T01:30:00'))).toBe(Date.parse('2011-11-06T05:30:00Z'))
    expect(utcOfLocal(newYork, local('2011-03-13T02:30:00'))).toBe(Date.parse('2011-03-13T07:30:00Z'))
  })

  it('comes back from every wall clock it shows once', () => {
    holds(
      'utcOfLocal inverts the wall clock',
      fc.property(instant, (atMs) => {
        const wall = atMs + newYork.offsetMs(atMs)
        const back = utcOfLocal(newYork, wall)
        expect(back + newYork.offsetMs(back)).toBe(wall)
        expect(back).toBeLessThanOrEqual(atMs)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is refused by code where the name is unknown', () => {
    expect(() => ianaZone('Mars/Olympus', { fromYear: 2024, toYear: 2027 })).toThrow(UnknownZoneError)
  })
})

describe('stepped and fixed zones', () => {
  it('hold the offset of the last step at or before the instant, the first one earlier', () => {
    const zone = steppedZone('x', [
      { fromUtcMs: 100, offsetMs: 1 },
      { fromUtcMs: 200, offsetMs: 2 },
      { fromUtcMs: 300, offsetMs: 3 },
    ])
    expect([0, 99, 100, 199, 200, 300, 900].map((atMs) => zone.offsetMs(atMs))).toEqual([1, 1, 1, 1, 2, 3, 3])
    expect(steppedZone('empty', []).offsetMs(5)).toBe(0)
    expect(fixedZone('y', -90).offsetMs(5)).toBe(-5_400_000)
  })
})

describe('dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', 'x', '2026-01-01T00:00', ''])('refuse %j', (text) => {
    expect(dayOfDate(text)).toBeNull()
  })

  it('come back from their day numbers, and weekdays begin on Monday', () => {
    holds(
      'date of day',
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => dayOfDate(dateOfDay(day)) === day),
    )
    expect(weekdayOf(dayOfDate('2026-01-05') ?? 0)).toBe(0)
    expect(weekdayOf(dayOfDate('2026-01-11') ?? 0)).toBe(6)
    expect(weekdayOf(dayOfDate('1969-12-31') ?? 0)).toBe(2)
  })
})
