import { describe, expect, it } from 'vitest'
import { dayList } from '../../../../renderer/worker/figures/day-list.ts'
import { monthsHeld, slaFigures } from '../../../../renderer/worker/figures/sla-figures.ts'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { QueueReader } from '../../../../renderer/worker/index/queue-reader.ts'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { hanoiZone } from '../../../../shared/domain/time/zone.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 0, 14, 3)

function row(
  id: string,
  dueAtMs: number | null,
  change: Partial<CaseRowV1> & { answeredAtMs?: number } = {},
): CaseRowV1 {
  const { answeredAtMs = null, ...rest } = change
  const clocks = {
    ...caseRow(id).clocks,
    receptionDueAtMs: null,
    receivedAtMs: nowMs - 20 * dayMs,
    dueAtMs,
    answeredAtMs,
  }
  return caseRow(id, { ...rest, clocks })
}

const index = new QueueIndex({
  fold,
  runningClock: ({ clocks }) =>
    clocks.dueAtMs === null || clocks.answeredAtMs !== null
      ? null
      : {
          clock: 'processing',
          dueAtMs: clocks.dueAtMs,
          dueSoonFromMs: clocks.dueAtMs - dayMs,
          lastHourFromMs: clocks.dueAtMs,
          held: false,
        },
})
for (const complaint of [
  row('1', nowMs - 7 * dayMs, { state: 'answered', answeredAtMs: nowMs - 7 * dayMs, team: 't1' }),
  row('2', nowMs - 7 * dayMs, { state: 'answered', answeredAtMs: nowMs - 6 * dayMs, team: 't1' }),
  row('3', nowMs - dayMs, { state: 'in_progress', category: 'waste', team: 't2' }),
  row('4', nowMs + dayMs / 2, { state: 'reply_submitted', level: 'urgent', team: 't2' }),
  row('5', nowMs + 9 * dayMs, { state: 'assigned', agency: 'b' }),
  row('6', null, { state: 'in_progress' }),
]) {
  index.put(complaint, 0)
}

const standing = { timeZone: 'x', calendar: 'x', validFrom: '2025-07-01', validTo: null, successors: [] }
const organisation = organisationOf(
  {
    agencies: [
      { ...standing, id: 'a' },
      { ...standing, id: 'b', validTo: '2025-12-31', successors: ['a'] },
    ],
    teams: [],
    officials: [],
    categories: [],
    areas: [],
  },
  0,
)
const input = { index, organisation, nowMs, zone: hanoiZone, months: ['2026-01'], complete: true }
const all = { agencyView: 'then', fromMs: null, toMs: null } as const

describe('SLA figures from the local rows', () => {
  it('count every case once on each axis, to the same totals', () => {
    for (const by of ['week', 'category', 'agency', 'team'] as const) {
      const figures = slaFigures(input, { by, ...all })
      expect([figures.finished, figures.finishedOnTime]).toEqual([2, 1])
      const sum = (name: 'onTime' | 'late' | 'dueSoon' | 'overdue' | 'openOnTime') =>
        figures.rows.reduce((total, each) => total + each[name], 0)
      expect([sum('onTime'), sum('late'), sum('dueSoon'), sum('overdue'), sum('openOnTime')]).toEqual([1, 1, 1, 1, 1])
    }
  })

  it('keep agencies, teams and weeks apart', () => {
    const agencies = slaFigures(input, { by: 'agency', ...all }).rows
    expect(agencies.find((each) => each.key === 'b')).toMatchObject({ openOnTime: 1, onTime: 0 })
    const teams = slaFigures(input, { by: 'team', ...all }).rows
    expect(teams.find((each) => each.key === 't1')).toMatchObject({ onTime: 1, late: 1, overdue: 0 })
    const weeks = slaFigures(input, { by: 'week', ...all }).rows.map((each) => each.key)
    expect(weeks).toEqual(weeks.toSorted())
    expect(weeks).toContain('2026-01-05')
  })

  it('count an ended agency under its own name or under today’s successor, and say when these differ', () => {
    const then = slaFigures(input, { by: 'agency', ...all })
    const now = slaFigures(input, { by: 'agency', ...all, agencyView: 'now' })
    expect(then.agencyEnded).toBe(true)
    expect(then.rows.map((each) => each.key)).toEqual(['a', 'b'])
    expect(now.rows).toMatchObject([{ key: 'a', openOnTime: (then.rows[0]?.openOnTime ?? 0) + 1 }])
    const teams = slaFigures(input, { by: 'team', ...all }).rows
    expect(slaFigures(input, { by: 'team', ...all, agencyView: 'now' }).rows).toEqual(teams)
    const earlier = { ...input, nowMs: Date.UTC(2025, 11, 31, 3) }
    expect(slaFigures(earlier, { by: 'agency', ...all }).agencyEnded).toBe(false)
  })

  it('bound the deadline when asked, leaving cases without one out', () => {
    const bounded = slaFigures(input, { ...all, by: 'category', fromMs: nowMs - 2 * dayMs, toMs: nowMs + dayMs })
    expect(bounded.finished).toBe(0)
    expect(bounded.rows.reduce((sum, each) => sum + each.overdue + each.dueSoon + each.openOnTime, 0)).toBe(2)
  })

  it('name the months held, and nothing else', () => {
    const buckets = [
      'agency:a:closed-2026-01',
      'agency:a:closed-2025-12',
      'agency:a:open',
      'team:t:closed-2026-01',
      'ref',
    ]
    expect(monthsHeld(buckets)).toEqual(['2025-12', '2026-01'])
  })
})

describe('the list of the day', () => {
  const reader = new QueueReader({
    index,
    me: () => 'me',
    replaced: () => [],
    nowMs: () => nowMs,
    nameOf: (id) => id,
    areasNamed: () => [],
    idsNamed: () => [],
    readClock: () => ({ workingMsLeft: null, receptionShare: 0, processingShare: 0 }),
  })

  it('groups the cases that need somebody today and leaves empty groups out', () => {
    const answer = dayList({ index, reader, nowMs, zone: hanoiZone, shownDate: null })
    const groups = Object.fromEntries(answer.groups.map((group) => [group.reason, group.rows.map((each) => each.id)]))
    expect(answer).toMatchObject({ forDate: '2026-01-14', shownBefore: false })
    expect(groups['overdue']).toEqual(['3'])
    expect(groups['awaitingApproval']).toEqual(['4'])
    expect(groups['urgent']).toEqual(['4'])
    expect(answer.groups.every((group) => group.total > 0)).toBe(true)
  })

  it('knows whether it was shown today', () => {
    expect(dayList({ index, reader, nowMs, zone: hanoiZone, shownDate: '2026-01-14' }).shownBefore).toBe(true)
    expect(dayList({ index, reader, nowMs, zone: hanoiZone, shownDate: '2026-01-13' }).shownBefore).toBe(false)
  })
})
