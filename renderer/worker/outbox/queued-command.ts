import { z } from 'zod'
import { mutationResultV1 } from '../../../shared/contract/sync.ts'
import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import { upgradedCommand } from '../../../shared/contract/command-upgrades.ts'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import { caseFactsV1 } from '../../../shared/ipc/outbox-contract.ts'
import type { Place } from '../db/sealing.ts'
import type { OutboxStatus } from '../db/stored-rows.ts'

const commandName = z.enum(Object.keys(commandArgsV1) as [CommandName, ...CommandName[]])

/** What the officer looked at when giving a command: kept to show a conflict, never sent. `text` is what the words were written on. */
const sightOfCase = z.object({ before: caseFactsV1, after: caseFactsV1, text: z.string().nullable() })
export type SightOfCase = Readonly<z.infer<typeof sightOfCase>>

/** The sealed part of a queued command. Immutable once a mutation id is given, but for `refusedAs`. */
const commandPayload = z.object({
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
  /** Null in commands of programs before this field. */
  seen: sightOfCase.nullable().default(null),
  /** It lies in a file for another device too, which may send it: as immutable as one that was sent. */
  carried: z.boolean().default(false),
})
export type CommandPayload = Readonly<z.infer<typeof commandPayload>>

const storedForm = z.looseObject({ name: z.string(), args: z.record(z.string(), z.unknown()), v: z.number().int() })

/**
 * Reads the sealed part of a command that this or an older app wrote, in today's form. One without a way to it stays as it is, for the
 * server to decide on.
 */
export function payloadReader(forms: CommandForms): z.ZodType<CommandPayload> {
  return z.preprocess((content) => {
    const stored = storedForm.safeParse(content)
    return (stored.success ? upgradedCommand(forms, stored.data) : null) ?? content
  }, commandPayload)
}

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

/** The argument that holds the officer's own words, null where a command carries none. */
export function wordFieldOf({ args }: Pick<CommandPayload, 'args'>): 'text' | 'comment' | 'reason' | 'note' | null {
  const fields = ['text', 'comment', 'reason', 'note'] as const
  return fields.find((field) => typeof args[field] === 'string' && args[field] !== '') ?? null
}

/** The officer's own words in a command, empty where it carries none; of a form unknown here, every text of several words. */
export function wordsOf(payload: Pick<CommandPayload, 'name' | 'args'>): string {
  const { name, args } = payload
  const field = wordFieldOf(payload)
  if (field !== null) return String(args[field])
  if (commandArgsV1[name].safeParse(args).success) return ''
  return Object.values(args)
    .filter((value) => typeof value === 'string' && /\S\s+\S/.test(value))
    .join('\n')
}

/** Whether its words can still be changed in place: never sent, and not the text of a reply, which is changed in its editor. */
export function isEditable({ status, payload }: Pick<QueuedCommand, 'status' | 'payload'>): boolean {
  return isRevocable({ status, payload }) && wordFieldOf(payload) !== null && !isReplyText(payload.name)
}

/** Whether it can still be taken back or changed: neither this device nor another one can have sent it. */
export function isRevocable({ status, payload }: Pick<QueuedCommand, 'status' | 'payload'>): boolean {
  return status === 'waiting' && !payload.carried
}

/** A command whose words are a reply: they are edited as the case's draft. */
export function isReplyText(name: CommandName): boolean {
  return name === 'saveDraft' || name === 'submitReply'
}
