import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeadlineBook } from '../../../../renderer/worker/index/deadline-book.ts'
import { viewDeadline } from '../../../../renderer/worker/index/deadline-view.ts'
import { ReferenceStore } from '../../../../renderer/worker/index/reference-store.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { activeDueAtMs, pausedFromMs } from '../../../../shared/domain/time/deadline-status.ts'
import { organisation } from '../../../support/domain/case-fixtures.ts'
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

const store = new ReferenceStore(
  () => 0,
  (code) => {
    throw new Error(code)
  },
)
for (const agency of organisation().agencies.values()) store.put('agency', agency.id, agency)
store.put('calendar', 'hanoi-office', { id: 'hanoi-office', name: 'x', data: office })
for (const policy of walkPolicies) store.put('policy', policy.id, { id: policy.id, name: policy.id, data: policy })
const known = { reference: store, book: new DeadlineBook(() => store.rules()) }

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
          let endMs = view.spans[0]?.fromMs ?? Number.NaN
          for (const span of view.spans) {
            expect(span.fromMs).toBe(endMs)
            endMs = span.toMs
          }
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
})
