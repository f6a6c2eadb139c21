import type { RefusalCode } from '../command.ts'
import type { Complaint } from '../complaint.ts'
import { commitmentsIn } from '../reply/commitments.ts'
import { canonicalReply, isEmptyReply } from '../reply-text.ts'
import { zoneOfAgency } from '../time/clocks.ts'
import { personalDataProblem } from './citizen/publication.ts'
import { withAnswer } from './outcome.ts'
import { actsOnlyFor, sameApprover } from './second-person.ts'
import type { Given, Situation } from './rule.ts'

/** After an unsatisfied rating another officer does the work: the former one not even in the place of the new one. */
export const otherAssigneeSituation = ({ actor, complaint }: Situation): RefusalCode | null =>
  actor.id === complaint.rework?.formerAssignee ? 'same_assignee' : null

/** A reply must say something, and be the text whose hash and revision it names. */
export const submitReplyGuard = ({ args, context }: Given<'submitReply'>): RefusalCode | null => {
  if (isEmptyReply(args.text)) return 'reply_empty'
  if (context.replyHash !== args.hash) return 'reply_changed'
  const isOlder = context.draftRevision !== undefined && context.draftRevision !== args.revision
  return isOlder ? 'revision_mismatch' : null
}

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
  },
})

/** The reply goes back to the assignee, or to its author where nobody is assigned. */
export const applyReturnReply = ({ args, complaint }: Given<'returnReply'>): Complaint => ({
  ...complaint,
  assignee: complaint.assignee ?? complaint.reply?.author ?? null,
  reply: complaint.reply === null ? null : { ...complaint.reply, returnComment: args.comment.trim() },
})

/**
 * Nobody approves the own reply, neither through a second role nor through the role of the absent author; a case in rework has another
 * approver than before; files come first.
 */
export const approveReplySituation = (situation: Situation): RefusalCode | null => {
  const { reply } = situation.complaint
  if (reply === null) return 'wrong_state'
  if (actsOnlyFor(situation, 'approveReply', reply.author)) return 'own_reply'
  if (sameApprover(situation, 'approveReply')) return 'same_approver'
  return (situation.context.filesMissing ?? 0) > 0 ? 'file_missing' : null
}

/** The version approved is the version read, and nothing personal goes out unseen. */
export const approveReplyGuard = ({ args, complaint }: Given<'approveReply'>): RefusalCode | null => {
  if (complaint.reply?.revision !== args.revision) return 'revision_mismatch'
  if (complaint.reply.hash !== args.hash) return 'reply_changed'
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
