import type { CaseClocks, Complaint } from '../complaint.ts'
import { isOpen } from '../states.ts'
import {
  isAwaited,
  openedClocks,
  policyOfCase,
  silenceFromMs,
  transferAnswerDueMs,
  withProcessingDue,
} from './clocks.ts'
import type { ClockRules } from './clocks.ts'
import { isSameDeadline } from './deadline.ts'

/** The dates besides the two deadlines that the calendar gives: answers of others, and the date of a wish for more time. */
export const subDeadlineKinds = ['transfer_answer', 'coordination', 'citizen_answer', 'extension'] as const
export type SubDeadlineKind = (typeof subDeadlineKinds)[number]

/** How one such date moved. */
export type SubDeadlineMove = Readonly<{ kind: SubDeadlineKind; fromMs: number; toMs: number }>

/** Every date of a case that the calendar gives before and after a change of rules; equal ends where a deadline did not move. */
export type DeadlineMove = Readonly<{
  reception: Readonly<{ fromMs: number | null; toMs: number | null }>
  processing: Readonly<{ fromMs: number | null; toMs: number | null }>
  /** The others that moved. */
  others: readonly SubDeadlineMove[]
  /** Whether any date moved; false where only the mark "provisional" did. */
  moved: boolean
}>

/**
 * The case with every date of its running clocks computed anew: reception's until it is received, processing's afterwards, and the
 * answers it waits for. A clock that has ended keeps the deadline it was judged by, as do cases that are not open, deadlines a source
 * gave and answers of which nobody knows since when they are awaited. Answers the same object where nothing changes, else a copy one
 * row version further; the flow version never moves. Throws `MissingRuleError` and `CalendarRangeError`.
 */
export const recomputed = (complaint: Complaint, rules: ClockRules): Complaint => {
  if (!isOpen(complaint.state)) return complaint
  const next = withDatesAnew(complaint, rules)
  const isSame = sameDeadlines(complaint.clocks, next.clocks) && subMoves(complaint, next).length === 0
  return isSame ? complaint : { ...next, rowVersion: complaint.rowVersion + 1 }
}

/** The case with every date of its running clocks as its rules give it now. Throws `MissingRuleError` and `CalendarRangeError`. */
export const withDatesAnew = (complaint: Complaint, rules: ClockRules): Complaint => {
  const isReceived = complaint.clocks.receivedAtMs !== null
  const isGiven = policyOfCase(complaint, rules).deadlines === 'source' && !isReceived
  const next = isReceived
    ? withProcessingDue(complaint, rules)
    : isGiven
      ? complaint
      : withReceptionDue(complaint, rules)
  return {
    ...next,
    questions: next.questions.map((question) =>
      question.outcome === 'open'
        ? { ...question, answerDueAtMs: silenceFromMs(next, question.askedAtMs, rules) }
        : question,
    ),
    proposal: proposalAnew(next, rules),
  }
}

const proposalAnew = (complaint: Complaint, rules: ClockRules): Complaint['proposal'] => {
  const { proposal } = complaint
  if (proposal?.kind !== 'transfer' || proposal.stage === 'approver' || proposal.waitingSinceMs === null)
    return proposal
  const { stage, targetAgency, waitingSinceMs: sinceMs } = proposal
  return { ...proposal, answerDueAtMs: transferAnswerDueMs(complaint, { stage, targetAgency, sinceMs }, rules) }
}

/** What moved between two states of a case under other rules, null where neither a date nor the mark of a deadline did. */
export const deadlineMove = (before: Complaint, after: Complaint): DeadlineMove | null => {
  const others = subMoves(before, after)
  if (sameDeadlines(before.clocks, after.clocks) && others.length === 0) return null
  const reception = { fromMs: before.clocks.receptionDueAtMs, toMs: after.clocks.receptionDueAtMs }
  const processing = { fromMs: before.clocks.dueAtMs, toMs: after.clocks.dueAtMs }
  const moved = reception.fromMs !== reception.toMs || processing.fromMs !== processing.toMs || others.length > 0
  return { reception, processing, others, moved }
}

/** The dates of a case that others are awaited until, by what and which; a list keeps its order under new rules. */
const subDates = (complaint: Complaint): readonly Readonly<{ kind: SubDeadlineKind; atMs: number }>[] => {
  const { proposal, coordination, questions, extensions } = complaint
  const dates = (kind: SubDeadlineKind, found: readonly (number | null)[]) =>
    found.flatMap((atMs) => (atMs === null ? [] : [{ kind, atMs }]))
  const open = questions.filter((question) => question.outcome === 'open')
  const wishes = extensions.filter((wish) => wish.decision === 'requested')
  return [
    ...dates('transfer_answer', proposal?.kind === 'transfer' ? [proposal.answerDueAtMs] : []),
    ...dates(
      'coordination',
      coordination.filter(isAwaited).map((asked) => asked.dueAtMs),
    ),
    ...dates(
      'citizen_answer',
      open.map((question) => question.answerDueAtMs),
    ),
    ...dates(
      'extension',
      wishes.map((wish) => wish.dueAtMs),
    ),
  ]
}

const subMoves = (before: Complaint, after: Complaint): readonly SubDeadlineMove[] => {
  const now = subDates(after)
  return subDates(before).flatMap(({ kind, atMs }, index) => {
    const toMs = now[index]?.atMs ?? atMs
    return isSameDeadline(atMs, toMs) ? [] : [{ kind, fromMs: atMs, toMs }]
  })
}

const withReceptionDue = (complaint: Complaint, rules: ClockRules): Complaint => {
  const { clocks, agency } = complaint
  const { policy, submittedAtMs, arrivedAtMs } = clocks
  const opened = openedClocks({ policy, agency, submittedAtMs, arrivedAtMs }, rules)
  const { receptionDueAtMs, dueIsProvisional } = opened
  return { ...complaint, clocks: { ...clocks, receptionDueAtMs, dueIsProvisional } }
}

const sameDeadlines = (stored: CaseClocks, computed: CaseClocks): boolean =>
  isSameDeadline(stored.receptionDueAtMs, computed.receptionDueAtMs) &&
  isSameDeadline(stored.dueAtMs, computed.dueAtMs) &&
  stored.dueIsProvisional === computed.dueIsProvisional
