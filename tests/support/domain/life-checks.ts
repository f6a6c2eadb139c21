import type { Complaint } from '../../../shared/domain/complaint.ts'
import { isOpen } from '../../../shared/domain/states.ts'
import { workingMsBetween } from '../../../shared/domain/time/calendar.ts'
import { calendarOfAgency, isAwaited, policyOfCase, processingInput } from '../../../shared/domain/time/clocks.ts'
import { deadlineOf } from '../../../shared/domain/time/deadline.ts'
import { explainDeadline } from '../../../shared/domain/time/explain-deadline.ts'
import { recomputed } from '../../../shared/domain/time/recompute.ts'
import { walkContext } from './case-walk.ts'
import type { Step } from './case-walk.ts'

const rules = walkContext({})

/** What must hold of a case wherever its life has led; each broken rule as a sentence. */
export const brokenRules = (complaint: Complaint, nowMs: number): readonly string[] => [
  ...clockRules(complaint, nowMs),
  ...ledgerRules(complaint, nowMs),
  ...personRules(complaint),
  ...questionRules(complaint),
  ...deadlineRules(complaint),
  ...unless(recomputed(complaint, rules) === complaint, 'every date is the one its rules give'),
]

const unless = (holds: boolean, rule: string): readonly string[] => (holds ? [] : [rule])

const clockRules = ({ state, clocks, questions, stateBeforeMerge, mergedInto }: Complaint, nowMs: number) => {
  const isEnded = !isOpen(state)
  const isOver = state === 'closed' || state === 'merged'
  const openPauses = clocks.pauses.filter((pause) => pause.toMs === null)
  const openQuestions = questions.filter((question) => question.outcome === 'open')
  const waits = state === 'awaiting_citizen' || stateBeforeMerge === 'awaiting_citizen'
  const times = [clocks.submittedAtMs, clocks.arrivedAtMs, clocks.receivedAtMs, clocks.answeredAtMs, clocks.closedAtMs]
  return [
    ...unless(isOver === (clocks.closedAtMs !== null), 'closedAtMs belongs to closed and merged cases'),
    ...unless(state === 'merged' || isEnded === (clocks.answeredAtMs !== null), 'answeredAtMs belongs to ended cases'),
    ...unless((state === 'merged') === (mergedInto !== null), 'mergedInto belongs to merged cases'),
    ...unless(openQuestions.length === (waits ? 1 : 0), 'a question is open while the citizen is awaited'),
    ...unless(
      openPauses.length === 0 || (waits && openPauses.length === 1),
      'the clock stands still only for a question',
    ),
    ...unless(
      clocks.pauses.every((pause, index) => pause.fromMs >= (clocks.pauses[index - 1]?.toMs ?? 0)),
      'pauses follow one another',
    ),
    ...unless(
      times.every((time) => time === null || time <= nowMs),
      'nothing lies in the future',
    ),
    ...unless(
      clocks.receivedAtMs === null || clocks.receivedAtMs >= clocks.arrivedAtMs,
      'reception follows the arrival',
    ),
  ]
}

const ledgerRules = ({ transfers, agency, clocks }: Complaint, nowMs: number) => {
  const last = transfers[transfers.length - 1]
  const spentMs = transfers.reduce((sum, hop) => sum + hop.leftAtMs - hop.arrivedAtMs, nowMs - clocks.arrivedAtMs)
  const first = transfers[0]?.arrivedAtMs ?? clocks.arrivedAtMs
  const gaps = [...transfers.map((hop) => hop.arrivedAtMs), clocks.arrivedAtMs].reduce(
    (sum, arrivedAtMs, index) => sum + (index === 0 ? 0 : arrivedAtMs - (transfers[index - 1]?.leftAtMs ?? 0)),
    0,
  )
  return [
    ...unless((transfers[0]?.from ?? agency) === 'SXD', 'the ledger begins at the first agency'),
    ...unless(last === undefined || last.to === agency, 'the ledger ends at the present agency'),
    ...unless(
      transfers.every((hop, index) => index === 0 || transfers[index - 1]?.to === hop.from),
      'hops join',
    ),
    ...unless(spentMs + gaps === nowMs - first, 'the hops and the present stay sum to the whole time'),
    ...transfers.flatMap((hop, index) => [
      ...unless(hop.arrivedAtMs >= (transfers[index - 1]?.leftAtMs ?? 0), 'hops do not overlap'),
      ...unless(
        hop.workingMs === workingMsBetween(calendarOfAgency(hop.from, rules), hop.arrivedAtMs, hop.leftAtMs),
        'a hop counts the sender’s office time',
      ),
      ...unless(hop.approvedBy !== hop.proposedBy, 'a transfer is approved by another person'),
    ]),
  ]
}

const personRules = ({ state, agency, reply, proposal, extensions, rework }: Complaint) => {
  // One officer handles everything there: with nobody else, the former one does it again.
  const isAlone = agency === 'SGD'
  return [
    ...unless(state !== 'answered' || (reply?.approvedBy ?? null) !== null, 'an answer has an approver'),
    ...unless(reply === null || reply.approvedBy !== reply.author, 'a reply is approved by another person'),
    ...unless(
      proposal === null || proposal.approvedBy !== proposal.proposedBy,
      'a proposal is approved by another person',
    ),
    ...unless(
      extensions.every((wish) => wish.decidedBy !== wish.requestedBy),
      'more time is given by another person',
    ),
    ...unless(
      state !== 'answered' ||
        rework === null ||
        (reply?.approvedBy !== rework.formerApprover && (isAlone || reply?.author !== rework.formerAssignee)),
      'rework is done and approved by others',
    ),
    ...unless(
      state !== 'refused' || rework === null || proposal?.approvedBy !== rework.formerApprover,
      'a refusal in rework is approved by another person',
    ),
    ...unless(
      proposal?.kind !== 'refusal' || rework === null || isAlone || proposal.proposedBy !== rework.formerAssignee,
      'a refusal in rework is proposed by another person',
    ),
    ...unless(
      isOpen(state) || extensions.every((wish) => wish.decision !== 'requested') || state === 'merged',
      'nobody waits for more time once the clock has ended',
    ),
  ]
}

const questionRules = ({ state, coordination }: Complaint) =>
  unless(isOpen(state) || !coordination.some(isAwaited), 'no other agency is waited for once the case has ended')

const deadlineRules = (complaint: Complaint): readonly string[] => {
  const input = processingInput(complaint, rules)
  const { dueAtMs, receivedAtMs } = complaint.clocks
  if (input === null)
    return unless(
      (receivedAtMs === null && dueAtMs === null) || policyOfCase(complaint, rules).deadlines === 'source',
      'a deadline needs a reception',
    )
  const { spans, dueMs, startMs } = explainDeadline(input)
  let atMs = startMs
  const broken: string[] = []
  for (const span of spans) {
    if (span.fromMs !== atMs || span.toMs <= span.fromMs) broken.push('spans follow one another without a gap')
    atMs = span.toMs
  }
  const summed = spans.reduce((sum, span) => sum + span.toMs - span.fromMs, startMs)
  return [
    ...broken,
    ...unless(dueMs === dueAtMs && deadlineOf(input) === dueAtMs, 'the explained deadline is the stored one'),
    ...unless(atMs === dueAtMs && summed === dueAtMs, 'the spans sum to the deadline'),
  ]
}

const quiet: ReadonlySet<string> = new Set(['saveDraft', 'mark'])

/** What must hold of every step: versions by sync.md section 5, one entry each, the citizen's clock and the policy for good. */
export const brokenStepRules = ({ command, before, after, events, atMs, who }: Step): readonly string[] => {
  const isQuiet = quiet.has(command.name)
  const hasMoved = (['state', 'level', 'agency', 'team', 'assignee'] as const).some(
    (field) => before[field] !== after[field],
  )
  const arrivesAnew = command.name === 'acceptTransfer' || command.name === 'resume'
  const entry = events[0]
  const received = [before.clocks.receivedAtMs, after.clocks.receivedAtMs] as const
  return [
    ...unless(after.clocks.submittedAtMs === before.clocks.submittedAtMs, 'the citizen’s clock never resets'),
    ...unless(after.clocks.policy === before.clocks.policy, 'the policy is kept for life'),
    ...unless(
      before.level !== 'urgent' || after.level === 'urgent' || command.name === 'setLevel',
      'an urgent case is lowered only by the command for it',
    ),
    ...unless(after.id === before.id && after.caseNumber === before.caseNumber, 'the case stays itself'),
    ...unless(events.length === (isQuiet ? 0 : 1), 'one entry for every command, none for drafts and marks'),
    ...unless(!isQuiet || after === before, 'drafts and marks leave the row alone'),
    ...unless(after.rowVersion === before.rowVersion + (isQuiet ? 0 : 1), 'rowVersion rises with every change'),
    ...unless(after.flowVersion === before.flowVersion + (hasMoved ? 1 : 0), 'flowVersion rises with every move'),
    ...unless(
      entry === undefined || (entry.atMs === atMs && entry.code === command.name && entry.caseId === before.id),
      'the entry says what happened when',
    ),
    ...unless(
      entry === undefined || entry.actor === (who === 'citizen' || who === 'system' ? null : who),
      'the entry names the official',
    ),
    ...unless(
      received[0] === received[1] || received[1] === atMs || (arrivesAnew && received[1] === null),
      'reception happens once at an agency',
    ),
    ...unless(
      after.clocks.arrivedAtMs === (arrivesAnew ? atMs : before.clocks.arrivedAtMs),
      'a case arrives only by a transfer or anew',
    ),
    ...unless(
      before.transfers.every((hop, index) => after.transfers[index] === hop),
      'the ledger is only added to',
    ),
  ]
}
