import type { CommandName } from '../command.ts'
import {
  applyPublish,
  applyWithhold,
  publicationSituation,
  publishGuard,
  withholdGuard,
} from '../commands/citizen/publication.ts'
import {
  applyCitizenAnswered,
  applyCitizenSilent,
  applyResume,
  citizenSilentSituation,
  resumeSituation,
} from '../commands/citizen/questions.ts'
import {
  applyClose,
  applyOrderRecheck,
  applyRate,
  closeSituation,
  orderRecheckGuard,
} from '../commands/citizen/rework.ts'
import { applySettleCommitment, settleCommitmentGuard, settleCommitmentSituation } from '../commands/promises.ts'
import {
  applyApproveRefusal,
  applyDenyRefusal,
  applyProposeRefusal,
  decideRefusalSituation,
  proposeRefusalGuard,
} from '../commands/refusal-steps.ts'
import { otherAssigneeSituation } from '../commands/reply.ts'
import type { CommandRule } from '../commands/rule.ts'
import { movable, ended, reasonOf, textOf, noteOf, row, online, beside, byCitizen, bySystem } from './row-kinds.ts'

/** The rows that end a case, open it again, or show it: refusal, publication, re-check, and what the citizen and the server give. */
export const outcomeRows = {
  proposeRefusal: {
    ...row,
    from: movable,
    to: 'refusal_submitted',
    required: { text: 'text_required' },
    situation: otherAssigneeSituation,
    guard: proposeRefusalGuard,
    apply: applyProposeRefusal,
    entry: textOf,
  },
  approveRefusal: {
    ...online,
    from: ['refusal_submitted'],
    to: 'refused',
    situation: decideRefusalSituation('approveRefusal'),
    apply: applyApproveRefusal,
  },
  denyRefusal: {
    ...online,
    from: ['refusal_submitted'],
    to: 'restored',
    required: { reason: 'reason_required' },
    situation: decideRefusalSituation('denyRefusal'),
    apply: applyDenyRefusal,
    entry: reasonOf,
  },
  publish: {
    ...online,
    from: ['answered', 'closed'],
    to: 'unchanged',
    situation: publicationSituation,
    guard: publishGuard,
    apply: applyPublish,
    entry: (args) => args.personalDataReason?.trim() ?? '',
  },
  withhold: {
    ...online,
    from: ['answered', 'closed'],
    to: 'unchanged',
    required: { reason: 'reason_required' },
    situation: publicationSituation,
    guard: withholdGuard,
    apply: applyWithhold,
    entry: reasonOf,
  },
  orderRecheck: {
    ...online,
    from: ended,
    to: 'rework',
    required: { reason: 'reason_required' },
    guard: orderRecheckGuard,
    apply: applyOrderRecheck,
    entry: reasonOf,
  },
  settleCommitment: {
    ...beside,
    from: 'any',
    to: 'unchanged',
    required: { note: 'text_required' },
    situation: settleCommitmentSituation,
    guard: settleCommitmentGuard,
    apply: applySettleCommitment,
    entry: noteOf,
  },
  revealReporter: {
    ...online,
    workflow: false,
    from: 'any',
    to: 'unchanged',
    required: { reason: 'reason_required' },
    entry: reasonOf,
  },
  citizenAnswered: {
    ...byCitizen,
    from: ['awaiting_citizen'],
    to: 'in_progress',
    required: { text: 'text_required' },
    apply: applyCitizenAnswered,
    entry: textOf,
  },
  citizenSilent: {
    ...bySystem,
    from: ['awaiting_citizen'],
    to: 'in_progress',
    situation: citizenSilentSituation,
    apply: applyCitizenSilent,
  },
  resume: {
    ...byCitizen,
    from: ['refused'],
    to: 'awaiting_reception',
    required: { text: 'text_required' },
    situation: resumeSituation,
    apply: applyResume,
    entry: textOf,
  },
  rate: { ...byCitizen, from: ['answered'], to: ['closed', 'rework'], apply: applyRate, entry: textOf },
  close: { ...bySystem, from: ['answered', 'refused'], to: 'closed', situation: closeSituation, apply: applyClose },
} as const satisfies { readonly [N in CommandName]?: CommandRule<N> }
