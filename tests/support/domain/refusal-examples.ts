import type { Command, RefusalCode } from '../../../shared/domain/command.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import { askedOf, caseIn, nowMs } from './case-fixtures.ts'
import { openPromise, refusalBy, replyBy, transferAt, wishBy, heldByField } from './case-situations.ts'

/** Somebody gives a command that is refused. */
export type RefusalExample = Readonly<{
  who: string
  command: Command
  complaint: Complaint
  context: Partial<DecisionContext>
}>

/** Codes that only the server's queue gives: a command before failed, or the case is not there to be decided. */
export const queueCodes = ['blocked_by', 'not_found'] as const

type DomainCode = Exclude<RefusalCode, (typeof queueCodes)[number]>
type ArgsOf<N extends Command['name']> = Extract<Command, { name: N }>['args']

const example = <N extends Command['name']>(
  who: string,
  complaint: Complaint,
  step: Readonly<{ name: N; args: ArgsOf<N> }>,
  context: Partial<DecisionContext> = {},
): RefusalExample => ({
  who,
  command: { ...step, caseId: complaint.id } as unknown as Extract<Command, { name: N }>,
  complaint,
  context,
})

const received = (change: Partial<ArgsOf<'receive'>>, complaint: Partial<Complaint> = {}) =>
  example('intake', caseIn('awaiting_reception', complaint), {
    name: 'receive',
    args: { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true, ...change },
  })
const assigned = (args: ArgsOf<'assign'>, complaint = caseIn('received')) =>
  example('approver', complaint, { name: 'assign', args })
const submitted = (change: Partial<ArgsOf<'submitReply'>>, context: Partial<DecisionContext> = {}) =>
  example(
    'officer',
    caseIn('in_progress'),
    {
      name: 'submitReply',
      args: {
        revision: 3,
        text: 'Đã vá',
        hash: 'hash-1',
        overrideReason: null,
        noEvidence: null,
        gateShown: false,
        ...change,
      },
    },
    context,
  )
const returned = (passage: string | null) =>
  example('approver', caseIn('reply_submitted'), { name: 'returnReply', args: { comment: 'Thiếu ảnh', passage } })
const approved = (
  who: string,
  complaint: Complaint,
  change: Partial<ArgsOf<'approveReply'>> = {},
  context: Partial<DecisionContext> = {},
) =>
  example(
    who,
    complaint,
    {
      name: 'approveReply',
      args: { revision: 3, hash: 'hash-1', personalDataReason: null, missingFilesReason: null, ...change },
    },
    context,
  )
const wished = (complaint: Complaint, dueDate: string) =>
  example('officer', complaint, { name: 'requestExtension', args: { dueDate, reason: 'Chờ vật tư' } })
const transferTo = (targetAgency: string, ground = 'other_authority') =>
  example('officer', caseIn('in_progress'), { name: 'proposeTransfer', args: { targetAgency, ground, text: 'x' } })
const withPhone = (): Complaint => {
  const { reply } = caseIn('answered')
  return caseIn('answered', { reply: reply === null ? null : { ...reply, text: 'Gọi 0912345678' } })
}
const published = { name: 'publish', args: { personalDataReason: null } } as const
const inHand = caseIn('in_progress')

/** How every refusal code of the domain is reached, one way or several. */
export const refusalExamples: Readonly<Record<DomainCode, readonly RefusalExample[]>> = {
  unknown_command: [
    {
      who: 'officer',
      command: { name: 'toString', caseId: 'case-1', args: {} } as never,
      complaint: inHand,
      context: {},
    },
  ],
  not_permitted: [example('receiver', inHand, { name: 'start', args: {} })],
  wrong_state: [
    example('officer', inHand, { name: 'start', args: {} }),
    example('officer', caseIn('reply_returned'), {
      name: 'proposeTransfer',
      args: { targetAgency: 'STP', ground: 'other_authority', text: 'x' },
    }),
  ],
  stale_flow: [example('officer', caseIn('assigned'), { name: 'start', args: {} }, { ifVersion: 3 })],
  own_reply: [approved('double', replyBy('double'))],
  own_proposal: [
    example('double', refusalBy('double'), { name: 'approveRefusal', args: {} }),
    example('double', transferAt('approver', { proposedBy: 'double' }), {
      name: 'approveTransfer',
      args: { targetAgency: 'STP' },
    }),
    example('foreign', transferAt('receiver', { proposedBy: 'foreign', approvedBy: null }), {
      name: 'acceptTransfer',
      args: {},
    }),
    example('double', caseIn('in_progress', { extensions: [wishBy('double')] }), { name: 'grantExtension', args: {} }),
  ],
  reply_empty: [submitted({ text: ' \n' })],
  reply_changed: [
    submitted({}, { replyHash: 'other' }),
    approved('approver', caseIn('reply_submitted'), { hash: 'other' }),
  ],
  reply_gate: [submitted({ gateShown: true }), submitted({ gateShown: true, overrideReason: ' ' })],
  passage_required: [returned(null), returned('  ')],
  passage_not_found: [returned('Chưa từng viết')],
  revision_mismatch: [
    submitted({}, { draftRevision: 4 }),
    approved('approver', caseIn('reply_submitted'), { revision: 2 }),
  ],
  text_required: [example('officer', inHand, { name: 'askCitizen', args: { question: ' ' } })],
  reason_required: [example('intake', inHand, { name: 'setLevel', args: { level: 'urgent', reason: '' } })],
  assignee_unavailable: [assigned({ team: 'SXD-1', officer: 'gone' })],
  unknown_team: [assigned({ team: 'STP-1', officer: null })],
  unknown_category: [received({ category: 'none' })],
  unknown_area: [received({ area: '99999' })],
  area_required: [
    received({ area: null }),
    example('intake', caseIn('awaiting_reception', { area: null }), {
      name: 'assign',
      args: { team: 'SXD-1', officer: null },
    }),
  ],
  unknown_ground: [
    transferTo('STP', 'not_in_scope'),
    example('officer', inHand, { name: 'proposeRefusal', args: { ground: 'other_authority', text: 'x' } }),
  ],
  duplicates_not_checked: [received({ duplicatesLookedAt: false })],
  urgent_kept: [received({ level: 'complex' }, { level: 'urgent' })],
  file_missing: [approved('approver', caseIn('reply_submitted'), {}, { filesMissing: 1 })],
  transfer_approved: [
    example('intake', transferAt('receiver'), { name: 'assign', args: { team: 'SXD-1', officer: null } }),
    example('approver', transferAt('receiver'), { name: 'denyTransfer', args: { reason: 'x' } }),
    example('coordinator', transferAt('receiver'), { name: 'approveTransfer', args: { targetAgency: 'SGD' } }),
  ],
  unknown_agency: [
    transferTo('SXD'),
    example('coordinator', transferAt('coordinator'), { name: 'approveTransfer', args: { targetAgency: 'none' } }),
    example('officer', inHand, { name: 'requestCoordination', args: { id: 'a', agency: 'SXD', question: 'x' } }),
  ],
  unknown_request: [
    example('receiver', caseIn('in_progress', { coordination: [askedOf('STP')] }), {
      name: 'answerCoordination',
      args: { id: 'none', answer: 'x' },
    }),
    example('officer', caseIn('answered', { commitments: [openPromise] }), {
      name: 'settleCommitment',
      args: { id: 'none', note: 'x' },
    }),
  ],
  date_not_later: [wished(inHand, '2026-01-12')],
  date_past: [
    example('field', inHand, { name: 'checkOut', args: { untilMs: nowMs } }),
    example('oversight', caseIn('closed'), { name: 'orderRecheck', args: { reason: 'x', dueDate: '2026-01-06' } }),
  ],
  deadline_given: [wished({ ...inHand, clocks: { ...inHand.clocks, policy: 'source-target' } }, '2026-01-14')],
  date_wrong: [
    wished(inHand, '2026-02-30'),
    example('oversight', caseIn('closed'), { name: 'orderRecheck', args: { reason: 'x', dueDate: '2026-02-30' } }),
  ],
  too_late: [wished({ ...inHand, clocks: { ...inHand.clocks, receivedAtMs: nowMs - 30 * 86_400_000 } }, '2026-02-12')],
  too_early: [
    example('system', caseIn('awaiting_citizen'), { name: 'citizenSilent', args: {} }, { givenBy: 'system' }),
    example('system', caseIn('answered'), { name: 'close', args: {} }, { givenBy: 'system' }),
  ],
  limit_reached: [
    wished({ ...inHand, extensions: [{ ...wishBy('officer'), decision: 'granted' }] }, '2026-01-14'),
    example(
      'officer',
      { ...inHand, questions: [...caseIn('awaiting_citizen').questions, ...caseIn('awaiting_citizen').questions] },
      { name: 'askCitizen', args: { question: 'x' } },
    ),
  ],
  too_long: [
    wished(inHand, '2026-03-12'),
    example('field', inHand, { name: 'checkOut', args: { untilMs: nowMs + 22 * 86_400_000 } }),
  ],
  already_asked: [
    wished({ ...inHand, extensions: [wishBy('officer')] }, '2026-01-14'),
    example('officer', caseIn('in_progress', { coordination: [askedOf('STP')] }), {
      name: 'requestCoordination',
      args: { id: 'b', agency: 'STP', question: 'x' },
    }),
  ],
  already_returned: [
    example('coordinator', transferAt('coordinator', { returnReason: 'x' }), {
      name: 'approveTransfer',
      args: { targetAgency: 'STP' },
    }),
  ],
  nothing_to_show: [
    example('approver', caseIn('closed', { proposal: caseIn('refused').proposal }), published),
    example('approver', caseIn('closed', { proposal: caseIn('refused').proposal }), {
      name: 'withhold',
      args: { reason: 'x' },
    }),
  ],
  nothing_asked: [
    example('approver', inHand, { name: 'grantExtension', args: {} }),
    example('officer', inHand, { name: 'settleCommitment', args: { id: 'x', note: 'x' } }),
    example('receiver', caseIn('in_progress', { coordination: [{ ...askedOf('STP'), answeredAtMs: nowMs }] }), {
      name: 'answerCoordination',
      args: { id: 'ask-STP', answer: 'x' },
    }),
  ],
  same_assignee: [
    assigned({ team: 'SXD-1', officer: 'officer' }, caseIn('rework')),
    example('officer', caseIn('rework', { assignee: 'officer' }), { name: 'start', args: {} }),
    example(
      'officer',
      { ...inHand, rework: caseIn('rework').rework },
      {
        name: 'submitReply',
        args: { revision: 1, text: 'x', hash: 'hash-1', overrideReason: null, noEvidence: null, gateShown: false },
      },
    ),
    example('officer', caseIn('rework', { assignee: 'officer' }), {
      name: 'proposeRefusal',
      args: { ground: 'not_in_scope', text: 'x' },
    }),
  ],
  same_approver: [
    approved('approver', replyBy('officer2', { rework: caseIn('rework').rework })),
    example('approver', refusalBy('officer2', { rework: caseIn('rework').rework }), {
      name: 'approveRefusal',
      args: {},
    }),
  ],
  merge_target_wrong: [example('intake', inHand, { name: 'merge', args: { target: 'main-1' } })],
  has_merged_cases: [example('intake', inHand, { name: 'merge', args: { target: 'main-1' } }, { mergedHere: 1 })],
  personal_data_found: [
    example('approver', withPhone(), published),
    approved('approver', { ...caseIn('reply_submitted'), reply: withPhone().reply }),
  ],
  checked_out: [
    example('officer', { ...inHand, checkout: heldByField }, { name: 'checkOut', args: { untilMs: nowMs + 1 } }),
  ],
  not_checked_out: [example('field', inHand, { name: 'checkIn', args: {} })],
  not_resumable: [
    example('citizen', caseIn('refused'), { name: 'resume', args: { text: 'x' } }, { givenBy: 'citizen' }),
  ],
  online_only: [approved('approver', caseIn('reply_submitted'), {}, { online: false })],
  already_so: [
    assigned({ team: 'SXD-1', officer: 'officer' }, caseIn('assigned')),
    example('intake', inHand, { name: 'setLevel', args: { level: 'normal', reason: 'x' } }),
    example('approver', caseIn('answered', { publication: 'published' }), published),
    example('approver', caseIn('answered', { publication: 'withheld' }), { name: 'withhold', args: { reason: 'x' } }),
  ],
}
