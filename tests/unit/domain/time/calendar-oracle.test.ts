import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { calendarsOf } from '../../../../shared/domain/time/files/calendar-file.ts'
import type { CalendarRow } from '../../../../shared/domain/time/files/calendar-file.ts'
import { addWorkingMs, subtractWorkingMs, workingMsBetween } from '../../../../shared/domain/time/calendar.ts'
import type { Calendar, DayFact } from '../../../../shared/domain/time/calendar.ts'
import { dateOfDay, weekdayOf } from '../../../../shared/domain/time/zone.ts'
import { seededRandom } from '../../../../server/sample/seeded-random.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { dayNumber, hanoi } from '../../../support/domain/case-fixtures.ts'
import { MinuteMap } from '../../../support/domain/minute-map.ts'

type Hours = readonly (readonly (readonly [string, string])[])[]
const office: Hours[number] = [
  ['08:00', '12:00'],
  ['13:00', '17:00'],
]
const morning: Hours[number] = [['08:00', '11:30']]
const summer: Hours[number] = [
  ['07:15', '09:05'],
  ['09:20', '11:45'],
  ['13:30', '15:00'],
  ['15:10', '17:17'],
]
const weekOf = (day: Hours[number], saturday: Hours[number], sunday: Hours[number] = []): Hours => [
  ...Array.from({ length: 5 }, () => day),
  saturday,
  sunday,
]

/** Office hours `desk` that follow the shipped years, with days of its own: closures by order and special openings. */
const rowsWith = (week: Hours, days: readonly object[]): CalendarRow[] => [
  ...shippedCalendars(),
  {
    id: 'desk',
    data: { kind: 'office_hours', timeZone: 'Asia/Ho_Chi_Minh', series: 'vn', status: 'provisional', week },
  },
  ...[2024, 2025, 2026, 2027].map((year) => ({
    id: `desk-${year}`,
    data: {
      kind: 'year',
      series: 'desk',
      year,
      days: days.filter((day) => 'date' in day && String(day.date).startsWith(`${year}-`)),
    },
  })),
]

const [firstMs, lastMs] = [hanoi('2023-12-01 00:00'), hanoi('2028-06-01 00:00')]
const seed = Number(process.env['IHANOI_DESK_SEED'] ?? Math.floor(Math.random() * 0x7fff_ffff))
const random = seededRandom(String(seed))
const own = (date: string, kind: string, periods?: Hours[number]) => ({
  date,
  kind,
  name: 'x',
  ref: 'x',
  status: 'official',
  ...(periods === undefined ? {} : { periods }),
})
/** Some closures of a day or an afternoon, and openings on days off, anywhere in the four years. */
const someDays = (count: number) => {
  const days = new Map<string, object>()
  for (let n = 0; n < count; n += 1) {
    const date = dateOfDay(dayNumber('2024-01-01') + random.whole(0, 4 * 365))
    const kind = random.pick(['closure', 'closure', 'special_opening'])
    days.set(date, random.chance(0.5) ? own(date, kind) : own(date, kind, random.pick([morning, summer])))
  }
  return [...days.values()]
}

const worlds: readonly Readonly<{ name: string; week: Hours; days: readonly object[] }>[] = [
  { name: 'office hours as shipped', week: weekOf(office, []), days: [] },
  { name: 'a one-stop desk on Saturday mornings', week: weekOf(office, morning), days: [] },
  { name: 'several periods a day', week: weekOf(summer, []), days: [] },
  { name: 'office hours with closures by order', week: weekOf(office, []), days: someDays(60) },
  { name: 'a Saturday desk with closures and openings', week: weekOf(summer, morning), days: someDays(120) },
  { name: 'a desk open every day', week: weekOf(office, summer, morning), days: someDays(40) },
  ...Array.from({ length: 4 }, (_, n) => ({
    name: `hours by chance ${n}`,
    week: weekOf(random.pick([office, summer]), random.pick([[], morning, summer]), random.pick([[], morning])),
    days: someDays(random.whole(0, 200)),
  })),
]

// Around these days the calendar is least regular: a quarter of the triples starts within a week before one of them.
const edges = [
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2024-05-04',
  '2025-04-26',
  '2026-01-10',
  '2026-08-22',
]
const startOf = (): number => {
  const minutes = random.chance(0.25)
    ? (hanoi(`${random.pick(edges)} 23:59`) - firstMs) / 60_000 - random.whole(0, 8 * 1440)
    : (hanoi('2024-01-01 00:00') - firstMs) / 60_000 + random.whole(0, 4 * 365 * 1440)
  return firstMs + minutes * 60_000
}
const minutesOf = (): number => (random.chance(0.5) ? random.whole(1, 600) : random.whole(1, 12 * 480))

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const periodsOf = (day: Hours[number]) => day.map(([from, to]) => ({ fromMin: minutes(from), toMin: minutes(to) }))

type RawDay = Readonly<{ date: string; kind: DayFact['kind']; standsFor?: string; periods?: Hours[number] }>

/** The named days as the rows write them, several on one date included: the oracle decides by itself which one counts. */
const rawFacts = (rows: readonly CalendarRow[]): readonly DayFact[] =>
  rows.flatMap((row) =>
    ((row.data as Readonly<{ days?: readonly RawDay[] }>).days ?? []).map((day) => ({
      day: dayNumber(day.date),
      kind: day.kind,
      name: 'x',
      ref: 'x',
      status: 'official' as const,
      standsFor: day.standsFor === undefined ? null : dayNumber(day.standsFor),
      periods: day.periods === undefined ? null : periodsOf(day.periods),
    })),
  )

const triplesPerWorld = 1_000

describe('10,000 starts and lengths against looking at every minute', () => {
  it.each(worlds)('agree in both directions and between: $name', ({ week, days }) => {
    const calendar = calendarsOf(rowsWith(week, days)).get('desk') as Calendar
    const periods = week.map(periodsOf)
    const map = new MinuteMap({ week: periods, facts: rawFacts(rowsWith(week, days)) }, firstMs, lastMs)
    for (let n = 0; n < triplesPerWorld; n += 1) {
      const [startMs, length] = [startOf(), minutesOf()]
      const told = `seed ${seed}: ${new Date(startMs).toISOString()} and ${length} minutes`
      const endMs = addWorkingMs(calendar, startMs, length * 60_000)
      expect(endMs, told).toBe(map.add(startMs, length))
      expect(workingMsBetween(calendar, startMs, endMs), told).toBe(map.between(startMs, endMs) * 60_000)
      const backMs = subtractWorkingMs(calendar, startMs, Math.min(length, 2_000) * 60_000)
      expect(map.between(backMs, startMs), told).toBe(Math.min(length, 2_000))
      expect(backMs, told).toBe(map.subtract(startMs, Math.min(length, 2_000)))
      const atMs = startMs + random.whole(0, 60 * 1440) * 60_000
      expect(workingMsBetween(calendar, startMs, atMs), told).toBe(map.between(startMs, atMs) * 60_000)
    }
  })

  it('prints the seed that repeats them', () => {
    console.info(`property "10,000 calendar triples": seed ${seed}`)
    expect(worlds.length * triplesPerWorld).toBe(10_000)
  })
})

describe('office hours of one agency', () => {
  const desk = (week: Hours, days: readonly object[]) => calendarsOf(rowsWith(week, days)).get('desk') as Calendar
  const open = (calendar: Calendar, date: string) =>
    workingMsBetween(calendar, hanoi(`${date} 00:00`), hanoi(`${date} 23:59`)) / 3_600_000

  it('are widened by Saturday mornings, but not over Tết, and a make-up Saturday has the hours of the day it stands for', () => {
    const saturdays = desk(weekOf(office, morning), [])
    expect(open(saturdays, '2026-01-17')).toBe(3.5)
    expect(open(saturdays, '2026-02-14')).toBe(3.5)
    expect(open(saturdays, '2026-02-21')).toBe(3.5)
    expect(open(saturdays, '2024-02-10')).toBe(0)
    for (const date of ['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22']) expect(open(saturdays, date)).toBe(8)
  })

  it('have days of their own that no other agency has', () => {
    const days = [
      own('2026-09-08', 'closure'),
      own('2026-09-09', 'closure', [['08:00', '10:00']]),
      own('2026-02-17', 'special_opening'),
    ]
    const calendars = calendarsOf(rowsWith(weekOf(office, []), days))
    const hours = (id: string) =>
      ['2026-09-08', '2026-09-09', '2026-02-17'].map((date) => open(calendars.get(id) as Calendar, date))
    expect(hours('desk')).toEqual([0, 2, 8])
    expect(hours('hanoi-office')).toEqual([8, 8, 0])
  })
})

const factsFile = fileURLToPath(
  new URL('../../../../../shared/data/calendar/vn-holidays-2024-2027.json', import.meta.url),
)
const missing = existsSync(factsFile) ? '' : ' SKIPPED: the file of holidays is not beside this checkout'

describe(`the named days the product ships${missing}`, () => {
  it.skipIf(missing !== '')('are those of the collected facts, entry by entry', () => {
    type Entry = Readonly<{ date: string; name: string; kind: string; ref: string; status: string }>
    const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as Readonly<{ days: readonly Entry[] }>
    const kinds: Readonly<Record<string, string>> = { 'swapped-off': 'swapped_off', 'swapped-work': 'swapped_work' }
    const expected = facts.days.map((day) => [
      day.date,
      kinds[day.kind] ?? day.kind,
      day.name,
      day.ref,
      day.status === 'statutory-no-notice-yet' ? 'statutory' : day.status,
    ])
    const shipped = shippedCalendars().flatMap((row) => {
      const data = row.data as Readonly<{ days?: readonly Entry[] }>
      return (data.days ?? []).map((day) => [day.date, day.kind, day.name, day.ref, day.status])
    })
    expect(shipped.length).toBeGreaterThan(50)
    expect(shipped.toSorted()).toEqual(expected.toSorted())
    const worked = expected.filter(([, kind]) => kind === 'swapped_work').map(([date]) => String(date))
    expect(worked).toEqual(edges.slice(4))
    expect(worked.map((date) => weekdayOf(dayNumber(date)))).toEqual([5, 5, 5, 5])
  })
})
