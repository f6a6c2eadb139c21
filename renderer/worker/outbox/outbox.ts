import { isWorkflowCommand } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import type { Sealer } from '../db/sealing.ts'
import { sealToText } from '../db/sealed-text.ts'
import { Emitter } from '../emitter.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import type { Reporter } from '../reporter.ts'
import { Turn } from '../turn.ts'
import type { OutboxStore } from './outbox-store.ts'
import { isOverlaid, isPending, isReplaceable, journalPlace } from './queued-command.ts'
import type { CommandPayload, QueuedCommand } from './queued-command.ts'
import { rescueText } from './rescue-text.ts'

export type OutboxParts = Readonly<{
  store: OutboxStore
  sealer: Sealer
  host: HostPort
  fence: number
  environment: WorkerEnvironment
  reporter: Reporter
  /** The official's id: what is sealed for the server says whose it is. */
  me: () => string
}>

/** A command as the officer gives it, with what it was based on. */
export type NewCommand = Readonly<{
  name: CommandName
  caseId: string
  caseNumber: string
  args: Readonly<Record<string, unknown>>
  /** The confirmed flowVersion the officer saw. */
  flowVersion: number
  basedOnSeq: number
}>

/**
 * The queue of commands on the device. `enqueue` resolves when the command is in the journal (fsync) and in the database; from then on
 * no crash loses it. Changes are announced per case.
 */
export class Outbox {
  readonly parts: OutboxParts
  readonly turn = new Turn()
  /** The ids of the cases whose commands changed. */
  readonly changed: Emitter<readonly string[]>

  constructor(parts: OutboxParts) {
    this.parts = parts
    this.changed = new Emitter((error) => parts.reporter.watch('outbox_listener', Promise.reject(error)))
  }

  enqueue(command: NewCommand): Promise<string> {
    return this.turn.take(async () => {
      const key = this.parts.environment.newId()
      const replaced = this.#replacedBy(command)
      const payload = this.#payload(command)
      await this.journal(key, payload)
      const order = this.parts.store.takeOrder()
      const queued: QueuedCommand = { key, order, mutation: null, status: 'waiting', payload, answer: null }
      try {
        await this.parts.store.change({ put: [queued], remove: replaced })
      } catch (error) {
        // The officer is told it was not saved: it must not come back from the journal.
        await this.forget([key])
        throw error
      }
      await this.forget(replaced)
      this.changed.emit([command.caseId])
      return key
    })
  }

  /** Takes back a command that was never sent; what followed it follows its predecessor instead. */
  withdraw(key: string): Promise<boolean> {
    return this.turn.take(async () => {
      const command = this.parts.store.get(key)
      if (command?.status !== 'waiting') return false
      const followers = this.parts.store
        .all()
        .filter((other) => other.status === 'waiting' && other.payload.after === key)
        .map((other) => ({
          ...other,
          payload: { ...other.payload, after: command.payload.after, ifVersion: command.payload.ifVersion },
        }))
      for (const follower of followers) await this.journal(follower.key, follower.payload, true)
      await this.parts.store.change({ put: followers, remove: [key] })
      await this.forget([key])
      this.changed.emit([command.payload.caseId])
      return true
    })
  }

  /** Gives a refused command up. */
  dismiss(key: string): Promise<boolean> {
    return this.turn.take(async () => {
      const command = this.parts.store.get(key)
      if (!command || isOverlaid(command)) return false
      await this.parts.store.change({ remove: [key] })
      await this.forget([key])
      this.changed.emit([command.payload.caseId])
      return true
    })
  }

  pendingOf(caseId: string): QueuedCommand[] {
    return this.parts.store.all().filter((command) => command.payload.caseId === caseId && isOverlaid(command))
  }

  /** How many changes wait for the server; marks of reading are not counted, nobody would miss them. */
  waitingCount(): number {
    return this.parts.store.all().filter((command) => isPending(command) && command.payload.name !== 'mark').length
  }

  /** Writes a command to the journal of the main process; resolves after fsync. `replaces` writes it anew under its key. */
  async journal(key: string, payload: CommandPayload, replaces = false): Promise<void> {
    const { sealer, host, fence, me } = this.parts
    const sealed = await sealToText(sealer, journalPlace(key), payload)
    await host.journal.append({ key, sealed, plain: rescueText(key, payload, me()), replaces, fence })
  }

  /** Writes every journal record anew that is not sealed to the escrow key known now. */
  sealMissing(): Promise<void> {
    return this.turn.take(async () => {
      const { host, store } = this.parts
      for (const record of (await host.journal.readAll()).records) {
        const command = store.get(record.key)
        if (!record.escrowed && command) await this.journal(command.key, command.payload, true)
      }
    })
  }

  /** Lets journal records go. A failure only keeps them longer: at the next start they are known as decided. */
  async forget(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const task = this.parts.host.journal.forget({ keys: [...keys], fence: this.parts.fence })
    this.parts.reporter.watch('journal_forget', task)
  }

  /** Unsent drafts or marks a newer one makes superfluous; a draft that a submit behind it names stays. */
  #replacedBy(command: NewCommand): string[] {
    if (!isReplaceable(command.name)) return []
    const pending = this.pendingOf(command.caseId)
    const lastOther = pending.findLastIndex((other) => !isReplaceable(other.payload.name))
    return pending
      .slice(lastOther + 1)
      .filter((other) => other.status === 'waiting' && other.payload.name === command.name)
      .map((other) => other.key)
  }

  #payload(command: NewCommand): CommandPayload {
    const previous = isWorkflowCommand(command.name)
      ? this.pendingOf(command.caseId).findLast((other) => isWorkflowCommand(other.payload.name))
      : undefined
    const first = isWorkflowCommand(command.name) && !previous
    return {
      name: command.name,
      caseId: command.caseId,
      caseNumber: command.caseNumber,
      args: { ...command.args },
      v: 1,
      createdAtMs: this.parts.environment.nowMs(),
      ifVersion: first ? command.flowVersion : null,
      after: previous?.key ?? null,
      basedOnSeq: command.basedOnSeq,
      refusedAs: null,
    }
  }
}
