import type { Command } from '../../../shared/domain/command.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'

/** Every command with arguments that fit the case, as an official filling in the dialogs could send them. */
export const movesOn = (complaint: Complaint, officers: readonly string[]): readonly Command[] => {
  const caseId = complaint.id
  const moves: Command[] = [
    {
      name: 'receive',
      caseId,
      args: { level: complaint.level, category: 'road_damage', area: '00004', duplicatesLookedAt: true },
    },
    { name: 'startVerification', caseId, args: { note: 'a' } },
    { name: 'finishVerification', caseId, args: { note: 'b' } },
    { name: 'start', caseId, args: {} },
    { name: 'addNote', caseId, args: { id: 'note', text: 'c' } },
    { name: 'submitReply', caseId, args: { revision: 1, text: 'Đã làm', hash: 'hash-1', overrideReason: null } },
    { name: 'returnReply', caseId, args: { comment: 'd', passage: null } },
    { name: 'proposeRefusal', caseId, args: { ground: 'not_in_scope', text: 'e' } },
    { name: 'approveRefusal', caseId, args: {} },
    { name: 'denyRefusal', caseId, args: { reason: 'f' } },
    { name: 'saveDraft', caseId, args: { baseRevision: 0, text: 'g' } },
    { name: 'mark', caseId, args: { read: 1, pinned: null } },
  ]
  if (complaint.reply !== null) {
    moves.push({
      name: 'approveReply',
      caseId,
      args: { revision: complaint.reply.revision, hash: complaint.reply.hash, personalDataReason: null },
    })
  }
  for (const level of ['urgent', 'complex', 'normal'] as const)
    moves.push({ name: 'setLevel', caseId, args: { level, reason: 'h' } })
  for (const officer of [null, ...officers]) moves.push({ name: 'assign', caseId, args: { team: 'SXD-1', officer } })
  return moves
}
