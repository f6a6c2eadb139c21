import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agencyNow,
  figureNames,
  figureOf,
  figuresBy,
  noFigures,
  onTimeShare,
  totalFigures,
  weekOf,
} from '../../../shared/domain/figures.ts'
import type { FigureAxis, FigureCase } from '../../../shared/domain/figures.ts'
import { organisationOf } from '../../../shared/domain/organisation.ts'
import { hanoiZone } from '../../../shared/domain/time/zone.ts'
import { hanoi, nowMs } from '../../support/domain/case-fixtures.ts'
import { holds } from '../../support/seeded-property.ts'

const moment = { nowMs, zone: hanoiZone }
const entry = (change: Partial<FigureCase>): FigureCase => ({
  agency: 'SXD',
  category: 'road',
  dueAtMs: nowMs,
  soonFromMs: nowMs - 10,
  pausedFromMs: null,
  endedAtMs: null,
  ...change,
})
const anyCase = fc.record({
  agency: fc.constantFrom('SXD', 'STP', 'VP'),
  category: fc.constantFrom('road', 'light', 'waste', 'tree'),
  dueAtMs: fc.option(fc.integer({ min: hanoi('2025-12-01 00:00'), max: hanoi('2026-03-01 00:00') })),
  soonFromMs: fc.option(fc.integer({ min: hanoi('2025-12-01 00:00'), max: hanoi('2026-03-01 00:00') })),
  pausedFromMs: fc.option(fc.constant(hanoi('2025-12-01 00:00')), { freq: 2 }),
  endedAtMs: fc.option(fc.integer({ min: hanoi('2025-12-01 00:00'), max: hanoi('2026-03-01 00:00') })),
})

describe('where a case is counted', () => {
  it.each([
    ['onTime', { endedAtMs: nowMs }],
    ['late', { endedAtMs: nowMs + 1 }],
    ['running', { dueAtMs: nowMs + 100, soonFromMs: nowMs + 1 }],
    ['running', { dueAtMs: nowMs + 100, soonFromMs: null }],
    ['dueSoon', { dueAtMs: nowMs + 100, soonFromMs: nowMs }],
    ['dueSoon', {}],
    ['overdue', { dueAtMs: nowMs - 1 }],
    ['paused', { dueAtMs: nowMs - 1, pausedFromMs: nowMs - 2 }],
    ['onTime', { endedAtMs: nowMs, pausedFromMs: nowMs - 2 }],
    ['noTarget', { dueAtMs: null, endedAtMs: 5 }],
  ] as const)('is %s for %j', (name, change) => {
    expect(figureOf(entry(change), nowMs)).toBe(name)
  })
})

describe('weeks', () => {
  it('begin on Monday at Hanoi’s midnight, over the year’s end as well', () => {
    expect(weekOf(hanoi('2026-01-05 00:00'), hanoiZone)).toBe('2026-01-05')
    expect(weekOf(hanoi('2026-01-04 23:59'), hanoiZone)).toBe('2025-12-29')
    expect(weekOf(hanoi('2026-01-01 12:00'), hanoiZone)).toBe('2025-12-29')
    expect(weekOf(hanoi('2026-01-11 23:59'), hanoiZone)).toBe('2026-01-05')
  })
})

describe('figures by an axis', () => {
  it('stand under the week of the deadline, and without one under no week', () => {
    const rows = figuresBy(
      'week',
      [entry({ dueAtMs: null }), entry({ endedAtMs: nowMs }), entry({ dueAtMs: nowMs - 7 * 86_400_000 })],
      moment,
    )
    expect([...rows]).toEqual([
      ['', { ...noFigures, noTarget: 1 }],
      ['2025-12-29', { ...noFigures, overdue: 1 }],
      ['2026-01-05', { ...noFigures, onTime: 1 }],
    ])
  })

  it('equal counting each key and counter by itself', () => {
    holds(
      'figures = filter and count',
      fc.property(
        fc.array(anyCase, { maxLength: 60 }),
        fc.constantFrom<FigureAxis>('category', 'agency'),
        (cases, axis) => {
          const rows = figuresBy(axis, cases, moment)
          expect([...rows.keys()]).toEqual(
            [...new Set(cases.map((given) => given[axis as 'category' | 'agency']))].toSorted(),
          )
          for (const [key, row] of rows) {
            const own = cases.filter((given) => given[axis as 'category' | 'agency'] === key)
            const ended = own.filter((given) => given.dueAtMs !== null && given.endedAtMs !== null)
            const open = own.filter((given) => given.dueAtMs !== null && given.endedAtMs === null)
            expect(row.onTime).toBe(ended.filter((given) => (given.endedAtMs ?? 0) <= (given.dueAtMs ?? 0)).length)
            expect(row.late).toBe(ended.length - row.onTime)
            const paused = open.filter((given) => given.pausedFromMs !== null)
            const running = open.filter((given) => given.pausedFromMs === null)
            expect(row.paused).toBe(paused.length)
            expect(row.overdue).toBe(running.filter((given) => (given.dueAtMs ?? 0) < nowMs).length)
            expect(row.running + row.dueSoon + row.overdue).toBe(running.length)
            expect(row.noTarget).toBe(own.length - ended.length - open.length)
          }
        },
      ),
    )
  })

  it('sum to the same totals by week, category and agency', () => {
    holds(
      'axes agree',
      fc.property(fc.array(anyCase, { maxLength: 60 }), (cases) => {
        const [week, category, agency] = (['week', 'category', 'agency'] as const).map((axis) =>
          totalFigures(figuresBy(axis, cases, moment).values()),
        )
        expect(category).toEqual(week)
        expect(agency).toEqual(week)
        expect(figureNames.reduce((sum, name) => sum + (week?.[name] ?? 0), 0)).toBe(cases.length)
      }),
    )
  })
})

const unit = (id: string, validTo: string | null, successors: readonly string[]) => ({
  id,
  timeZone: 'x',
  calendar: 'x',
  validFrom: '2025-07-01',
  validTo,
  successors,
})

describe('the agency of today', () => {
  const named = agencyNow(
    organisationOf(
      {
        agencies: [
          unit('old', '2025-12-31', ['renamed']),
          unit('renamed', '2026-01-02', ['stands']),
          unit('stands', null, []),
          unit('merged', '2026-01-02', ['stands']),
          unit('split', '2026-01-02', ['stands', 'other']),
          unit('oldSplit', '2026-01-01', ['split']),
          unit('other', null, ['stands']),
          unit('circle', '2026-01-02', ['circle']),
          unit('lost', '2026-01-02', []),
        ],
        teams: [],
        officials: [],
        categories: [],
        areas: [],
      },
      nowMs,
    ),
  )

  it('is the end of a line of single successors; what was split stays under its name, what nobody knows too', () => {
    const asked = ['old', 'renamed', 'stands', 'merged', 'split', 'oldSplit', 'other', 'circle', 'lost', 'unknown']
    expect(asked.map(named)).toEqual([
      'stands',
      'stands',
      'stands',
      'stands',
      'split',
      'split',
      'other',
      'circle',
      'lost',
      'unknown',
    ])
    expect(asked.map(named)).toEqual(asked.map(named))
  })

  it('changes only the names: the totals are those of the agencies then', () => {
    holds(
      'then and now sum to the same',
      fc.property(
        fc.array(anyCase, { maxLength: 60 }),
        fc.array(fc.constantFrom('old', 'split', 'stands', 'x'), { minLength: 1 }),
        (cases, agencies) => {
          const then = cases.map((given, n) => ({ ...given, agency: agencies[n % agencies.length] ?? '' }))
          const now = then.map((given) => ({ ...given, agency: named(given.agency) }))
          expect(totalFigures(figuresBy('agency', now, moment).values())).toEqual(
            totalFigures(figuresBy('agency', then, moment).values()),
          )
        },
      ),
    )
  })
})

describe('the share on time', () => {
  it('is that of the ended cases with a target, and none where none has ended', () => {
    expect(onTimeShare({ ...noFigures, onTime: 3, late: 1, overdue: 50 })).toBe(0.75)
    expect(onTimeShare({ ...noFigures, overdue: 3, noTarget: 2 })).toBeNull()
  })

  it('is that of Boston’s public works for its published counts', () => {
    expect(onTimeShare({ ...noFigures, onTime: 18_781, late: 21_080 - 18_781 })).toBeCloseTo(0.8909, 4)
  })
})
