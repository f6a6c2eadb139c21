import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zonedTimeToMs } from '../../../server/import/zoned-time.ts'

const zone = 'America/New_York'

describe('local times of a source', () => {
  it('reads a summer time four hours behind UTC', () => {
    expect(zonedTimeToMs('2011-07-01 01:32:33', zone)).toBe(Date.UTC(2011, 6, 1, 5, 32, 33))
  })

  it('reads a winter time five hours behind UTC', () => {
    expect(zonedTimeToMs('2012-01-10 15:43:50', zone)).toBe(Date.UTC(2012, 0, 10, 20, 43, 50))
  })

  it('takes the first passage of the hour that repeats', () => {
    expect(zonedTimeToMs('2011-11-06 01:30:00', zone)).toBe(Date.UTC(2011, 10, 6, 5, 30, 0))
    expect(zonedTimeToMs('2011-11-06 02:03:57', zone)).toBe(Date.UTC(2011, 10, 6, 7, 3, 57))
  })

  it('reads a time in the skipped hour with the offset before the change', () => {
    expect(zonedTimeToMs('2012-03-11 02:30:00', zone)).toBe(Date.UTC(2012, 2, 11, 7, 30, 0))
    expect(zonedTimeToMs('2012-03-11 03:00:00', zone)).toBe(Date.UTC(2012, 2, 11, 7, 0, 0))
  })

  it('reads zones east of Greenwich', () => {
    expect(zonedTimeToMs('2026-11-23 08:00:00', 'Asia/Ho_Chi_Minh')).toBe(Date.UTC(2026, 10, 23, 1, 0, 0))
    expect(zonedTimeToMs('2026-03-29 02:30:00', 'Europe/Paris')).toBe(Date.UTC(2026, 2, 29, 1, 30, 0))
  })

  it.each([
    '',
    'yesterday',
    '2011-02-30 10:00:00',
    '2011-07-01',
    '2011-07-01 25:00:00',
    '07/01/2011 01:32:33',
    '2011-13-01 00:00:00',
  ])('gives null for %j', (text) => {
    expect(zonedTimeToMs(text, zone)).toBeNull()
  })

  it('gives an instant that the zone shows as the same local time, except in a skipped hour', () => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const seconds = fc.integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
    fc.assert(
      fc.property(seconds, (second) => {
        const local = shown.format(second * 1000)
        const back = zonedTimeToMs(local, zone)
        expect(back === null ? null : shown.format(back)).toBe(local)
      }),
      { seed: 311, numRuns: 2000 },
    )
  })
})
