import { z } from 'zod'

/** How the server left a command that changed nothing. */
export const unappliedStatuses = ['quarantined', 'conflict', 'rejected'] as const
export type UnappliedStatus = (typeof unappliedStatuses)[number]

/** Where the next, older page begins: the place of the last command of the page before. */
const place = z.string().regex(/^\d{1,16}\.-?\d{1,16}\.[^\s]{1,100}$/)

/** Which commands are asked for; without a status all of them. */
export const unappliedRequestV1 = z.object({ status: z.enum(unappliedStatuses).optional(), before: place.optional() })

/**
 * A command the server did not apply, without the words it carried: those stay with whoever wrote them. `caseNumber` is null where
 * the command names no known case; `code` says why, `internal` for one that is kept for inspection.
 */
export const unappliedCommandV1 = z.object({
  place,
  atMs: z.number().int(),
  official: z.string(),
  officialName: z.string(),
  deviceName: z.string(),
  name: z.string(),
  caseNumber: z.string().nullable(),
  status: z.enum(unappliedStatuses),
  code: z.string(),
})
export type UnappliedCommandV1 = z.infer<typeof unappliedCommandV1>
export const unappliedReplyV1 = z.object({ commands: z.array(unappliedCommandV1), more: z.boolean() })
