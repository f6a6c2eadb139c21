import { describe, expect, it } from 'vitest'
import { BoundaryWatch } from '../../../../renderer/worker/attention/boundary-watch.ts'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const minuteMs = 60_000

/** A watch whose clock the test moves; `second` runs what the timer holds. */
class Watched {
  nowMs = Date.UTC(2026, 0, 12, 2)
  passed = 0
  absences: number[] = []
  #run: (() => void) | null = null
  readonly index = new QueueIndex({
    fold,
    runningClock: ({ clocks: { dueAtMs } }) =>
      dueAtMs === null
        ? null
        : {
            clock: 'processing',
            dueAtMs,
            dueSoonFromMs: dueAtMs - 10 * minuteMs,
            lastHourFromMs: dueAtMs,
            held: false,
          },
  })
  readonly watch = new BoundaryWatch({
    index: this.index,
    environment: {
      setTimer: (run, afterMs) => {
        expect(afterMs).toBeLessThanOrEqual(1000)
        this.#run = run
        return () => {
          this.#run = null
        }
      },
    },
    serverNowMs: () => this.nowMs,
    otherMs: () => this.absences,
    onPassed: () => {
      this.passed += 1
    },
  })

  put(id: string, dueInMs: number): void {
    this.index.put(caseRow(id, { clocks: { ...caseRow(id).clocks, dueAtMs: this.nowMs + dueInMs } }), 0)
  }

  /** Time passes, then the timer's next second comes. */
  after(ms: number): number {
    this.nowMs += ms
    this.#run?.()
    return this.passed
  }

  get isWaiting(): boolean {
    return this.#run !== null
  }
}

describe('boundaries in time', () => {
  it('are told once each: due soon, then overdue', () => {
    const desk = new Watched()
    desk.put('one', 15 * minuteMs)
    desk.watch.start()
    expect(desk.after(5 * minuteMs - 1)).toBe(0)
    expect(desk.after(1)).toBe(1)
    expect(desk.after(1000)).toBe(1)
    // At its deadline a case is still in time.
    expect(desk.after(10 * minuteMs - 1000)).toBe(1)
    expect(desk.after(1)).toBe(2)
    expect(desk.after(60 * minuteMs)).toBe(2)
  })

  it('are sought anew when a row came', () => {
    const desk = new Watched()
    desk.watch.start()
    desk.put('one', 10 * minuteMs + 1500)
    expect(desk.after(1000)).toBe(0)
    expect(desk.after(500)).toBe(1)
  })

  it('that passed while the device slept are told at the first second after it', () => {
    const desk = new Watched()
    desk.put('one', 15 * minuteMs)
    desk.watch.start()
    expect(desk.after(9 * 60 * minuteMs)).toBe(1)
  })

  it('come again after the clock was set back', () => {
    const desk = new Watched()
    desk.put('one', 15 * minuteMs)
    desk.watch.start()
    expect(desk.after(60 * minuteMs)).toBe(1)
    expect(desk.after(-60 * minuteMs)).toBe(2)
    expect(desk.after(5 * minuteMs)).toBe(3)
  })

  it('include absences, and end with the watch', () => {
    const desk = new Watched()
    desk.absences = [desk.nowMs + 2000]
    desk.watch.start()
    expect(desk.after(1999)).toBe(0)
    expect(desk.after(1)).toBe(1)
    desk.watch.stop()
    expect(desk.isWaiting).toBe(false)
  })
})
