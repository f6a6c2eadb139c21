import type { CommandName } from '../command.ts'
import { applyAssign, applyLevel, assignGuard, assignSituation, levelSituation } from '../commands/assignment.ts'
import {
  applyCheckIn,
  applyCheckOut,
  checkInSituation,
  checkOutGuard,
  checkOutSituation,
} from '../commands/checkout.ts'
import { applyAskCitizen, askCitizenSituation } from '../commands/citizen/questions.ts'
import { addEvidenceGuard, evidenceExtra, visitExtra } from '../commands/field-work.ts'
import { applyReceive, receiveGuard } from '../commands/reception.ts'
import {
  applyApproveReply,
  applyReturnReply,
  applySubmitReply,
  approveReplyGuard,
  approveReplySituation,
  otherAssigneeSituation,
  returnReplyGuard,
  submitReplyGuard,
} from '../commands/reply.ts'
import { openStates, unreceivedStates } from '../states.ts'
import type { CommandRule } from '../commands/rule.ts'
import { assignable, reasonOf, textOf, noteOf, linesOf, row, online, always, beside } from './row-kinds.ts'

/** The rows for handling a case inside its agency: from reception to the approved reply. */
export const handlingRows = {
  receive: { ...row, from: unreceivedStates, to: 'received', guard: receiveGuard, apply: applyReceive },
  startVerification: {
    ...row,
    from: ['awaiting_reception'],
    to: 'verifying',
    required: { note: 'text_required' },
    entry: noteOf,
  },
  finishVerification: {
    ...row,
    from: ['verifying'],
    to: 'awaiting_reception',
    required: { note: 'text_required' },
    entry: noteOf,
  },
  setLevel: {
    ...row,
    from: openStates,
    to: 'unchanged',
    required: { reason: 'reason_required' },
    situation: levelSituation,
    guard: ({ args, complaint }) => (args.level === complaint.level ? 'already_so' : null),
    apply: applyLevel,
    entry: reasonOf,
  },
  assign: {
    ...row,
    from: assignable,
    to: 'assigned',
    situation: assignSituation,
    guard: assignGuard,
    apply: applyAssign,
  },
  start: {
    ...row,
    from: ['assigned', 'reply_returned', 'rework'],
    to: 'in_progress',
    situation: otherAssigneeSituation,
  },
  addNote: {
    ...always,
    from: 'any',
    to: 'unchanged',
    required: { text: 'text_required' },
    entry: textOf,
    entryKind: 'note',
  },
  addEvidence: {
    ...always,
    from: 'any',
    to: 'unchanged',
    guard: addEvidenceGuard,
    entry: textOf,
    entryKind: 'evidence',
    extra: evidenceExtra,
  },
  recordVisit: {
    ...always,
    from: 'any',
    to: 'unchanged',
    required: { text: 'text_required' },
    entry: textOf,
    entryKind: 'visit',
    extra: visitExtra,
  },
  askCitizen: {
    ...row,
    from: ['in_progress'],
    to: 'awaiting_citizen',
    required: { question: 'text_required' },
    situation: askCitizenSituation,
    apply: applyAskCitizen,
    entry: (args) => args.question.trim(),
  },
  submitReply: {
    ...row,
    from: ['in_progress'],
    to: 'reply_submitted',
    situation: otherAssigneeSituation,
    guard: submitReplyGuard,
    apply: applySubmitReply,
    entry: (args) => args.overrideReason?.trim() ?? '',
  },
  returnReply: {
    ...row,
    from: ['reply_submitted'],
    to: 'reply_returned',
    required: { comment: 'text_required' },
    guard: returnReplyGuard,
    apply: applyReturnReply,
    entry: (args) => (args.passage === null ? args.comment.trim() : `> ${args.passage.trim()}\n${args.comment.trim()}`),
  },
  approveReply: {
    ...online,
    from: ['reply_submitted'],
    to: 'answered',
    situation: approveReplySituation,
    guard: approveReplyGuard,
    apply: applyApproveReply,
    entry: (args) => linesOf(args.missingFilesReason, args.personalDataReason),
  },
  checkOut: {
    ...online,
    workflow: false,
    from: openStates,
    to: 'unchanged',
    situation: checkOutSituation,
    guard: checkOutGuard,
    apply: applyCheckOut,
  },
  checkIn: { ...beside, from: 'any', to: 'unchanged', situation: checkInSituation, apply: applyCheckIn },
  saveDraft: { ...always, from: 'any', to: 'unchanged', entry: null },
  mark: { ...always, from: 'any', to: 'unchanged', entry: null },
} as const satisfies { readonly [N in CommandName]?: CommandRule<N> }
