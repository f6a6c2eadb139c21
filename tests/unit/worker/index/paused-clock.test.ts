import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { dayListOf } from '../../../../shared/domain/day-list.ts'
import { hanoiZone } from '../../../../shared/domain/time/zone.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { slaFigures } from '../../../../renderer/worker/figures/sla-figures.ts'
import { DeadlineBook } from '../../../../renderer/worker/index/deadline-book.ts'
import { viewDeadline } from '../../../../renderer/worker/index/deadline-view.ts'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { QueueReader } from '../../../../renderer/worker/index/queue-reader.ts'
import { ReferenceStore } from '../../../../renderer/worker/index/reference-store.ts'
import { shippedCalendars } from '../../../support/domain/calendar-files.ts'
import { caseIn, hanoi, organisation } from '../../../support/domain/case-fixtures.ts'

// The Saturday is a make-up day: five working days after Monday.
const dueAtMs = hanoi('2026-01-10 17:00')
const fromMs = hanoi('2026-01-10 09:00')
const plain = caseIn('awaiting_citizen')
const waiting: Complaint = {
  ...plain,
  clocks: { ...plain.clocks, dueAtMs, pauses: [{ fromMs, toMs: null, reason: 'citizen_asked' }] },
}
const running: Complaint = { ...caseIn('in_progress'), id: 'case-2' }

const store = new ReferenceStore(
  () => fromMs,
  (code) => {
    throw new Error(code)
  },
)
for (const agency of organisation().agencies.values()) store.put('agency', agency.id, agency)
for (const calendar of shippedCalendars()) store.put('calendar', calendar.id, calendar)
const book = new DeadlineBook(() => store.rules())
const index = new QueueIndex({ fold, runningClock: (facts) => book.runningClock(facts) })
for (const complaint of [waiting, running]) index.put(complaint, 0)

const at = (nowMs: number) => {
  const reader = new QueueReader({
    index,
    me: () => 'officer',
    replaced: () => [],
    nowMs: () => nowMs,
    nameOf: (id) => id,
    areasNamed: () => [],
    idsNamed: () => [],
    readClock: (place, atMs) => book.read(index.clockFacts(place), atMs),
  })
  const row = reader.row(index.placeOf('case-1') ?? -1, nowMs)
  return { row, counts: reader.counts(''), reader }
}
const weekLaterMs = hanoi('2026-01-19 10:00')

describe('a case whose clock stands still', () => {
  it('keeps in the queue the time that was left when the pause began', () => {
    const now = at(hanoi('2026-01-10 10:00')).row
    const later = at(weekLaterMs).row
    expect([now.dueStatus, later.dueStatus]).toEqual(['paused', 'paused'])
    expect([now.workingMsLeft, later.workingMsLeft]).toEqual([7 * 3_600_000, 7 * 3_600_000])
    expect(later.processingShare).toBe(now.processingShare)
    expect(later.processingShare).toBeLessThan(1)
  })

  it('is neither among those due soon nor among the overdue, beside one whose clock runs', () => {
    expect(at(hanoi('2026-01-12 16:59')).counts).toMatchObject({ due_soon: 1, overdue: 0 })
    expect(at(weekLaterMs).counts).toMatchObject({ due_soon: 0, overdue: 1 })
  })

  it('is counted by itself in the figures', () => {
    const input = {
      index,
      organisation: organisation(),
      nowMs: weekLaterMs,
      zone: hanoiZone,
      months: [],
      complete: true,
    }
    const { rows } = slaFigures(input, { by: 'category', agencyView: 'then', fromMs: null, toMs: null })
    expect(rows).toMatchObject([{ paused: 1, overdue: 1, openOnTime: 0, dueSoon: 0 }])
  })

  it('is not on the supervisor’s list of what is over or over today', () => {
    expect(dayListOf([waiting, running], weekLaterMs, hanoiZone)).toMatchObject({ overdue: ['case-2'], dueToday: [] })
    expect(dayListOf([waiting, running], hanoi('2026-01-12 17:00'), hanoiZone)).toMatchObject({
      overdue: [],
      dueToday: ['case-2'],
    })
  })

  it('shows its page the same, with the pause as the last span counted so far', () => {
    const view = viewDeadline(waiting, { reference: store, book }, weekLaterMs)
    expect(view).toMatchObject({ status: 'paused', pausedFromMs: fromMs, workingMsLeft: 7 * 3_600_000 })
    expect(view.spans.some(({ kind, note }) => kind === 'paused' && note === 'citizen_asked')).toBe(true)
    expect(viewDeadline(running, { reference: store, book }, weekLaterMs)).toMatchObject({
      status: 'overdue',
      pausedFromMs: null,
    })
  })
})
