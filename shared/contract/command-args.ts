import { z } from 'zod'
import type { CommandArgs, CommandName } from '../domain/command.ts'
import { noEvidenceReasons } from '../domain/reply/gate/findings.ts'
import { levels, ratings } from '../domain/states.ts'
import { pointV1 } from './case-parts.ts'

const text = z.string().max(20_000)
const code = z.string().min(1).max(100)

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const moment = z.number().int().nonnegative()
// A device that speaks an older version of a command leaves out what it does not know.
const laterText = text.nullable().default(null)

/** The most files one command may announce. */
export const maxFilesPerCommand = 20

const announcedFile = z.object({
  id: code,
  name: z.string().min(1).max(200),
  type: code,
  sizeBytes: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(['evidence', 'photo_before', 'photo_after', 'document']),
})

/** The shape of every command's arguments on the wire; unknown keys are ignored. */
export const commandArgsV1 = {
  receive: z.object({ level: z.enum(levels), category: code, area: code.nullable(), duplicatesLookedAt: z.boolean() }),
  startVerification: z.object({ note: text }),
  finishVerification: z.object({ note: text }),
  setLevel: z.object({ level: z.enum(levels), reason: text }),
  assign: z.object({ team: code, officer: code.nullable() }),
  start: z.object({}),
  addNote: z.object({ id: code, text }),
  submitReply: z.object({
    revision: z.number().int().positive(),
    text,
    hash: code,
    overrideReason: text.nullable(),
    noEvidence: z.enum(noEvidenceReasons).nullable().default(null),
    gateShown: z.boolean().default(false),
  }),
  returnReply: z.object({ comment: text, passage: text.nullable() }),
  approveReply: z.object({
    revision: z.number().int().positive(),
    hash: code,
    personalDataReason: laterText,
    missingFilesReason: laterText,
  }),
  addEvidence: z.object({ id: code, text, files: z.array(announcedFile).max(maxFilesPerCommand) }),
  recordVisit: z.object({ id: code, text, occurredAtMs: moment, point: pointV1.nullable() }),
  askCitizen: z.object({ question: text }),
  requestCoordination: z.object({ id: code, agency: code, question: text }),
  answerCoordination: z.object({ id: code, answer: text }),
  requestExtension: z.object({ dueDate: date, reason: text }),
  grantExtension: z.object({}),
  denyExtension: z.object({ reason: text }),
  proposeTransfer: z.object({ targetAgency: code, ground: code, text }),
  approveTransfer: z.object({ targetAgency: code }),
  acceptTransfer: z.object({}),
  returnTransfer: z.object({ reason: text }),
  denyTransfer: z.object({ reason: text }),
  merge: z.object({ target: code }),
  unmerge: z.object({ reason: text }),
  publish: z.object({ personalDataReason: laterText }),
  withhold: z.object({ reason: text }),
  orderRecheck: z.object({ reason: text, dueDate: date }),
  settleCommitment: z.object({ id: code, note: text }),
  revealReporter: z.object({ reason: text }),
  checkOut: z.object({ untilMs: moment }),
  checkIn: z.object({}),
  citizenAnswered: z.object({ text }),
  citizenSilent: z.object({}),
  resume: z.object({ text }),
  rate: z.object({ rating: z.enum(ratings), text }),
  close: z.object({}),
  proposeRefusal: z.object({ ground: code, text }),
  approveRefusal: z.object({}),
  denyRefusal: z.object({ reason: text }),
  saveDraft: z.object({ baseRevision: z.number().int().nonnegative(), text }),
  mark: z.object({ read: z.number().int().nonnegative().nullable(), pinned: z.boolean().nullable() }),
} as const satisfies { [N in CommandName]: z.ZodType<CommandArgs[N]> }
