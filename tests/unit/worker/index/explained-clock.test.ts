import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeadlineBook } from '../../../../renderer/worker/index/deadline-book.ts'
import { viewDeadline } from '../../../../renderer/worker/index/deadline-view.ts'
import type { DeadlineKnowledge } from '../../../../renderer/worker/index/deadline-view.ts'
import { ReferenceStore } from '../../../../renderer/worker/index/reference-store.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { activeDueAtMs, endedAtMs, pausedFromMs } from '../../../../shared/domain/time/deadline-status.ts'
import { caseIn, hanoi, organisation } from '../../../support/domain/case-fixtures.ts'
import { newReport, walk, walkPolicies, walkers } from '../../../support/domain/case-walk.ts'
import { holds } from '../../../support/seeded-property.ts'

const hours = ['08:00', '12:00', '13:00', '17:00'] as const
const day = [hours.slice(0, 2), hours.slice(2)]
const office = {
  kind: 'office_hours',
  timeZone: 'Asia/Ho_Chi_Minh',
  series: null,
  status: 'provisional',
  week: [day, day, day, day, day, [], []],
}

/** What a device knows whose calendar closes on some dates beyond the weekends. */
const deviceWith = (closed: readonly string[]): DeadlineKnowledge => {
  const store = new ReferenceStore(
    () => 0,
    (code) => {
      throw new Error(code)
    },
  )
  for (const agency of organisation().agencies.values()) store.put('agency', agency.id, agency)
  const days = closed.map((date) => ({ date, kind: 'closure', name: 'Ngập', ref: 'CĐ 01', status: 'official' }))
  store.put('calendar', 'hanoi-office', { id: 'hanoi-office', name: 'x', data: { ...office, days } })
  for (const policy of walkPolicies) store.put('policy', policy.id, { id: policy.id, name: policy.id, data: policy })
  return { reference: store, book: new DeadlineBook(() => store.rules()) }
}
const known = deviceWith([])

/** Where the spans end; they have no gap. */
const endOf = (spans: ReturnType<typeof viewDeadline>['spans']): number => {
  let endMs = spans[0]?.fromMs ?? Number.NaN
  for (const span of spans) {
    expect(span.fromMs).toBe(endMs)
    endMs = span.toMs
  }
  return endMs
}

const turn = fc.record({
  who: fc.constantFrom('assignee', 'assignee', 'colleague', 'colleague', 'citizen', 'system', ...walkers),
  pick: fc.nat(1_000_000),
  laterMs: fc.integer({ min: 1, max: 2 * 86_400_000 }),
})
const start = fc
  .record({
    policy: fc.constantFrom('hanoi-1207', 'pausing', 'same-time'),
    kind: fc.constantFrom<Complaint['kind']>('field', 'voter_petition'),
  })
  .map(({ policy, kind }) => newReport(policy, kind))

describe('the explanation on the device', () => {
  it('has no gap and ends at the deadline beside it, at every step of a report’s life', () => {
    const clocks = new Set<string>()
    holds(
      'spans on the device sum to the deadline shown',
      fc.property(start, fc.array(turn, { minLength: 20, maxLength: 40 }), (report, turns) => {
        for (const { after, atMs } of walk(report, turns)) {
          const view = viewDeadline(after, known, atMs)
          const dueAtMs = activeDueAtMs(after.clocks)
          expect(view.dueAtMs).toBe(dueAtMs)
          if (dueAtMs === null) continue
          const endMs = endOf(view.spans)
          clocks.add(view.clock)
          // While the clock stands still its deadline moves on with the pause.
          if (pausedFromMs(after) === null) expect(endMs).toBe(dueAtMs)
          else expect(endMs).toBeGreaterThanOrEqual(dueAtMs)
        }
      }),
      { numRuns: 100 },
    )
    expect([...clocks].toSorted()).toEqual(['processing', 'reception'])
  })

  it('ends at the stored deadline of a case that has ended, whatever day is closed afterwards', () => {
    const kinds = new Set<string>()
    const notes = new Set<string>()
    const closings = fc.uniqueArray(fc.integer({ min: 5, max: 20 }), { minLength: 1, maxLength: 9 })
    holds(
      'spans of an ended case sum to its deadline under a later calendar',
      fc.property(start, fc.array(turn, { minLength: 20, maxLength: 40 }), closings, (report, turns, days) => {
        const later = deviceWith(days.map((day) => `2026-01-${String(day).padStart(2, '0')}`))
        for (const { after, atMs } of walk(report, turns)) {
          const dueAtMs = activeDueAtMs(after.clocks)
          if (dueAtMs === null || endedAtMs(after.clocks) === null) continue
          const { spans } = viewDeadline(after, later, atMs + 7 * 86_400_000)
          expect(endOf(spans)).toBe(dueAtMs)
          for (const { kind, note } of spans) {
            kinds.add(kind)
            notes.add(note)
          }
        }
      }),
      { numRuns: 100 },
    )
    expect(kinds).toContain('counted')
    expect(notes).toContain('closed_later')
  })

  it('counts a day closed after the reply as it was counted then, and says so', () => {
    const answered = caseIn('answered')
    const later = deviceWith(['2026-01-08'])
    const { spans } = viewDeadline(answered, later, hanoi('2026-01-20 09:00'))
    expect(endOf(spans)).toBe(answered.clocks.dueAtMs)
    const thursday = { fromMs: hanoi('2026-01-08 08:00'), toMs: hanoi('2026-01-08 12:00') }
    expect(spans).toContainEqual({ ...thursday, kind: 'counted', note: 'closed_later' })
    // The other openings of Tuesday to Monday; Monday 05/01/2026 is the day of arrival.
    expect(spans.filter(({ kind, note }) => kind === 'counted' && note === '')).toHaveLength(8)
    expect(spans.filter(({ note }) => note === 'closed_later').map(({ kind }) => kind)).toEqual(['counted', 'counted'])
  })

  it('counts the closed office days only, not a weekend among them', () => {
    const answered = caseIn('answered')
    const { spans } = viewDeadline(
      answered,
      deviceWith(['2026-01-08', '2026-01-10', '2026-01-13']),
      hanoi('2026-01-20 09:00'),
    )
    expect(endOf(spans)).toBe(answered.clocks.dueAtMs)
    expect(spans.filter(({ note }) => note === 'closed_later').map(({ kind }) => kind)).toEqual(['counted', 'counted'])
  })

  it('is one span where it cannot be told which day was closed later', () => {
    const answered = caseIn('answered')
    // With one of these days closed the deadline is Tuesday 13/01/2026, whichever of the two it was.
    const dueAtMs = hanoi('2026-01-13 17:00')
    const complaint = { ...answered, clocks: { ...answered.clocks, dueAtMs } }
    const { spans } = viewDeadline(complaint, deviceWith(['2026-01-07', '2026-01-08']), hanoi('2026-01-20 09:00'))
    expect(spans).toEqual([{ fromMs: answered.clocks.receivedAtMs, toMs: dueAtMs, kind: 'kept', note: '' }])
    const closedBefore = viewDeadline(complaint, deviceWith(['2026-01-07']), hanoi('2026-01-20 09:00'))
    expect(closedBefore.spans.filter(({ note }) => note === 'closed_later')).toEqual([])
    expect(endOf(closedBefore.spans)).toBe(dueAtMs)
  })

  it('counts the days of a petition whose deadline was stored as the midnight after the last of them', () => {
    const petition = caseIn('in_progress', { kind: 'voter_petition' })
    const dueAtMs = hanoi('2026-02-15 00:00')
    const stored = { ...petition, clocks: { ...petition.clocks, dueAtMs } }
    const { spans } = viewDeadline(stored, known, hanoi('2026-01-20 09:00'))
    expect(endOf(spans)).toBe(dueAtMs - 1)
    expect(new Set(spans.map(({ kind }) => kind))).toEqual(new Set(['counted']))
  })

  it('stops at the deadline of a case that was merged while its clock stood still', () => {
    const merged = caseIn('merged')
    const pauses = [{ fromMs: hanoi('2026-01-06 09:00'), toMs: null, reason: 'citizen_asked' }]
    const clocks = { ...merged.clocks, pauses }
    const { spans } = viewDeadline({ ...merged, clocks }, known, hanoi('2026-01-20 09:00'))
    expect(endOf(spans)).toBe(merged.clocks.dueAtMs)
  })
})
