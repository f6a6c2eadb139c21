import { z } from 'zod'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import { droppedWays } from '../../../shared/ipc/outbox-contract.ts'
import type { DroppedItemV1 } from '../../../shared/ipc/outbox-contract.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import type { Sealer } from '../db/sealing.ts'
import { outboxStatuses } from '../db/stored-rows.ts'
import type { StoredDropped } from '../db/stored-rows.ts'
import { codeOf } from '../failure.ts'
import type { Reporter } from '../reporter.ts'
import { commandAnswer, payloadReader, wordsOf } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/** How long a dropped command can be read and taken back, and how many at most. */
export const keptDropped = { ms: 30 * 24 * 3_600_000, count: 500 } as const

const droppedContent = z.object({
  order: z.number(),
  status: z.enum(outboxStatuses),
  payload: z.unknown(),
  answer: commandAnswer.nullable(),
  way: z.enum(droppedWays),
})
export type DropWay = (typeof droppedWays)[number]

/** A command as it stood when it was dropped. */
export type DroppedCommand = Readonly<{ command: QueuedCommand; way: DropWay; droppedAtMs: number }>

/** What a change of the outbox does to the dropped commands in the same transaction. */
export type DroppedChange = Readonly<{ put: readonly StoredDropped[]; remove: readonly string[] }>

export type DroppedParts = Readonly<{
  database: DeskDatabase
  sealer: Sealer
  reporter: Reporter
  nowMs: () => number
  commandForms: CommandForms
}>

/** Withdrawn and given-up commands: sealed like everything, never journalled, so that no crash or rescue can send them. */
export class DroppedCommands {
  readonly #parts: DroppedParts

  constructor(parts: DroppedParts) {
    this.#parts = parts
  }

  /** The change that keeps these commands, and lets those go whose time is over. */
  async keep(commands: readonly QueuedCommand[], way: DropWay): Promise<DroppedChange> {
    const { sealer, nowMs } = this.#parts
    const droppedAtMs = nowMs()
    const put = commands.map(async ({ key, order, status, payload, answer }): Promise<StoredDropped> => {
      const sealed = await sealer.seal(droppedPlace(key), { order, status, payload, answer, way })
      return { key, droppedAtMs, ...sealed }
    })
    return { put: await Promise.all(put), remove: await this.#expired() }
  }

  /** One that is still kept; undefined for an unknown, expired or unreadable one. */
  async find(key: string): Promise<DroppedCommand | undefined> {
    const row = await this.#parts.database.dropped.get(key)
    return row && row.droppedAtMs >= this.#keptSinceMs() ? this.#open(row) : undefined
  }

  async has(key: string): Promise<boolean> {
    return (await this.#parts.database.dropped.get(key)) !== undefined
  }

  /** All that are still kept, newest first. */
  async list(): Promise<DroppedItemV1[]> {
    const rows = await this.#parts.database.dropped.toArray()
    const kept = rows.filter((row) => row.droppedAtMs >= this.#keptSinceMs())
    const opened = await Promise.all(kept.map((row) => this.#open(row)))
    return opened
      .filter((dropped) => dropped !== undefined)
      .sort((left, right) => right.droppedAtMs - left.droppedAtMs)
      .map(toDroppedItem)
  }

  async #expired(): Promise<string[]> {
    const rows = await this.#parts.database.dropped.toArray()
    const newestFirst = rows.toSorted((left, right) => right.droppedAtMs - left.droppedAtMs)
    const isOver = (row: StoredDropped, place: number): boolean =>
      place >= keptDropped.count || row.droppedAtMs < this.#keptSinceMs()
    return newestFirst.filter(isOver).map((row) => row.key)
  }

  #keptSinceMs(): number {
    return this.#parts.nowMs() - keptDropped.ms
  }

  async #open(row: StoredDropped): Promise<DroppedCommand | undefined> {
    const { sealer, reporter, commandForms } = this.#parts
    try {
      const { way, ...rest } = droppedContent.parse(await sealer.open(droppedPlace(row.key), row))
      const payload = payloadReader(commandForms).parse(rest.payload)
      return { command: { key: row.key, mutation: null, ...rest, payload }, way, droppedAtMs: row.droppedAtMs }
    } catch (error) {
      reporter.error('dropped_unreadable', { reason: codeOf(error) })
      return undefined
    }
  }
}

function toDroppedItem({ command, way, droppedAtMs }: DroppedCommand): DroppedItemV1 {
  const { key, payload } = command
  const { caseId, caseNumber, name } = payload
  return {
    ...{ key, caseId, caseNumber, name, way, droppedAtMs },
    text: wordsOf(payload),
    keptUntilMs: droppedAtMs + keptDropped.ms,
  }
}

function droppedPlace(key: string): readonly string[] {
  return ['dropped', key]
}
