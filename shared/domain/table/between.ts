import type { CommandName } from '../command.ts'
import {
  answerCoordinationGuard,
  answerCoordinationSituation,
  applyAnswerCoordination,
  applyRequestCoordination,
  requestCoordinationGuard,
} from '../commands/between/coordination.ts'
import { applyMerge, applyUnmerge, mergeGuard, mergeSituation } from '../commands/between/merging.ts'
import {
  applyAcceptTransfer,
  applyApproveTransfer,
  applyDenyTransfer,
  applyProposeTransfer,
  applyReturnTransfer,
  approveTransferGuard,
  decideTransferSituation,
  proposeTransferGuard,
  receiverSituation,
} from '../commands/between/transfer-steps.ts'
import {
  applyDenyExtension,
  applyGrantExtension,
  applyRequestExtension,
  decideExtensionSituation,
  requestExtensionGuard,
  requestExtensionSituation,
} from '../commands/extension.ts'
import { openStates } from '../states.ts'
import type { CommandRule } from '../commands/rule.ts'
import { movable, inHand, reasonOf, textOf, row, online } from './row-kinds.ts'

/** The rows in which another agency, another case or more time takes part. */
export const betweenRows = {
  requestCoordination: {
    ...online,
    from: ['received', ...inHand],
    to: 'unchanged',
    required: { question: 'text_required' },
    guard: requestCoordinationGuard,
    apply: applyRequestCoordination,
    entry: (args) => args.question.trim(),
  },
  answerCoordination: {
    ...online,
    workflow: false,
    from: openStates,
    to: 'unchanged',
    required: { answer: 'text_required' },
    situation: answerCoordinationSituation,
    guard: answerCoordinationGuard,
    apply: applyAnswerCoordination,
    entry: (args) => args.answer.trim(),
  },
  proposeTransfer: {
    ...row,
    from: movable,
    to: 'transfer_proposed',
    required: { text: 'text_required' },
    guard: proposeTransferGuard,
    apply: applyProposeTransfer,
    entry: textOf,
  },
  approveTransfer: {
    ...online,
    from: ['transfer_proposed'],
    to: 'unchanged',
    situation: decideTransferSituation('approveTransfer'),
    guard: approveTransferGuard,
    apply: applyApproveTransfer,
  },
  acceptTransfer: {
    ...online,
    from: ['transfer_proposed'],
    to: 'awaiting_reception',
    situation: receiverSituation,
    apply: applyAcceptTransfer,
  },
  returnTransfer: {
    ...online,
    from: ['transfer_proposed'],
    to: 'unchanged',
    required: { reason: 'reason_required' },
    situation: receiverSituation,
    apply: applyReturnTransfer,
    entry: reasonOf,
  },
  denyTransfer: {
    ...online,
    from: ['transfer_proposed'],
    to: 'restored',
    required: { reason: 'reason_required' },
    situation: decideTransferSituation('denyTransfer'),
    apply: applyDenyTransfer,
    entry: reasonOf,
  },
  merge: {
    ...online,
    from: openStates,
    to: 'merged',
    situation: mergeSituation,
    guard: mergeGuard,
    apply: applyMerge,
  },
  unmerge: {
    ...online,
    from: ['merged'],
    to: openStates,
    required: { reason: 'reason_required' },
    apply: applyUnmerge,
    entry: reasonOf,
  },
  requestExtension: {
    ...row,
    from: inHand,
    to: 'unchanged',
    required: { reason: 'reason_required' },
    situation: requestExtensionSituation,
    guard: requestExtensionGuard,
    apply: applyRequestExtension,
    entry: reasonOf,
  },
  grantExtension: {
    ...online,
    from: openStates,
    to: 'unchanged',
    situation: decideExtensionSituation('grantExtension'),
    apply: applyGrantExtension,
  },
  denyExtension: {
    ...online,
    from: openStates,
    to: 'unchanged',
    required: { reason: 'reason_required' },
    situation: decideExtensionSituation('denyExtension'),
    apply: applyDenyExtension,
    entry: reasonOf,
  },
} as const satisfies { readonly [N in CommandName]?: CommandRule<N> }
