import { z } from 'zod'
import { commandArgsV1 } from '../contract/command-args.ts'
import { caseRowV1 } from '../contract/rows.ts'
import type { CommandName } from '../domain/command.ts'
import { refusalCodes } from '../domain/command.ts'
import { shortestPassphrase } from './passphrase.ts'

const commandName = z.enum(Object.keys(commandArgsV1) as [CommandName, ...CommandName[]])

/** What a workflow command changes of a case: all that two versions of it are compared by, beside its texts. */
export const caseFactsV1 = caseRowV1.pick({ state: true, level: true, team: true, assignee: true })
export type CaseFactsV1 = z.infer<typeof caseFactsV1>

/**
 * A command that was not applied, beside what it stood on and what stands now. `before` and `after` are the case as the officer saw
 * it and as the command would have left it; both are null for a command given by an older program.
 */
export const comparisonV1 = z.object({
  before: caseFactsV1.nullable(),
  after: caseFactsV1.nullable(),
  /** The case on the server as the device knows it now; null where the device no longer holds it. */
  now: caseFactsV1.nullable(),
  /** Who changed it last, by id, and when; null where nobody is known to have. */
  changedBy: z.string().nullable(),
  changedAtMs: z.number().nullable(),
  /** The text both sides started from, the officer's and the server's; null for a command without words. */
  texts: z
    .object({
      base: z.string().nullable(),
      mine: z.string(),
      theirs: z.string().nullable(),
      /** Where the other text is: at the server, or, beside one that came in a file, on this device. */
      theirsIsHere: z.boolean(),
    })
    .nullable(),
})
export type ComparisonV1 = z.infer<typeof comparisonV1>

/** How a command ended up among the dropped ones. */
export const droppedWays = ['withdrawn', 'given_up', 'rewritten'] as const

/** A command that will not be sent, with its words, until `keptUntilMs`. */
export const droppedItemV1 = z.object({
  key: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  name: commandName,
  text: z.string(),
  way: z.enum(droppedWays),
  droppedAtMs: z.number(),
  keptUntilMs: z.number(),
})
export type DroppedItemV1 = z.infer<typeof droppedItemV1>

/** Whether a new command stands for the old one now, or why the rules refuse it. */
export const redoneV1 = z.union([
  z.object({ ok: z.literal(true), key: z.string() }),
  z.object({ ok: z.literal(false), code: z.enum(refusalCodes) }),
])

/** Of a file that carries unsent work. */
export const passphrase = z.string().min(shortestPassphrase).max(1000)

/** What became of writing unsent work to a file: `count` commands are in it. */
export const carriedOutV1 = z.union([
  z.object({ ok: z.literal(true), count: z.number().int() }),
  z.object({ ok: z.literal(false), code: z.enum(['cancelled', 'nothing_unsent', 'disk_failed']) }),
])
export type CarriedOutV1 = z.infer<typeof carriedOutV1>

/** Why a file of carried work was not taken. Nothing on the device or in the file was changed. */
export const carryRefusals = [
  'no_file',
  'wrong_passphrase',
  'damaged',
  'not_carried_work',
  'too_new',
  'other_account',
  'disk_failed',
] as const
export type CarryRefusal = (typeof carryRefusals)[number]

/** What became of reading such a file: `added` wait to be sent, `troubled` are listed for a decision, `known` were here before. */
export const carriedInV1 = z.union([
  z.object({ ok: z.literal(true), added: z.number().int(), troubled: z.number().int(), known: z.number().int() }),
  z.object({ ok: z.literal(false), code: z.enum(carryRefusals) }),
])
export type CarriedInV1 = z.infer<typeof carriedInV1>
