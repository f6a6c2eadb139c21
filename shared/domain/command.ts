import type { NoEvidenceReason } from './reply/gate/findings.ts'
import type { Level, Rating } from './states.ts'

/** A file that a command announces; the bytes follow by upload. `hash` is the hex SHA-256, `role` what the file shows. */
export type AnnouncedFile = Readonly<{
  id: string
  name: string
  type: string
  sizeBytes: number
  hash: string
  role: 'evidence' | 'photo_before' | 'photo_after' | 'document'
}>

/** The arguments of every command, by command name (domain.md section 3). Dates are local days `YYYY-MM-DD`. */
export type CommandArgs = {
  receive: { level: Level; category: string; area: string | null; duplicatesLookedAt: boolean }
  startVerification: { note: string }
  finishVerification: { note: string }
  setLevel: { level: Level; reason: string }
  assign: { team: string; officer: string | null }
  start: Record<never, never>
  addNote: { id: string; text: string }
  addEvidence: { id: string; text: string; files: readonly AnnouncedFile[] }
  recordVisit: { id: string; text: string; occurredAtMs: number; point: Readonly<{ lng: number; lat: number }> | null }
  askCitizen: { question: string }
  requestCoordination: { id: string; agency: string; question: string }
  answerCoordination: { id: string; answer: string }
  requestExtension: { dueDate: string; reason: string }
  grantExtension: Record<never, never>
  denyExtension: { reason: string }
  proposeTransfer: { targetAgency: string; ground: string; text: string }
  approveTransfer: { targetAgency: string }
  acceptTransfer: Record<never, never>
  returnTransfer: { reason: string }
  denyTransfer: { reason: string }
  submitReply: {
    revision: number
    text: string
    hash: string
    /** Why the reply goes up although the gate found something. */
    overrideReason: string | null
    noEvidence: NoEvidenceReason | null
    /** Whether the device showed what the gate found; false from apps before there was a gate. */
    gateShown: boolean
  }
  returnReply: { comment: string; passage: string | null }
  approveReply: {
    revision: number
    hash: string
    personalDataReason: string | null
    /** Why the reply goes out although files announced for it have not arrived. */
    missingFilesReason: string | null
  }
  proposeRefusal: { ground: string; text: string }
  approveRefusal: Record<never, never>
  denyRefusal: { reason: string }
  merge: { target: string }
  unmerge: { reason: string }
  publish: { personalDataReason: string | null }
  withhold: { reason: string }
  orderRecheck: { reason: string; dueDate: string }
  settleCommitment: { id: string; note: string }
  revealReporter: { reason: string }
  checkOut: { untilMs: number }
  checkIn: Record<never, never>
  citizenAnswered: { text: string }
  citizenSilent: Record<never, never>
  resume: { text: string }
  rate: { rating: Rating; text: string }
  close: Record<never, never>
  saveDraft: { baseRevision: number; text: string }
  mark: { read: number | null; pinned: boolean | null }
}
export type CommandName = keyof CommandArgs

/** A command as it is decided: who gives it is known from the session, never from the command. */
export type Command = {
  [N in CommandName]: Readonly<{ name: N; caseId: string; args: Readonly<CommandArgs[N]> }>
}[CommandName]

/** Why a command is not allowed or not possible now. Codes are stable; texts live in `shared/text`. */
export const refusalCodes = [
  'unknown_command',
  'not_permitted',
  'wrong_state',
  'stale_flow',
  'blocked_by',
  'own_reply',
  'own_proposal',
  'reply_empty',
  'reply_changed',
  'reply_gate',
  'passage_required',
  'passage_not_found',
  'revision_mismatch',
  'text_required',
  'reason_required',
  'assignee_unavailable',
  'unknown_team',
  'unknown_category',
  'unknown_area',
  'area_required',
  'unknown_ground',
  'duplicates_not_checked',
  'urgent_kept',
  'file_missing',
  'unknown_agency',
  'unknown_request',
  'transfer_approved',
  'date_wrong',
  'date_past',
  'date_not_later',
  'deadline_given',
  'too_late',
  'too_early',
  'limit_reached',
  'too_long',
  'already_asked',
  'already_returned',
  'nothing_asked',
  'same_assignee',
  'same_approver',
  'nothing_to_show',
  'merge_target_wrong',
  'has_merged_cases',
  'personal_data_found',
  'checked_out',
  'not_checked_out',
  'not_resumable',
  'online_only',
  'already_so',
  'not_found',
] as const
export type RefusalCode = (typeof refusalCodes)[number]
