import type { PersonalDataKind } from '../personal-data.ts'

/** The five parts a reply to a field case must have, of which evidence is the fourth (domain.md section 7, a to e). */
export const replyParts = ['found', 'action', 'unit', 'time_place', 'next'] as const
export type ReplyPart = (typeof replyParts)[number]

/** Why a reply carries no evidence (provisional list). */
export const noEvidenceReasons = [
  'nothing_to_show',
  'private_place',
  'restricted_document',
  'explained_in_words',
] as const
export type NoEvidenceReason = (typeof noEvidenceReasons)[number]

/**
 * What the gate finds in a reply. A blank and personal data have a place: UTF-16 offsets, end exclusive. Personal data is told and does
 * not ask for a reason here, because the approver answers for it (`approveReply`).
 */
export type GateFinding =
  | Readonly<{ code: 'part_missing'; part: ReplyPart }>
  | Readonly<{ code: 'evidence_missing' }>
  | Readonly<{ code: 'off_point' }>
  | Readonly<{ code: 'blank_left'; from: number; to: number; text: string }>
  | Readonly<{ code: 'personal_data'; kind: PersonalDataKind; from: number; to: number; text: string }>
