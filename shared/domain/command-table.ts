import type { CommandName } from './command.ts'
import { applyAssign, applyLevel, assignGuard, assignSituation, levelSituation } from './commands/assignment.ts'
import { applyReceive, receiveGuard } from './commands/reception.ts'
import {
  applyApproveRefusal,
  applyDenyRefusal,
  applyProposeRefusal,
  decideRefusalSituation,
  proposeRefusalGuard,
} from './commands/refusal-steps.ts'
import {
  applyApproveReply,
  applyReturnReply,
  applySubmitReply,
  approveReplyGuard,
  approveReplySituation,
  submitReplyGuard,
} from './commands/reply.ts'
import type { CommandRule, Given } from './commands/rule.ts'
import type { CaseState } from './states.ts'
import { openStates } from './states.ts'

const beforeWork = ['awaiting_reception', 'verifying'] as const satisfies readonly CaseState[]
const assignable = openStates.filter((state) => state !== 'reply_submitted' && state !== 'refusal_submitted')
const refusable: readonly CaseState[] = [...beforeWork, 'received', 'assigned', 'in_progress', 'rework']

const unchanged = <N extends CommandName>({ complaint }: Given<N>): Given<N>['complaint'] => complaint
const provisional = { offline: 'provisional', workflow: true, keptLate: false, entryKind: 'command' } as const
const online = { ...provisional, offline: 'online' } as const
const always = {
  offline: 'always',
  workflow: false,
  keptLate: true,
  situation: null,
  guard: null,
  apply: unchanged,
} as const
const free = { situation: null, guard: null } as const

/**
 * Every command an official can give, run by the client for prediction and by the server for truth (domain.md section 3).
 * Who may give it stands in `entitlements` of `authority.ts`; the order of checks in `decision.ts`.
 */
export const commandTable: { readonly [N in CommandName]: CommandRule<N> } = {
  receive: {
    from: beforeWork,
    to: 'received',
    ...provisional,
    required: {},
    situation: null,
    guard: receiveGuard,
    apply: applyReceive,
    entry: () => '',
  },
  startVerification: {
    from: ['awaiting_reception'],
    to: 'verifying',
    ...provisional,
    ...free,
    required: { note: 'text_required' },
    apply: unchanged,
    entry: (args) => args.note.trim(),
  },
  finishVerification: {
    from: ['verifying'],
    to: 'awaiting_reception',
    ...provisional,
    ...free,
    required: { note: 'text_required' },
    apply: unchanged,
    entry: (args) => args.note.trim(),
  },
  setLevel: {
    from: openStates,
    to: 'unchanged',
    ...provisional,
    required: { reason: 'reason_required' },
    situation: levelSituation,
    guard: ({ args, complaint }) => (args.level === complaint.level ? 'already_so' : null),
    apply: applyLevel,
    entry: (args) => args.reason.trim(),
  },
  assign: {
    from: assignable,
    to: 'assigned',
    ...provisional,
    required: {},
    situation: assignSituation,
    guard: assignGuard,
    apply: applyAssign,
    entry: () => '',
  },
  start: {
    from: ['assigned', 'reply_returned', 'rework'],
    to: 'in_progress',
    ...provisional,
    ...free,
    required: {},
    apply: unchanged,
    entry: () => '',
  },
  addNote: {
    from: 'any',
    to: 'unchanged',
    ...always,
    required: { text: 'text_required' },
    entry: (args) => args.text.trim(),
    entryKind: 'note',
  },
  submitReply: {
    from: ['in_progress'],
    to: 'reply_submitted',
    ...provisional,
    required: {},
    situation: null,
    guard: submitReplyGuard,
    apply: applySubmitReply,
    entry: (args) => args.overrideReason?.trim() ?? '',
  },
  returnReply: {
    from: ['reply_submitted'],
    to: 'reply_returned',
    ...provisional,
    ...free,
    required: { comment: 'text_required' },
    apply: applyReturnReply,
    entry: (args) => (args.passage === null ? args.comment.trim() : `> ${args.passage.trim()}\n${args.comment.trim()}`),
  },
  approveReply: {
    from: ['reply_submitted'],
    to: 'answered',
    ...online,
    required: {},
    situation: approveReplySituation,
    guard: approveReplyGuard,
    apply: applyApproveReply,
    entry: () => '',
  },
  proposeRefusal: {
    from: refusable,
    to: 'refusal_submitted',
    ...provisional,
    required: { text: 'text_required' },
    situation: null,
    guard: proposeRefusalGuard,
    apply: applyProposeRefusal,
    entry: (args) => args.text.trim(),
  },
  approveRefusal: {
    from: ['refusal_submitted'],
    to: 'refused',
    ...online,
    required: {},
    situation: decideRefusalSituation('approveRefusal'),
    guard: null,
    apply: applyApproveRefusal,
    entry: () => '',
  },
  denyRefusal: {
    from: ['refusal_submitted'],
    to: 'restored',
    ...online,
    required: { reason: 'reason_required' },
    situation: decideRefusalSituation('denyRefusal'),
    guard: null,
    apply: applyDenyRefusal,
    entry: (args) => args.reason.trim(),
  },
  saveDraft: { from: 'any', to: 'unchanged', ...always, required: {}, entry: null, entryKind: 'command' },
  mark: { from: 'any', to: 'unchanged', ...always, required: {}, entry: null, entryKind: 'command' },
}

/** The names of all commands, in the order of the table. */
export const commandNames: readonly CommandName[] = Object.keys(commandTable).filter(
  (name): name is CommandName => name in commandTable,
)

/** Whether a name from outside is a command of the table. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandTable, name)

/** Whether a command carries `ifVersion` and raises flowVersion. */
export const isWorkflowCommand = (name: CommandName): boolean => commandTable[name].workflow
