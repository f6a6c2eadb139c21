import type { Complaint } from '../../../shared/domain/complaint.ts'
import { caseStates, isOpen } from '../../../shared/domain/states.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import type { AttentionV1, HostPort } from '../host-port.ts'
import { flag } from '../index/columns.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import type { Reporter } from '../reporter.ts'

export type AttentionParts = Readonly<{
  index: QueueIndex
  host: HostPort
  environment: WorkerEnvironment
  reporter: Reporter
  me: () => string
  serverNowMs: () => number
  /** Cases whose last working hour was already announced, kept over restarts. */
  loadNotified: () => Promise<readonly string[]>
  storeNotified: (caseIds: readonly string[]) => Promise<void>
  /** Urgent cases that arrived and were not opened yet, kept over restarts. */
  loadUrgent: () => Promise<readonly string[]>
  storeUrgent: (caseIds: readonly string[]) => Promise<void>
}>

/** The longest a boundary timer sleeps: a corrected clock or a laptop waking up is noticed within this time. */
const longestSleepMs = 60_000
const mostRemembered = 2000

/**
 * Asks main for notifications, without personal data: an urgent case that arrives after the first sync, and a deadline within one
 * working hour. The badge counts both: a case in or past its last hour, and an urgent one until the official opens it. One timer
 * sleeps until the next boundary.
 */
export class AttentionWatch {
  readonly #parts: AttentionParts
  readonly #notified = new Set<string>()
  readonly #arrived: string[] = []
  #urgent: ReadonlySet<string> = new Set()
  #cancel: CancelTimer = () => undefined
  #armed = false
  #badge = -1

  constructor(parts: AttentionParts) {
    this.#parts = parts
  }

  async start(firstSyncDone: boolean): Promise<void> {
    for (const key of await this.#parts.loadNotified()) this.#notified.add(key)
    this.#urgent = new Set(await this.#parts.loadUrgent())
    this.#armed = firstSyncDone
    this.check()
  }

  stop(): void {
    this.#cancel()
  }

  /** A case is new on this device. What the first sync brings is not news. */
  arrived(complaint: Complaint): void {
    if (this.#armed && complaint.level === 'urgent' && isOpen(complaint.state)) this.#arrived.push(complaint.id)
  }

  /** A sync cycle ended: announces what arrived, looks at the boundaries. */
  synced(): void {
    const arrived = this.#arrived.splice(0)
    const first = arrived[0]
    if (first !== undefined) {
      this.#keepUrgent(new Set([...this.#urgent, ...arrived]))
      this.#notify({ kind: 'urgent_arrived', count: arrived.length, route: routeOf(arrived, first) })
    }
    this.#armed = true
    this.check()
  }

  /** Announces every deadline whose last working hour has begun, sets the badge and sleeps until the next boundary. */
  check(): void {
    this.#cancel()
    const nowMs = this.#parts.serverNowMs()
    const near: string[] = []
    let nextMs = Number.POSITIVE_INFINITY
    let waiting = 0
    const unopened = new Set<string>()
    const { values, length } = this.#parts.index.columns
    const me = this.#parts.index.texts.find(this.#parts.me())
    for (let place = 0; place < length; place += 1) {
      if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
      const dueMs = values.runningDue[place] ?? Number.NaN
      const fromMs = values.lastHourFrom[place] ?? Number.NaN
      const concerns = values.assignee[place] === me || values.assignee[place] === -1
      const isUnopened = concerns && this.#isUnopened(place)
      if (isUnopened) unopened.add(this.#parts.index.ids[place] ?? '')
      if ((nowMs >= fromMs && concerns) || isUnopened) waiting += 1
      if (Number.isNaN(dueMs)) continue
      if (fromMs > nowMs) nextMs = Math.min(nextMs, fromMs)
      else if (dueMs > nowMs && concerns) this.#near(place, dueMs, near)
    }
    this.#announceNear(near)
    this.#keepUrgent(unopened)
    this.#setBadge(waiting)
    const sleepMs = Math.min(longestSleepMs, Math.max(1000, nextMs - nowMs))
    this.#cancel = this.#parts.environment.setTimer(() => this.check(), sleepMs)
  }

  #isUnopened(place: number): boolean {
    const { ids, columns } = this.#parts.index
    if (!this.#urgent.has(ids[place] ?? '') || (columns.values.readVersion[place] ?? -1) >= 0) return false
    return isOpen(caseStates[columns.values.state[place] ?? 0] ?? 'closed')
  }

  /** What was opened, finished, or went to somebody else is not counted again. */
  #keepUrgent(unopened: ReadonlySet<string>): void {
    const isSame = unopened.size === this.#urgent.size && [...unopened].every((id) => this.#urgent.has(id))
    this.#urgent = unopened
    if (!isSame) this.#parts.reporter.watch('attention_store', this.#parts.storeUrgent([...unopened]))
  }

  #near(place: number, dueMs: number, near: string[]): void {
    const caseId = this.#parts.index.ids[place] ?? ''
    const key = `${caseId}@${dueMs}`
    if (this.#notified.has(key)) return
    this.#notified.add(key)
    near.push(caseId)
  }

  #announceNear(near: readonly string[]): void {
    const first = near[0]
    if (first === undefined) return
    this.#notify({ kind: 'deadline_near', count: near.length, route: routeOf(near, first) })
    const remembered = [...this.#notified].slice(-mostRemembered)
    this.#parts.reporter.watch('attention_store', this.#parts.storeNotified(remembered))
  }

  #setBadge(count: number): void {
    if (count === this.#badge) return
    this.#badge = count
    this.#parts.reporter.watch('attention_badge', this.#parts.host.attention.setBadge({ count }))
  }

  #notify(attention: AttentionV1): void {
    this.#parts.reporter.watch('attention_notify', this.#parts.host.attention.notify(attention))
  }
}

function routeOf(caseIds: readonly string[], first: string): string {
  return caseIds.length === 1 ? `/ho-so/${encodeURIComponent(first)}` : '/hang-doi'
}
