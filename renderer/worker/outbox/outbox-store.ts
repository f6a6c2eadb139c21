import { z } from 'zod'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import { assertFence, readMeta, writeMeta } from '../db/meta.ts'
import type { Sealer } from '../db/sealing.ts'
import type { StoredCommand } from '../db/stored-rows.ts'
import { outboxStatuses } from '../db/stored-rows.ts'
import type { DroppedChange } from './dropped-commands.ts'
import { WorkerFailure } from '../failure.ts'
import { answerPlace, commandAnswer, payloadPlace, payloadReader } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

const plainFields = z.object({
  key: z.string(),
  order: z.number(),
  mutation: z.number().int().nullable(),
  status: z.enum(outboxStatuses),
})

export type OutboxStoreParts = Readonly<{
  database: DeskDatabase
  sealer: Sealer
  fence: number
  commandForms: CommandForms
}>

/** What one transaction changes; `numbering` sets the next mutation id. */
export type OutboxChange = Readonly<{
  put?: readonly QueuedCommand[]
  remove?: readonly string[]
  numbering?: number
  dropped?: DroppedChange
}>

/** The outbox table with its decrypted mirror, in queue order. Callers take turns: one change at a time. */
export class OutboxStore {
  readonly #parts: OutboxStoreParts
  #commands = new Map<string, QueuedCommand>()
  #stored = new Map<string, StoredCommand>()
  #nextOrder = 1
  nextMutation = 1

  constructor(parts: OutboxStoreParts) {
    this.#parts = parts
  }

  /** Reads and opens every command; throws `database_damaged` when fewer are there than the last transaction left. */
  async load(): Promise<void> {
    const { database } = this.#parts
    const rows = await database.outbox.toArray()
    const tally = (await readMeta(database, 'outboxTally')) ?? 0
    if (rows.length !== tally) throw new WorkerFailure('database_damaged')
    this.nextMutation = (await readMeta(database, 'nextMutation')) ?? 1
    this.#nextOrder = (await readMeta(database, 'nextOrder')) ?? 1
    const commands = await Promise.all(rows.map((row) => this.#open(row)))
    this.#stored = new Map(rows.map((row) => [row.key, row]))
    this.#commands = new Map(commands.sort(byOrder).map((command) => [command.key, command]))
  }

  /** Every command, oldest first. */
  all(): QueuedCommand[] {
    return [...this.#commands.values()]
  }

  get(key: string): QueuedCommand | undefined {
    return this.#commands.get(key)
  }

  takeOrder(): number {
    this.#nextOrder += 1
    return this.#nextOrder - 1
  }

  /** Writes a change in one transaction, sealing before it; the mirror follows only after the commit. */
  async change(change: OutboxChange): Promise<void> {
    const { database, fence } = this.#parts
    const put = await Promise.all((change.put ?? []).map((command) => this.#seal(command)))
    const remove = change.remove ?? []
    const stored = new Map(this.#stored)
    const commands = new Map(this.#commands)
    for (const key of remove) {
      stored.delete(key)
      commands.delete(key)
    }
    for (const row of put) stored.set(row.key, row)
    for (const command of change.put ?? []) commands.set(command.key, command)
    const numbering = change.numbering ?? this.nextMutation
    const nextOrder = this.#nextOrder
    const { dropped } = change
    const tables = [database.outbox, database.meta, ...(dropped ? [database.dropped] : [])]
    await database.transaction('rw', tables, async () => {
      await assertFence(database, fence)
      await database.outbox.bulkDelete([...remove])
      await database.outbox.bulkPut(put)
      if (dropped) {
        await database.dropped.bulkDelete([...dropped.remove])
        await database.dropped.bulkPut([...dropped.put])
      }
      await writeMeta(database, 'outboxTally', stored.size)
      await writeMeta(database, 'nextMutation', numbering)
      await writeMeta(database, 'nextOrder', nextOrder)
    })
    this.#stored = stored
    this.#commands = new Map([...commands.values()].sort(byOrder).map((command) => [command.key, command]))
    this.nextMutation = numbering
  }

  async #seal(command: QueuedCommand): Promise<StoredCommand> {
    const { sealer } = this.#parts
    const before = this.#stored.get(command.key)
    const known = this.#commands.get(command.key)
    const plain = { key: command.key, order: command.order, mutation: command.mutation, status: command.status }
    const payload =
      before && known?.payload === command.payload
        ? before
        : await sealer.seal(payloadPlace(command.key), command.payload)
    const answer = command.answer === null ? null : await sealer.seal(answerPlace(command.key), command.answer)
    return { ...plain, schema: payload.schema, iv: payload.iv, ct: payload.ct, answer }
  }

  async #open(row: StoredCommand): Promise<QueuedCommand> {
    const { sealer, commandForms } = this.#parts
    const plain = plainFields.safeParse(row)
    const payload = payloadReader(commandForms).safeParse(await sealer.open(payloadPlace(row.key), row))
    if (!plain.success || !payload.success) throw new WorkerFailure('database_damaged')
    const answer = row.answer ? commandAnswer.parse(await sealer.open(answerPlace(row.key), row.answer)) : null
    return { ...plain.data, payload: payload.data, answer }
  }
}

function byOrder(left: QueuedCommand, right: QueuedCommand): number {
  return left.order - right.order
}
