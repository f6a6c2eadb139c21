import type { Level } from './states.ts'

/** The arguments of every command an official can give, by command name (domain.md section 3). */
export type CommandArgs = {
  receive: { level: Level; category: string; area: string | null; duplicatesLookedAt: boolean }
  startVerification: { note: string }
  finishVerification: { note: string }
  setLevel: { level: Level; reason: string }
  assign: { team: string; officer: string | null }
  start: Record<never, never>
  addNote: { id: string; text: string }
  submitReply: { revision: number; text: string; hash: string; overrideReason: string | null }
  returnReply: { comment: string; passage: string | null }
  approveReply: { revision: number; hash: string }
  proposeRefusal: { ground: string; text: string }
  approveRefusal: Record<never, never>
  denyRefusal: { reason: string }
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
  'revision_mismatch',
  'text_required',
  'reason_required',
  'assignee_unavailable',
  'unknown_team',
  'unknown_category',
  'unknown_area',
  'unknown_ground',
  'duplicates_not_checked',
  'file_missing',
  'online_only',
  'already_so',
  'not_found',
] as const
export type RefusalCode = (typeof refusalCodes)[number]
