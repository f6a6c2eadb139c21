import type { CaseState } from '../../../../shared/domain/states.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'

const writable: readonly CaseState[] = ['assigned', 'in_progress', 'reply_returned', 'rework', 'awaiting_citizen']

/** What the reply tab shows: the editor to the assignee or a substitute while it can be written, else the reply as it stands. */
export type ReplyMode = 'edit' | 'submitted' | 'published' | 'not_yours' | 'not_yet'

export function replyModeOf({ case: row, commands }: Pick<CaseDetailV1, 'case' | 'commands'>, me: string): ReplyMode {
  if (row.state === 'reply_submitted') return 'submitted'
  if ((row.state === 'answered' || row.state === 'closed') && row.reply !== null) return 'published'
  if (row.assignee === null) return 'not_yet'
  // To submit is offered, possible now or not, only to whoever the case is assigned to or who takes that person's place.
  const isMine = row.assignee === me || commands.some(({ name }) => name === 'submitReply')
  if (isMine && writable.includes(row.state)) return 'edit'
  return isMine ? 'not_yet' : 'not_yours'
}

/** The text the editor opens with: the saved draft, else the reply that was returned. */
export function openingText(detail: Pick<CaseDetailV1, 'draft' | 'case'>): string {
  if (detail.draft !== null) return detail.draft.text
  return detail.case.reply?.text ?? ''
}

/** Words as people count them: runs of characters between white space that hold a letter or a digit. */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** The revision a draft is written on, and the one a submission of it names. */
export function revisionsOf(detail: Pick<CaseDetailV1, 'draft' | 'case'>): { base: number; submitted: number } {
  const base = detail.draft?.baseRevision ?? detail.case.reply?.revision ?? 0
  return { base, submitted: base + 1 }
}

/** Hex SHA-256 of a text that is canonical already (`canonicalReply`). */
export async function replyHash(canonicalText: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalText))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
