import type { CommandName } from '../../../shared/domain/command.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import type { Sealer } from '../db/sealing.ts'
import { sealToText } from '../db/sealed-text.ts'
import { Emitter } from '../emitter.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import type { Reporter } from '../reporter.ts'
import { Turn } from '../turn.ts'
import { filesGivenUp } from './evidence-files.ts'
import type { OutboxStore } from './outbox-store.ts'
import { closedGap, linkBehind, linkOf, reopenedGap } from './case-chain.ts'
import { DroppedCommands } from './dropped-commands.ts'
import type { DropWay } from './dropped-commands.ts'
import {
  isEditable,
  isOverlaid,
  isPending,
  isReplaceable,
  isRevocable,
  isTroubled,
  journalPlace,
} from './queued-command.ts'
import type { CommandPayload, QueuedCommand, SightOfCase } from './queued-command.ts'
import { rescueText } from './rescue-text.ts'

export type OutboxParts = Readonly<{
  store: OutboxStore
  database: DeskDatabase
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
  seen: SightOfCase | null
}>

/**
 * The queue of commands on the device. `enqueue` resolves when the command is in the journal (fsync) and in the database, whichever is slower; from then on
 * no crash loses it. Changes are announced per case.
 */
export class Outbox {
  readonly parts: OutboxParts
  readonly turn = new Turn()
  readonly dropped: DroppedCommands
  /** The ids of the cases whose commands changed. */
  readonly changed: Emitter<readonly string[]>

  constructor(parts: OutboxParts) {
    this.parts = parts
    const { database, sealer, reporter, environment } = parts
    const { nowMs, commandForms } = environment
    this.dropped = new DroppedCommands({ database, sealer, reporter, nowMs, commandForms })
    this.changed = new Emitter((error) => parts.reporter.watch('outbox_listener', Promise.reject(error)))
  }

  enqueue(command: NewCommand): Promise<string> {
    return this.turn.take(async () => {
      const key = this.parts.environment.newId()
      const replaced = this.#replacedBy(command)
      const payload = this.#payload(command, replaced)
      const order = this.parts.store.takeOrder()
      await this.#keep({ key, order, mutation: null, status: 'waiting', payload, answer: null }, replaced)
      await this.forget(replaced)
      this.changed.emit([command.caseId])
      return key
    })
  }

  /** Takes back a command that was never sent; what followed it follows its predecessor instead. It stays among the dropped ones. */
  withdraw(key: string): Promise<boolean> {
    return this.turn.take(async () => {
      const command = this.parts.store.get(key)
      if (!command || !isRevocable(command)) return false
      const followers = closedGap(this.parts.store.all(), command)
      for (const follower of followers) await this.journal(follower.key, follower.payload, true)
      const dropped = await this.dropped.keep([command], 'withdrawn')
      await this.parts.store.change({ put: followers, remove: [key], dropped })
      await this.forget([key])
      this.#giveFilesUp(command)
      this.changed.emit([command.payload.caseId])
      return true
    })
  }

  /**
   * Takes a refused command off the list. It stays among the dropped ones, with other words where the officer had changed them since,
   * unless `way` is null: then another command carries it on.
   */
  dismiss(key: string, way: DropWay | null = 'given_up', args: CommandPayload['args'] = {}): Promise<boolean> {
    return this.turn.take(async () => {
      const command = this.parts.store.get(key)
      if (!command || isOverlaid(command)) return false
      const last = { ...command, payload: { ...command.payload, args: { ...command.payload.args, ...args } } }
      const dropped = way === null ? undefined : await this.dropped.keep([last], way)
      await this.parts.store.change({ remove: [key], ...(dropped ? { dropped } : {}) })
      await this.forget([key])
      this.#giveFilesUp(command)
      this.changed.emit([command.payload.caseId])
      return true
    })
  }

  /** Keeps a text that another one of the same reply takes the place of, as if a command of its own had carried it. */
  keepText(like: QueuedCommand, text: string): Promise<void> {
    return this.turn.take(async () => {
      const { environment, store } = this.parts
      const payload = { ...like.payload, args: { ...like.payload.args, text }, createdAtMs: environment.nowMs() }
      const dropped = await this.dropped.keep([{ ...like, key: environment.newId(), payload }], 'rewritten')
      await store.change({ dropped })
    })
  }

  /**
   * Takes a dropped command back: a withdrawn one waits again, in its place where that is still free; a refused one is listed again.
   * `flowVersion` is the confirmed one of its case, for one that begins a new chain.
   */
  restore(key: string, flowVersion: number): Promise<boolean> {
    return this.turn.take(async () => {
      const found = await this.dropped.find(key)
      if (!found || this.parts.store.get(key)) return false
      const put = this.#restored(found.command, flowVersion)
      for (const command of put) await this.journal(command.key, command.payload, command.key !== key)
      await this.parts.store.change({ put, dropped: { put: [], remove: [key] } })
      this.changed.emit([found.command.payload.caseId])
      return true
    })
  }

  /** Changes the words of a command in place; false once it was sent: from then on it is immutable. */
  edit(key: string, args: CommandPayload['args']): Promise<boolean> {
    return this.turn.take(async () => {
      const command = this.parts.store.get(key)
      if (!command || !isEditable(command)) return false
      const edited = { ...command, payload: { ...command.payload, args: { ...args } } }
      await this.journal(key, edited.payload, true)
      await this.parts.store.change({ put: [edited] })
      this.changed.emit([command.payload.caseId])
      return true
    })
  }

  /** Into the journal and the database side by side, each with its own wait for the disk; whole in both or in neither. */
  async #keep(queued: QueuedCommand, replaced: readonly string[]): Promise<void> {
    const { store, reporter } = this.parts
    const before = replaced.flatMap((key) => store.get(key) ?? [])
    const [journalled, stored] = await Promise.allSettled([
      this.journal(queued.key, queued.payload),
      store.change({ put: [queued], remove: replaced }),
    ])
    if (journalled.status === 'fulfilled' && stored.status === 'fulfilled') return
    // The officer is told it was not saved: it must come back from neither.
    if (journalled.status === 'fulfilled') await this.forget([queued.key])
    if (stored.status === 'fulfilled') {
      const undone = store.change({ put: before, remove: [queued.key] })
      reporter.watch('outbox_undo', undone)
      await Promise.allSettled([undone])
    }
    throw journalled.status === 'rejected' ? journalled.reason : stored.status === 'rejected' && stored.reason
  }

  #restored(command: QueuedCommand, flowVersion: number): QueuedCommand[] {
    if (command.status !== 'waiting') return [command]
    const inPlace = reopenedGap(this.parts.store.all(), command)
    if (inPlace) return inPlace
    const link = linkBehind(this.pendingOf(command.payload.caseId), flowVersion)
    return [{ ...command, order: this.parts.store.takeOrder(), payload: { ...command.payload, ...link } }]
  }

  pendingOf(caseId: string): QueuedCommand[] {
    return this.parts.store.all().filter((command) => command.payload.caseId === caseId && isOverlaid(command))
  }

  /** How many changes wait for the server; marks of reading are not counted, nobody would miss them. */
  waitingCount(): number {
    return this.parts.store.all().filter((command) => isPending(command) && command.payload.name !== 'mark').length
  }

  /** How many refused commands wait for a decision of the officer. */
  troubledCount(): number {
    return this.parts.store.all().filter(isTroubled).length
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

  #giveFilesUp(command: QueuedCommand): void {
    const { host, fence, reporter, store } = this.parts
    const ids = filesGivenUp(command, store.all())
    if (ids.length > 0) reporter.watch('evidence_discard', host.evidence.discard({ ids, fence }))
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

  #payload(command: NewCommand, replaced: readonly string[]): CommandPayload {
    const pending = this.pendingOf(command.caseId).filter((other) => !replaced.includes(other.key))
    const link = linkOf(command, pending)
    return {
      name: command.name,
      caseId: command.caseId,
      caseNumber: command.caseNumber,
      args: { ...command.args, ...link.args },
      v: this.parts.environment.commandForms.newest,
      createdAtMs: this.parts.environment.nowMs(),
      ifVersion: link.ifVersion,
      after: link.after,
      basedOnSeq: command.basedOnSeq,
      refusedAs: null,
      seen: command.seen,
      carried: false,
    }
  }
}
