import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { commitmentsIn } from '../reply/commitments.ts'
import { asksForReason, gateFindings } from '../reply/gate/gate.ts'
import { canonicalReply, isEmptyReply } from '../reply-text.ts'
import { zoneOfAgency } from '../time/clocks.ts'
import { personalDataProblem } from './citizen/publication.ts'
import { withAnswer } from './outcome.ts'
import { actsOnlyFor, isSameAssignee, sameApprover } from './second-person.ts'
import type { Given, Situation } from './rule.ts'

/** After an unsatisfied rating another officer does the work: the former one not even in the place of the new one. */
export const otherAssigneeSituation = (situation: Situation): RefusalCode | null =>
  isSameAssignee(situation.actor.id, situation) ? 'same_assignee' : null

/**
 * A reply must say something, be the text whose hash and revision it names, and pass the gate or say why not. An app from before the
 * gate could not show what was found: its reply is taken, and the approver is told.
 */
export const submitReplyGuard = (given: Given<'submitReply'>): RefusalCode | null => {
  const { args, context } = given
  if (isEmptyReply(args.text)) return 'reply_empty'
  if (context.replyHash !== args.hash) return 'reply_changed'
  const isOlder = context.draftRevision !== undefined && context.draftRevision !== args.revision
  if (isOlder) return 'revision_mismatch'
  const isHeldBack = args.gateShown && isBlank(args.overrideReason) && heldBack(given)
  return isHeldBack ? 'reply_gate' : null
}

const heldBack = ({ args, complaint, context }: Given<'submitReply'>): boolean =>
  gateFindings({ text: args.text, complaint, files: context.handlingFiles, noEvidence: args.noEvidence }).some(
    asksForReason,
  )

/** The reply waits for approval; its author is the one who submitted it. A reply shown before is not shown in its new words unseen. */
export const applySubmitReply = ({ actor, args, complaint, context }: Given<'submitReply'>): Complaint => ({
  ...complaint,
  publication: complaint.publication === 'published' ? 'unpublished' : complaint.publication,
  reply: {
    revision: args.revision,
    text: canonicalReply(args.text),
    hash: args.hash,
    author: actor.id,
    submittedAtMs: context.nowMs,
    approvedBy: null,
    returnComment: null,
    returnPassage: null,
    gate: {
      shown: args.gateShown,
      overrideReason: isBlank(args.overrideReason) ? null : (args.overrideReason?.trim() ?? null),
      noEvidence: args.noEvidence,
    },
  },
})

/** A comment is tied to a passage of the reply as submitted (domain.md section 3); white space may differ. */
export const returnReplyGuard = ({ args, complaint }: Given<'returnReply'>): RefusalCode | null => {
  if (isBlank(args.passage)) return 'passage_required'
  return plain(complaint.reply?.text ?? '').includes(plain(args.passage ?? '')) ? null : 'passage_not_found'
}

const plain = (text: string): string => canonicalReply(text).replace(/\s+/gu, ' ')
const isBlank = (text: string | null): boolean => (text ?? '').trim() === ''

/** The reply goes back to the assignee, or to its author where nobody is assigned. */
export const applyReturnReply = ({ args, complaint }: Given<'returnReply'>): Complaint => ({
  ...complaint,
  assignee: complaint.assignee ?? complaint.reply?.author ?? null,
  reply:
    complaint.reply === null
      ? null
      : { ...complaint.reply, returnComment: args.comment.trim(), returnPassage: args.passage?.trim() ?? null },
})

/**
 * Nobody approves the own reply, neither through a second role nor through the role of the absent author; a case in rework has another
 * approver than before.
 */
export const approveReplySituation = (situation: Situation): RefusalCode | null => {
  const { reply } = situation.complaint
  if (reply === null) return 'wrong_state'
  if (actsOnlyFor(situation, 'approveReply', reply.author)) return 'own_reply'
  return sameApprover(situation, 'approveReply', reply.author) ? 'same_approver' : null
}

/**
 * The version approved is the version read, its files are there or somebody says why it goes without them (a lost device never sends
 * them), and nothing personal goes out unseen.
 */
export const approveReplyGuard = ({ args, complaint, context }: Given<'approveReply'>): RefusalCode | null => {
  if (complaint.reply?.revision !== args.revision) return 'revision_mismatch'
  if (complaint.reply.hash !== args.hash) return 'reply_changed'
  if ((context.filesMissing ?? 0) > 0 && isBlank(args.missingFilesReason)) return 'file_missing'
  return personalDataProblem(complaint.reply.text, args.personalDataReason)
}

/** The reply is the city's answer, the clock stops, and every day it names is a commitment. */
export const applyApproveReply = ({ actor, complaint, context }: Given<'approveReply'>): Complaint =>
  withAnswer(
    {
      ...complaint,
      commitments: [
        ...complaint.commitments,
        ...commitmentsIn(complaint.reply?.text ?? '', {
          by: complaint.reply?.author ?? actor.id,
          atMs: context.nowMs,
          zone: zoneOfAgency(complaint.agency, context),
          id: context.eventId,
        }),
      ],
      reply: complaint.reply === null ? null : { ...complaint.reply, approvedBy: actor.id, returnComment: null },
    },
    context,
  )
