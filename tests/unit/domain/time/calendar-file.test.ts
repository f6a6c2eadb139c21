import { describe, expect, it } from 'vitest'
import { CalendarFileError, calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import type { CalendarRow } from '../../../../shared/domain/time/files/calendar-file.ts'
import { workingMsBetween } from '../../../../shared/domain/time/calendar.ts'
import { dateOfDay, weekdayOf } from '../../../../shared/domain/time/zone.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { hanoi } from '../../../support/domain/case-fixtures.ts'

const shipped = calendarsOf(shippedCalendars())
const office = shipped.get('hanoi-office')

const problemsOf = (rows: readonly CalendarRow[]): readonly string[] => {
  try {
    calendarsOf(rows)
    return []
  } catch (error) {
    return error instanceof CalendarFileError ? error.problems : [String(error)]
  }
}
const day = { date: '2026-01-01', kind: 'holiday', name: 'x', ref: 'x', status: 'official' }
const year = (change: object): CalendarRow => ({
  id: 'y',
  data: { kind: 'year', series: 'vn', year: 2026, days: [], ...change },
})
const hours = (change: object): CalendarRow => ({
  id: 'h',
  data: {
    kind: 'office_hours',
    timeZone: 'Asia/Ho_Chi_Minh',
    series: 'vn',
    status: 'confirmed',
    week: [[['08:00', '12:00']], [], [], [], [], [], []],
    ...change,
  },
})

describe('the calendars the product ships', () => {
  it.each([
    [2024, 251, ['2024-05-04']],
    [2025, 250, ['2025-04-26']],
    [2026, 249, ['2026-01-10', '2026-08-22']],
    [2027, 249, []],
  ])('give %i its %i working days and its worked Saturdays', (given, count, saturdays) => {
    const days = [...(office?.workingDays ?? [])].filter((number) => dateOfDay(number).startsWith(`${given}-`))
    expect(days.length).toBe(count)
    expect(days.filter((number) => weekdayOf(number) === 5).map(dateOfDay)).toEqual(saturdays)
    expect(days.filter((number) => weekdayOf(number) === 6)).toEqual([])
  })

  it('close over Tết in every year', () => {
    for (const date of ['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06']) {
      expect(office === undefined ? -1 : workingMsBetween(office, hanoi(`${date} 00:00`), hanoi(`${date} 23:59`))).toBe(
        0,
      )
    }
  })

  it('carry source and standing for every named day', () => {
    for (const row of shippedCalendars()) {
      const data = row.data as {
        kind: string
        sources?: Record<string, string>
        days?: readonly { ref: string; status: string }[]
      }
      for (const named of data.days ?? []) expect(data.sources?.[named.ref]).toBeTypeOf('string')
    }
    expect([...(office?.facts.values() ?? [])].filter((fact) => fact.status === 'estimate').length).toBe(8)
  })

  it('run day and night where the source gives the deadline', () => {
    const always = shipped.get('around-the-clock')
    expect(
      always === undefined ? 0 : workingMsBetween(always, hanoi('2024-02-10 03:00'), hanoi('2024-02-12 03:00')),
    ).toBe(2 * 86_400_000)
  })
})

describe('a calendar row', () => {
  it('follows only the years of its own series', () => {
    const rows = [year({ days: [{ ...day, date: '2026-01-05' }] }), hours({ series: 'other' })]
    const calendar = calendarsOf(rows).get('h')
    expect(
      calendar === undefined ? 0 : workingMsBetween(calendar, hanoi('2026-01-05 00:00'), hanoi('2026-01-06 00:00')),
    ).toBe(4 * 3_600_000)
  })

  it.each([
    ['an unknown kind', { id: 'z', data: { kind: 'x' } }, 'calendar z: kind must be "year" or "office_hours"'],
    ['no object', { id: 'z', data: 'x' }, 'calendar z: not an object'],
    ['a year that is no number', year({ year: '2026' }), 'calendar y: year must be a whole number'],
    ['no series', year({ series: '' }), 'calendar y: series must be named'],
    ['no days', year({ days: 'x' }), 'calendar y: days must be a list'],
    ['a day that is no object', year({ days: [1] }), 'calendar y: days[0]: not an object'],
    [
      'a day of another year',
      year({ days: [{ ...day, date: '2025-01-01' }] }),
      'calendar y: days[0]: not a date of 2026',
    ],
    [
      'a date that does not exist',
      year({ days: [{ ...day, date: '2026-02-30' }] }),
      'calendar y: days[0]: date must be YYYY-MM-DD',
    ],
    ['a day without a source', year({ days: [{ ...day, ref: '' }] }), 'calendar y: days[0]: ref must name the source'],
    ['a day without a name', year({ days: [{ ...day, name: 3 }] }), 'calendar y: days[0]: name must be given'],
    [
      'a day standing for no date',
      year({ days: [{ ...day, standsFor: 'x' }] }),
      'calendar y: days[0]: standsFor must be YYYY-MM-DD',
    ],
    [
      'a week of six days',
      hours({ week: [[], [], [], [], [], []] }),
      'calendar h: week must list seven days, Monday first',
    ],
    ['an unknown zone', hours({ timeZone: 'x' }), 'calendar h: unknown time zone: x'],
    ['an unknown standing', hours({ status: 'x' }), 'calendar h: status must be one of confirmed, provisional'],
    ['a series that is a number', hours({ series: 4 }), 'calendar h: series must be named or null'],
    [
      'hours that are no list',
      hours({ week: [3, [], [], [], [], [], []] }),
      'calendar h: week[0]: periods must be a list',
    ],
  ])('with %s is refused by name', (_what, row, problem) => {
    expect(problemsOf([row])).toContain(problem)
  })

  it.each([
    [['12:00', '08:00']],
    [['08:00', '08:00']],
    [['8:00', '12:00']],
    [['08:00', '25:00']],
    [['08:61', '12:00']],
    [['08:00']],
    ['08:00-12:00'],
  ])('with the period %j is refused', (period) => {
    expect(problemsOf([hours({ week: [[period], [], [], [], [], [], []] })]).length).toBe(1)
  })

  it('with overlapping periods is refused', () => {
    const week = [
      [
        ['08:00', '12:00'],
        ['11:00', '17:00'],
      ],
      [],
      [],
      [],
      [],
      [],
      [],
    ]
    expect(problemsOf([hours({ week })])).toEqual([
      'calendar h: week[0]: a period must be ["HH:MM", "HH:MM"], ascending and apart',
    ])
  })

  it('with several faults names all of them', () => {
    expect(problemsOf([year({ year: 'x', series: '' }), hours({ timeZone: 'x', status: 'y' })]).length).toBe(4)
  })

  it('takes hours of its own for one day', () => {
    const opened = { ...day, date: '2026-01-11', kind: 'special_opening', periods: [['09:00', '10:00']] }
    const calendar = calendarsOf([year({ days: [opened] }), hours({})]).get('h')
    expect(
      calendar === undefined ? 0 : workingMsBetween(calendar, hanoi('2026-01-11 00:00'), hanoi('2026-01-12 00:00')),
    ).toBe(3_600_000)
  })
})
