import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import { flag } from '../index/columns.ts'
import type { QueueIndex } from '../index/queue-index.ts'

export type BoundaryParts = Readonly<{
  index: QueueIndex
  environment: Pick<WorkerEnvironment, 'setTimer'>
  serverNowMs: () => number
  /** Other instants at which a view changes by itself: absences begin and end. */
  otherMs: () => readonly number[]
  /** The views show other rows from now on. */
  onPassed: () => void
}>

const lookEveryMs = 1000

/**
 * Tells when rows come into a view, or leave it, with nothing but time passing: due soon, overdue, a hold that ends. It looks at the
 * clock every second, so that a device that slept, or whose clock was set, is right within one; the next boundary is sought anew
 * only after a change of the rows.
 */
export class BoundaryWatch {
  readonly #parts: BoundaryParts
  #cancel: CancelTimer = () => undefined
  #generation = -1
  #soughtMs = 0
  #nextMs = Number.POSITIVE_INFINITY

  constructor(parts: BoundaryParts) {
    this.#parts = parts
  }

  start(): void {
    this.#seek(this.#parts.serverNowMs())
    this.#wait()
  }

  stop(): void {
    this.#cancel()
  }

  #wait(): void {
    this.#cancel = this.#parts.environment.setTimer(() => {
      this.#look()
      this.#wait()
    }, lookEveryMs)
  }

  #look(): void {
    const nowMs = this.#parts.serverNowMs()
    const isPassed = nowMs >= this.#nextMs
    // A clock that was set back has boundaries ahead again that it had passed.
    const isSetBack = nowMs < this.#soughtMs
    if (isPassed || isSetBack || this.#generation !== this.#parts.index.generation) this.#seek(nowMs)
    if (isPassed || isSetBack) this.#parts.onPassed()
  }

  #seek(nowMs: number): void {
    const { index, otherMs } = this.#parts
    const { values, length } = index.columns
    let nextMs = Number.POSITIVE_INFINITY
    for (let place = 0; place < length; place += 1) {
      if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
      const soonMs = values.dueSoonFrom[place] ?? Number.NaN
      // A row is overdue one millisecond after its deadline.
      const lateMs = (values.runningDue[place] ?? Number.NaN) + 1
      const heldMs = values.heldUntil[place] ?? Number.NaN
      if (soonMs > nowMs && soonMs < nextMs) nextMs = soonMs
      if (lateMs > nowMs && lateMs < nextMs) nextMs = lateMs
      if (heldMs > nowMs && heldMs < nextMs) nextMs = heldMs
    }
    for (const atMs of otherMs()) if (atMs > nowMs && atMs < nextMs) nextMs = atMs
    this.#nextMs = nextMs
    this.#soughtMs = nowMs
    this.#generation = index.generation
  }
}
