import type { CommandName } from '../../../../../shared/domain/command.ts'

/**
 * Who may give a command, and from where, written down by hand from domain.md section 3: the states (`any`), the people of the case's
 * agency, those of them only where the case has their team, and whether the assignee may. `always` is what everybody entitled is told
 * in the right state where the case has nothing of the kind.
 */
export type Right = Readonly<{ from: string; agency: string; team: string; assignee: boolean; always?: string }>

const approvers = 'approver approver2 double'
const open =
  'awaiting_reception verifying received assigned in_progress awaiting_citizen reply_submitted reply_returned refusal_submitted transfer_proposed rework'
const movable = 'awaiting_reception verifying received assigned in_progress rework'
const inHand = 'assigned in_progress awaiting_citizen reply_returned rework'
const teamPeople = 'officer officer2 field supervisor double'

const right = (from: string, agency: string, team = '', assignee: 'assignee' | '' = ''): Right => ({
  from,
  agency,
  team,
  assignee: assignee !== '',
})
const byAssignee = (from: string): Right => right(from, '', '', 'assignee')
const evidence = right('any', '', 'field supervisor', 'assignee')

export const rights: Readonly<Partial<Record<CommandName, Right>>> = {
  receive: right('awaiting_reception verifying', 'intake'),
  startVerification: right('awaiting_reception', 'intake', 'field'),
  finishVerification: right('verifying', 'intake', 'field'),
  setLevel: right(open, 'intake', 'supervisor'),
  assign: right(
    open.replace('reply_submitted ', '').replace('refusal_submitted ', ''),
    `intake ${approvers}`,
    'supervisor',
  ),
  start: byAssignee('assigned reply_returned rework'),
  addNote: evidence,
  addEvidence: evidence,
  recordVisit: evidence,
  askCitizen: byAssignee('in_progress'),
  submitReply: byAssignee('in_progress'),
  returnReply: right('reply_submitted', approvers, 'supervisor'),
  approveReply: right('reply_submitted', approvers),
  checkOut: right(open, '', 'field', 'assignee'),
  checkIn: { ...right('any', approvers, teamPeople), always: 'not_checked_out' },
  saveDraft: right('any', '', teamPeople, 'assignee'),
  mark: right('any', `intake ${approvers} coordinator oversight`, teamPeople, 'assignee'),
  requestCoordination: right(`received ${inHand}`, approvers, 'supervisor', 'assignee'),
  answerCoordination: right(open, ''),
  proposeTransfer: right(`${movable} reply_returned`, 'intake', '', 'assignee'),
  approveTransfer: right('transfer_proposed', `${approvers} coordinator`),
  acceptTransfer: right('transfer_proposed', ''),
  returnTransfer: right('transfer_proposed', ''),
  denyTransfer: right('transfer_proposed', `${approvers} coordinator`),
  merge: right(open, 'intake', 'supervisor'),
  unmerge: right('merged', 'intake', 'supervisor'),
  requestExtension: byAssignee(inHand),
  grantExtension: { ...right(open, approvers), always: 'nothing_asked' },
  denyExtension: { ...right(open, approvers), always: 'nothing_asked' },
  proposeRefusal: right(movable, 'intake', '', 'assignee'),
  approveRefusal: right('refusal_submitted', approvers),
  denyRefusal: right('refusal_submitted', approvers),
  publish: right('answered closed', approvers),
  withhold: right('answered closed', approvers),
  orderRecheck: right('answered refused closed', 'coordinator oversight'),
  settleCommitment: { ...right('any', approvers, 'supervisor', 'assignee'), always: 'nothing_asked' },
  revealReporter: right('any', `intake ${approvers}`, teamPeople),
}

/** What any field officer of the agency may give besides, whatever the team, while the case has not been received. */
export const onSiteCommands: readonly string[] =
  'startVerification finishVerification addNote addEvidence recordVisit mark'.split(' ')

/** The commands that need the server at once. */
export const onlineCommands: readonly string[] =
  `approveReply checkOut requestCoordination answerCoordination approveTransfer acceptTransfer returnTransfer denyTransfer merge unmerge
  grantExtension denyExtension approveRefusal denyRefusal publish withhold orderRecheck revealReporter`.split(/\s+/)

const decided = (code: string, who: string) => ({ grantExtension: `${code}: ${who}`, denyExtension: `${code}: ${who}` })
const noReply = { approveReply: 'wrong_state: coordinator', returnReply: 'wrong_state: coordinator' }

/** What differs in a situation from the rights above, as `code: people; code: people`; plain states are named by themselves. */
export const exceptions: Readonly<Record<string, Readonly<Partial<Record<CommandName, string>>>>> = {
  reply_returned: { proposeTransfer: 'wrong_state: intake officer' },
  'nobody of the agency is there': { proposeTransfer: 'ok: coordinator' },
  'nobody is there for a returned reply': { proposeTransfer: 'ok: coordinator; wrong_state: intake officer' },
  'transfer of the coordinator': {
    assign: 'transfer_approved: intake supervisor',
    acceptTransfer: 'ok: foreign receiver',
    returnTransfer: 'ok: foreign receiver',
    approveTransfer: `transfer_approved: ${approvers} coordinator`,
    denyTransfer: `transfer_approved: ${approvers}`,
    mark: 'ok: foreign receiver receiverApprover',
  },
  'transfer with the coordinator': {
    approveTransfer: `not_permitted: ${approvers}`,
    denyTransfer: `not_permitted: ${approvers}`,
  },
  'transfer at the receiver': {
    assign: 'transfer_approved: intake supervisor',
    acceptTransfer: 'ok: foreign receiver',
    returnTransfer: 'ok: foreign receiver',
    approveTransfer: `transfer_approved: ${approvers} coordinator`,
    denyTransfer: `transfer_approved: ${approvers}`,
    mark: 'ok: foreign receiver receiverApprover',
  },
  'transfer proposed by an approver': {
    approveTransfer: 'own_proposal: double',
    denyTransfer: 'own_proposal: double',
  },
  urgent: { setLevel: 'not_permitted: intake; ok: supervisor', requestExtension: 'too_late: officer' },
  'urgent without a team': { setLevel: 'not_permitted: intake' },
  'another agency is asked': {
    answerCoordination: 'ok: foreign receiver receiverApprover',
    mark: 'ok: foreign receiver receiverApprover',
  },
  'more time is asked': { ...decided('ok', approvers), requestExtension: 'already_asked: officer' },
  'more time is asked by an approver': {
    grantExtension: 'ok: approver approver2; own_proposal: double',
    denyExtension: 'ok: approver approver2; own_proposal: double',
    requestExtension: 'already_asked: double',
  },
  'more time was given': { requestExtension: 'limit_reached: officer' },
  'past its deadline': { requestExtension: 'too_late: officer' },
  'with a deadline of its source': { requestExtension: 'deadline_given: officer' },
  'the citizen was asked twice': { askCitizen: 'limit_reached: officer' },
  'held offline': {
    checkOut: 'checked_out: officer',
    checkIn: `ok: field supervisor ${approvers}; not_permitted: officer officer2`,
  },
  'held offline too long': { checkIn: `ok: field supervisor ${approvers}; not_permitted: officer officer2` },
  'reply by an approver': { approveReply: 'own_reply: double' },
  'refusal proposed by an approver': { approveRefusal: 'own_proposal: double', denyRefusal: 'own_proposal: double' },
  'reply without an approver there': {
    approveReply: 'ok: coordinator',
    returnReply: 'ok: coordinator',
    approveRefusal: 'wrong_state: coordinator',
    denyRefusal: 'wrong_state: coordinator',
  },
  'refusal by the only approver there': {
    approveRefusal: 'own_proposal: double; ok: coordinator',
    denyRefusal: 'own_proposal: double; ok: coordinator',
    ...noReply,
  },
  'refusal that the city decides': {
    approveRefusal: `not_permitted: ${approvers}; ok: coordinator`,
    denyRefusal: 'ok: coordinator',
    ...noReply,
  },
  'reply in rework without another approver': {
    approveReply: 'same_approver: approver; ok: coordinator',
    returnReply: 'ok: coordinator',
    approveRefusal: 'wrong_state: coordinator',
    denyRefusal: 'wrong_state: coordinator',
  },
  'refusal in rework without another approver': {
    approveRefusal: 'same_approver: approver; ok: coordinator',
    denyRefusal: 'ok: coordinator',
    ...noReply,
  },
  'reply in rework': { approveReply: 'same_approver: approver' },
  'refusal in rework': { approveRefusal: 'same_approver: approver' },
  'rework at the former officer': { start: 'same_assignee: officer', proposeRefusal: 'same_assignee: officer' },
  'rework started at the former officer': {
    submitReply: 'same_assignee: officer',
    proposeRefusal: 'same_assignee: officer',
  },
  'others are merged into it': { merge: 'has_merged_cases: intake supervisor' },
  'something is promised': { settleCommitment: `ok: officer supervisor ${approvers}` },
  'refused after an answer': {
    publish: `nothing_to_show: ${approvers}`,
    withhold: `nothing_to_show: ${approvers}`,
  },
  'without a server': { requestExtension: 'already_asked: officer' },
}
