import { z } from 'zod'
import { successionStateV1 } from '../succession.ts'

const id = z.string().min(1).max(100)
const ms = z.number().int()
const reason = z.string().trim().max(2000)

/** Who recorded something last, when and why; the name is the id where the account is gone. */
const recordedV1 = z.object({ by: z.string(), byName: z.string(), atMs: ms, reason: z.string() })

/**
 * An absence as the administration sees it: `version` rises with every change of it, `recorded` is null for one that was stored
 * before reasons were kept. Instants are Unix milliseconds, the end exclusive.
 */
export const absenceEntryV1 = z.object({
  id: z.string(),
  version: ms,
  official: z.string(),
  fromMs: ms,
  toMs: ms,
  substitute: z.string().nullable(),
  recorded: recordedV1.nullable(),
})
export type AbsenceEntryV1 = z.infer<typeof absenceEntryV1>

export const absenceListRequestV1 = z.object({ agency: id })
export const absenceListV1 = z.object({ absences: z.array(absenceEntryV1) })

/** A request to record an absence (`id` null, `version` 0) or to change the one that was read in that version. */
export const absenceSaveV1 = z.object({
  id: id.nullable(),
  version: ms.nonnegative(),
  official: id,
  fromMs: ms,
  toMs: ms,
  substitute: id.nullable(),
  reason,
})
export type AbsenceSaveV1 = z.infer<typeof absenceSaveV1>

/** The same for an absence of the caller. */
export const ownAbsenceSaveV1 = absenceSaveV1.omit({ official: true })
export type OwnAbsenceSaveV1 = z.infer<typeof ownAbsenceSaveV1>

/** A request to end an absence now, or to take it back where it has not begun. */
export const absenceEndV1 = z.object({ id, reason })
export type AbsenceEndV1 = z.infer<typeof absenceEndV1>
export const absenceSavedV1 = z.object({ id: z.string() })

export const successionListV1 = z.object({ successions: z.array(successionStateV1) })
/** A request to withdraw a reorganisation before its day. */
export const successionWithdrawalV1 = z.object({ id, reason })
export type SuccessionWithdrawalV1 = z.infer<typeof successionWithdrawalV1>
export const successionStartedV1 = z.object({ id: z.string() })
