import { z } from 'zod'
import { mutationResultV1 } from '../../../shared/contract/sync.ts'
import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import type { Place } from '../db/sealing.ts'
import type { OutboxStatus } from '../db/stored-rows.ts'

const commandName = z.enum(Object.keys(commandArgsV1) as [CommandName, ...CommandName[]])

/** The sealed part of a queued command. Immutable once a mutation id is given, but for `refusedAs`. */
export const commandPayload = z.object({
  name: commandName,
  caseId: z.string(),
  caseNumber: z.string(),
  args: z.record(z.string(), z.unknown()),
  v: z.number().int(),
  createdAtMs: z.number(),
  ifVersion: z.number().int().nullable(),
  after: z.string().nullable(),
  basedOnSeq: z.number().int(),
  /** Set when the server could not take the request at all: a `noop` goes in its place and the words stay here. */
  refusedAs: z.enum(['bad_request', 'too_large']).nullable(),
})
export type CommandPayload = Readonly<z.infer<typeof commandPayload>>

/** What the server answered, as far as a person needs it. */
export const commandAnswer = z.object({ code: mutationResultV1.shape.code, result: mutationResultV1.shape.result })
export type CommandAnswer = Readonly<z.infer<typeof commandAnswer>>

/** One command of the outbox in memory. */
export type QueuedCommand = Readonly<{
  key: string
  order: number
  mutation: number | null
  status: OutboxStatus
  payload: CommandPayload
  answer: CommandAnswer | null
}>

/** Of these only the newest unsent one per case matters. */
export function isReplaceable(name: CommandName): boolean {
  return name === 'saveDraft' || name === 'mark'
}

/** Not decided by the server yet. */
export function isPending(command: QueuedCommand): boolean {
  return command.status === 'waiting' || command.status === 'sent'
}

/** Still changes what the officer sees: its rows have not arrived. */
export function isOverlaid(command: QueuedCommand): boolean {
  return isPending(command) || command.status === 'acked'
}

/** Refused: listed to the officer until dismissed or done again. */
export function isTroubled(command: QueuedCommand): boolean {
  return command.status === 'conflict' || command.status === 'rejected' || command.status === 'quarantined'
}

export function payloadPlace(key: string): Place {
  return ['outbox', key, 'payload']
}

export function answerPlace(key: string): Place {
  return ['outbox', key, 'answer']
}

export function journalPlace(key: string): Place {
  return ['journal', key]
}

/** The officer's own words in a command, empty where it carries none. */
export function wordsOf(payload: Pick<CommandPayload, 'args'>): string {
  for (const field of ['text', 'comment', 'reason', 'note'] as const) {
    const value = payload.args[field]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}
