import { z } from 'zod'
import type { RevealedReporterV1 } from '../../../shared/contract/intake.ts'
import { revealedReporterV1 } from '../../../shared/contract/intake.ts'
import { holdsCheckedOut } from '../../../shared/domain/commands/checkout.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import { readMeta } from '../db/meta.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import { openFromText, sealToText } from '../db/sealed-text.ts'
import type { Place, Sealer } from '../db/sealing.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import { codeOf } from '../failure.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import type { Reporter } from '../reporter.ts'
import type { Outcome } from '../sync/outcome.ts'
import { Turn } from '../turn.ts'

const kept = z.object({
  /** Cases this device checked out whose contact has not arrived. */
  wanted: z.array(z.string()),
  contacts: z.array(z.tuple([z.string(), revealedReporterV1])),
})

const place: Place = ['held_contacts']
/** A timer of a browser counts no further. */
const longestTimerMs = 2 ** 31 - 1

export type HeldContactsParts = Readonly<{
  database: DeskDatabase
  sealer: Sealer
  environment: Pick<WorkerEnvironment, 'setTimer'>
  reporter: Reporter
  me: () => Actor
  nowMs: () => number
  readCase: (caseId: string) => Promise<Complaint | undefined>
  ask: (caseId: string) => Promise<Outcome<RevealedReporterV1>>
  /** Keeps the sealed text of all contacts; null when there is nothing to keep. */
  store: (sealed: string | null) => Promise<void>
  onChange: (caseId: string) => void
}>

/** The contact of who reported a case, and until when this device may keep it. */
export type HeldContact = Readonly<{ reporter: RevealedReporterV1; untilMs: number }>

/**
 * Who reported the cases this device has checked out (security.md, row "reporter identity"): fetched after the check-out, which the
 * server records, kept sealed in one place beside the rows, and deleted when the case is given back, taken away or its time is over.
 */
export class HeldContacts {
  readonly #parts: HeldContactsParts
  readonly #turn = new Turn()
  #wanted = new Set<string>()
  #contacts = new Map<string, RevealedReporterV1>()
  #timer: CancelTimer = () => undefined
  #stopped = false

  constructor(parts: HeldContactsParts) {
    this.#parts = parts
  }

  /** Brings what is kept into memory, without what may not be kept any more. What cannot be opened is lost and asked for anew by nobody. */
  load(): Promise<void> {
    return this.#turn.take(async () => {
      const sealed = await readMeta(this.#parts.database, 'heldContacts')
      if (sealed === undefined || sealed === null) return
      try {
        const { wanted, contacts } = kept.parse(await openFromText(this.#parts.sealer, place, sealed))
        this.#wanted = new Set(wanted)
        this.#contacts = new Map(contacts)
      } catch (error) {
        this.#parts.reporter.error('held_contacts_broken', { reason: codeOf(error) })
        await this.#keep()
      }
      await this.#sweep()
    })
  }

  /** Follows the commands given here: a check-out the server took makes the contact wanted, giving a case back deletes it at once. */
  follow(commands: Iterable<QueuedCommand>): void {
    for (const { payload, status } of commands) {
      const { name, caseId } = payload
      const isGoing = status === 'waiting' || status === 'sent' || status === 'acked'
      if (name === 'checkIn' && isGoing && this.#knows(caseId)) this.#run(() => this.#forget([caseId]))
      if (name !== 'checkOut' || status !== 'acked' || this.#knows(caseId)) continue
      this.#wanted.add(caseId)
      this.#run(() => this.#keep())
    }
  }

  /** The server was reached: fetches what is wanted and deletes what may not be kept any more. */
  synced(): void {
    if (this.#wanted.size + this.#contacts.size === 0) return
    this.#run(async () => {
      await this.#dropUnheld([...this.#wanted])
      await this.#sweep()
      for (const caseId of this.#wanted) await this.#fetch(caseId)
    })
  }

  has(caseId: string): boolean {
    return this.#contacts.has(caseId)
  }

  /** Null where this device keeps none, or may not any more. */
  get(caseId: string): Promise<HeldContact | null> {
    return this.#turn.take(async () => {
      await this.#sweep()
      const reporter = this.#contacts.get(caseId)
      const held = reporter === undefined ? undefined : await this.#parts.readCase(caseId)
      const untilMs = held?.checkout?.untilMs
      return reporter === undefined || untilMs === undefined ? null : { reporter, untilMs }
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer()
    await this.#turn.settled()
  }

  #knows(caseId: string): boolean {
    return this.#wanted.has(caseId) || this.#contacts.has(caseId)
  }

  #run(task: () => Promise<void>): void {
    this.#parts.reporter.watch(
      'held_contacts',
      this.#turn.take(async () => (this.#stopped ? undefined : task())),
    )
  }

  async #fetch(caseId: string): Promise<void> {
    const answer = await this.#parts.ask(caseId)
    if (answer.kind === 'offline' || answer.kind === 'busy' || answer.kind === 'unauthenticated') return
    this.#wanted.delete(caseId)
    if (answer.kind === 'ok') this.#contacts.set(caseId, answer.value)
    await this.#keep()
    this.#parts.onChange(caseId)
    await this.#sweep()
  }

  /** Deletes the contacts of cases that are not held by this person any more, and plans the next time that may be. */
  async #sweep(): Promise<void> {
    const ends = await this.#dropUnheld([...this.#contacts.keys()])
    this.#timer()
    if (ends.length === 0 || this.#stopped) return
    const waitMs = Math.min(Math.max(Math.min(...ends) - this.#parts.nowMs(), 0), longestTimerMs)
    this.#timer = this.#parts.environment.setTimer(() => this.#run(() => this.#sweep()), waitMs)
  }

  /** Forgets those of these cases that this person does not hold; answers until when the others are held. */
  async #dropUnheld(caseIds: readonly string[]): Promise<readonly number[]> {
    const { me, nowMs, readCase } = this.#parts
    const over: string[] = []
    const ends: number[] = []
    for (const caseId of caseIds) {
      const row = await readCase(caseId)
      if (row === undefined || !holdsCheckedOut(me(), row, nowMs())) over.push(caseId)
      else ends.push(row.checkout?.untilMs ?? 0)
    }
    await this.#forget(over)
    return ends
  }

  async #forget(caseIds: readonly string[]): Promise<void> {
    if (caseIds.length === 0) return
    for (const caseId of caseIds) {
      this.#wanted.delete(caseId)
      this.#contacts.delete(caseId)
    }
    await this.#keep()
    for (const caseId of caseIds) this.#parts.onChange(caseId)
  }

  async #keep(): Promise<void> {
    const content = { wanted: [...this.#wanted], contacts: [...this.#contacts] }
    const isEmpty = this.#wanted.size + this.#contacts.size === 0
    await this.#parts.store(isEmpty ? null : await sealToText(this.#parts.sealer, place, content))
  }
}
