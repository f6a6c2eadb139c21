import { subtractWorkingMs, workingMsBetween } from '../../../shared/domain/time/calendar.ts'
import type { Calendar } from '../../../shared/domain/time/calendar.ts'
import { calendarOfAgency } from '../../../shared/domain/time/clocks.ts'
import type { ClockRules } from '../../../shared/domain/time/clocks.ts'
import { activeDueAtMs, dueSoonFromMs, endedAtMs, pausedFromMs } from '../../../shared/domain/time/deadline-status.ts'
import type { ClockStatus } from '../../../shared/ipc/queue-contract.ts'
import type { DeadlinePolicy } from '../../../shared/domain/time/policy.ts'
import type { ClockFacts, RunningClock } from './queue-index.ts'
import type { ClockReading } from './queue-reader.ts'

const hourMs = 3_600_000

/** Reads clocks by the reference rows the device holds. A missing or too short calendar gives no reading, never an error. */
export class DeadlineBook {
  readonly #rules: () => ClockRules

  constructor(rules: () => ClockRules) {
    this.#rules = rules
  }

  runningClock(facts: ClockFacts): RunningClock | null {
    const dueAtMs = activeDueAtMs(facts.clocks)
    const policy = this.#rules().policies.get(facts.clocks.policy)
    if (dueAtMs === null || !policy || hasEnded(facts)) return null
    const clock =
      facts.clocks.receivedAtMs === null && facts.clocks.receptionDueAtMs !== null ? 'reception' : 'processing'
    // While the clock stands still its deadline moves on: no moment of it is known.
    if (heldSinceMs(facts) !== null)
      return { clock, dueAtMs, dueSoonFromMs: Infinity, lastHourFromMs: Infinity, held: true }
    const soonMs = this.#guard(() => dueSoonFromMs(facts.clocks, policy, this.#calendar(facts, policy)))
    return {
      clock,
      dueAtMs,
      dueSoonFromMs: soonMs ?? dueAtMs,
      lastHourFromMs: this.#lastHour(facts, policy, dueAtMs) ?? dueAtMs,
      held: false,
    }
  }

  /** Working time left on the running clock and how much of each clock is used, 0 to 1. Calendar time where the source gave the deadline. */
  read(facts: ClockFacts, nowMs: number): ClockReading {
    const { clocks } = facts
    const untilMs = heldSinceMs(facts) ?? nowMs
    const policy = this.#rules().policies.get(clocks.policy)
    const dueAtMs = activeDueAtMs(clocks)
    const span = (fromMs: number, toMs: number): number | null =>
      policy ? this.#guard(() => this.#between(facts, policy, fromMs, toMs)) : null
    const share = (fromMs: number | null, dueMs: number | null, endMs: number): number => {
      if (fromMs === null || dueMs === null) return 0
      const whole = span(fromMs, dueMs)
      const used = span(fromMs, Math.max(fromMs, endMs))
      return whole === null || used === null || whole <= 0 ? 0 : Math.min(1, used / whole)
    }
    return {
      workingMsLeft: dueAtMs === null || hasEnded(facts) ? null : span(untilMs, dueAtMs),
      receptionShare: share(
        clocks.arrivedAtMs,
        clocks.receptionDueAtMs,
        clocks.receivedAtMs ?? endedAtMs(clocks) ?? nowMs,
      ),
      processingShare: share(clocks.receivedAtMs, clocks.dueAtMs, endedAtMs(clocks) ?? untilMs),
    }
  }

  #lastHour(facts: ClockFacts, policy: DeadlinePolicy, dueAtMs: number): number | null {
    if (policy.deadlines === 'source') return dueAtMs - hourMs
    return this.#guard(() => subtractWorkingMs(this.#calendar(facts, policy), dueAtMs, hourMs))
  }

  #between(facts: ClockFacts, policy: DeadlinePolicy, fromMs: number, toMs: number): number {
    return policy.deadlines === 'source' ? toMs - fromMs : workingMsBetween(this.#calendar(facts, policy), fromMs, toMs)
  }

  /** The agency's office hours; where the source gave the deadline no calendar is asked, and any will do. */
  #calendar(facts: ClockFacts, policy: DeadlinePolicy): Calendar {
    const rules = this.#rules()
    const first = rules.calendars.values().next().value
    return policy.deadlines === 'source' && first ? first : calendarOfAgency(facts.agency, rules)
  }

  #guard<T>(read: () => T): T | null {
    try {
      return read()
    } catch (error) {
      // Expected until the reference rows have arrived, and for instants outside the calendars' years.
      if (error instanceof Error && 'code' in error) return null
      throw error
    }
  }
}

const heldSinceMs = ({ clocks }: ClockFacts): number | null => pausedFromMs({ clocks, rework: null })

/** Whether no clock runs any more; a merged case follows its main case. */
export function hasEnded(facts: ClockFacts): boolean {
  return endedAtMs(facts.clocks) !== null || facts.state === 'merged'
}

/** The status of a running clock at a moment; the deadline itself is still in time. */
export function statusAt(running: RunningClock | null, nowMs: number): ClockStatus {
  if (!running) return 'stopped'
  if (running.held) return 'paused'
  if (nowMs > running.dueAtMs) return 'overdue'
  return nowMs >= running.dueSoonFromMs ? 'due_soon' : 'on_time'
}
