import { z } from 'zod'
import type { CommandArgs, CommandName } from '../domain/command.ts'
import { levels } from '../domain/states.ts'

const text = z.string().max(20_000)
const code = z.string().min(1).max(100)

/** The shape of every command's arguments on the wire; unknown keys are ignored. */
export const commandArgsV1 = {
  receive: z.object({ level: z.enum(levels), category: code, area: code.nullable(), duplicatesLookedAt: z.boolean() }),
  startVerification: z.object({ note: text }),
  finishVerification: z.object({ note: text }),
  setLevel: z.object({ level: z.enum(levels), reason: text }),
  assign: z.object({ team: code, officer: code.nullable() }),
  start: z.object({}),
  addNote: z.object({ id: code, text }),
  submitReply: z.object({ revision: z.number().int().positive(), text, hash: code, overrideReason: text.nullable() }),
  returnReply: z.object({ comment: text, passage: text.nullable() }),
  approveReply: z.object({ revision: z.number().int().positive(), hash: code }),
  proposeRefusal: z.object({ ground: code, text }),
  approveRefusal: z.object({}),
  denyRefusal: z.object({ reason: text }),
  saveDraft: z.object({ baseRevision: z.number().int().nonnegative(), text }),
  mark: z.object({ read: z.number().int().nonnegative().nullable(), pinned: z.boolean().nullable() }),
} as const satisfies { [N in CommandName]: z.ZodType<CommandArgs[N]> }
