import { z } from 'zod'
import { acceptedTypes } from '../contract/files/file-types.ts'

/** Most bytes a page hands to main in one call. */
export const maxPieceBytes = 1024 * 1024

/** How a file that was added on this device stands: whole and sealed here, on its way, or never to be taken as it is. */
export const evidencePhases = ['on_device', 'sending', 'refused'] as const
export type EvidencePhase = (typeof evidencePhases)[number]

/** A file on this device that the server may not have yet; when it has it, it is no longer listed. */
export const localEvidenceV1 = z.object({
  id: z.string(),
  hash: z.string(),
  sizeBytes: z.number().int(),
  addedAtMs: z.number(),
  /** A command names it; before that it stands in an open dialog only. */
  given: z.boolean(),
  /** Null where what is known of it was sealed with a lost key. */
  caseId: z.string().nullable(),
  name: z.string(),
  type: z.string(),
  phase: z.enum(evidencePhases),
  /** Of the bytes; 0 unless it is being sent. */
  percent: z.number().int().min(0).max(100),
  /** Why it was refused, or why the last try to send anything failed. */
  code: z.string().nullable(),
})
export type LocalEvidenceV1 = z.infer<typeof localEvidenceV1>

/** Why a picked file is not taken. */
export const intakeCodes = [
  'file_empty',
  'file_too_large',
  'file_type_refused',
  'file_changed',
  'too_many_files',
  'disk_full',
  'disk_failed',
  'signed_out',
] as const
export type IntakeCode = (typeof intakeCodes)[number]

const refused = z.object({ ok: z.literal(false), code: z.enum(intakeCodes) })
const ticket = z.string().uuid()
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= maxPieceBytes)
const ids = z.array(z.string().max(120)).max(100)

/** Page to main, about evidence. A file comes in pieces: begin, append in order, finish; nothing of it is on the disk in clear. */
export const evidenceCalls = {
  'evidence:begin': {
    args: z.tuple([
      z.object({ caseId: z.string().max(200), name: z.string().max(1_000), sizeBytes: z.number().int().nonnegative() }),
    ]),
    result: z.union([z.object({ ok: z.literal(true), ticket }), refused]),
  },
  'evidence:append': {
    args: z.tuple([z.object({ ticket, bytes })]),
    result: z.union([z.object({ ok: z.literal(true) }), refused]),
  },
  /** `thumb`: a small JPEG of a picture in base64. Resolves when the file is sealed on the disk. */
  'evidence:finish': {
    args: z.tuple([z.object({ ticket, thumb: z.string().max(60_000).nullable() })]),
    result: z.union([
      z.object({
        ok: z.literal(true),
        file: z.object({
          id: z.string(),
          hash: z.string(),
          name: z.string(),
          type: z.enum(acceptedTypes),
          sizeBytes: z.number().int(),
        }),
      }),
      refused,
    ]),
  },
  'evidence:abandon': { args: z.tuple([z.object({ ticket })]), result: z.object({ ok: z.literal(true) }) },
  /** Gives files up that no command names, or that were refused; others are left alone. */
  'evidence:discard': { args: z.tuple([z.object({ ids })]), result: z.object({ ok: z.literal(true) }) },
  /** Tries a refused file again, and everything that waits. */
  'evidence:retry': { args: z.tuple([z.object({ ids })]), result: z.object({ ok: z.literal(true) }) },
  /** The largest file that is taken now. */
  'evidence:get-limit': { args: z.tuple([]), result: z.object({ fileBytes: z.number().int().positive() }) },
  'evidence:list': { args: z.tuple([]), result: z.object({ files: z.array(localEvidenceV1) }) },
  'evidence:get-thumb': {
    args: z.tuple([z.object({ id: z.string().max(120) })]),
    result: z.object({ thumb: z.string().nullable() }),
  },
} as const
