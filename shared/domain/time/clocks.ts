import type { CaseClocks, ClockPause, Complaint, Coordination } from '../complaint.ts'
import type { Organisation } from '../organisation.ts'
import { addWorkingMs, workingMsBetween } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { deadlineOf } from './deadline.ts'
import type { DeadlineInput } from './deadline.ts'
import { processingTerm } from './policy.ts'
import type { DeadlinePolicy, PolicyTerm } from './policy.ts'
import { hanoiZone, localDay } from './zone.ts'
import type { Zone } from './zone.ts'

/** Where a case's rules are looked up. */
export type ClockRules = Readonly<{
  organisation: Organisation
  policies: ReadonlyMap<string, DeadlinePolicy>
  calendars: ReadonlyMap<string, Calendar>
}>

/** A case names a policy or a calendar that is not configured: an operator must act, no officer can. */
export class MissingRuleError extends Error {
  readonly code: 'policy_missing' | 'calendar_missing'
  constructor(code: 'policy_missing' | 'calendar_missing', message: string) {
    super(message)
    this.code = code
  }
}

/** The policy a case keeps for life. Throws `MissingRuleError`. */
export const policyOfCase = (complaint: Pick<Complaint, 'clocks'>, rules: ClockRules): DeadlinePolicy => {
  const policy = rules.policies.get(complaint.clocks.policy)
  if (policy === undefined) throw new MissingRuleError('policy_missing', `no policy ${complaint.clocks.policy}`)
  return policy
}

/** The office hours of the agency a case lies at. Throws `MissingRuleError`. */
export const calendarOfAgency = (agency: string, rules: ClockRules): Calendar => {
  const id = rules.organisation.agencies.get(agency)?.calendar
  const calendar = id === undefined ? undefined : rules.calendars.get(id)
  if (calendar === undefined) throw new MissingRuleError('calendar_missing', `no calendar for agency ${agency}`)
  return calendar
}

/** The wall clock of an agency; the city's own where its office hours are not known. */
export const zoneOfAgency = (agency: string, rules: ClockRules): Zone =>
  rules.calendars.get(rules.organisation.agencies.get(agency)?.calendar ?? '')?.zone ?? hanoiZone

/** What a new case's clocks are opened from; `arrivedAtMs` is when it reached the agency. */
export type Arrival = Readonly<{ policy: string; agency: string; submittedAtMs: number; arrivedAtMs: number }>

/** The clocks of a case that has just arrived: the reception clock runs (QĐ 1207: 8 working hours, verification included). */
export const openedClocks = (arrival: Arrival, rules: ClockRules): CaseClocks => {
  const clocks: CaseClocks = {
    policy: arrival.policy,
    submittedAtMs: arrival.submittedAtMs,
    arrivedAtMs: arrival.arrivedAtMs,
    receptionDueAtMs: null,
    receivedAtMs: null,
    dueAtMs: null,
    dueIsProvisional: false,
    pauses: [],
    answeredAtMs: null,
    closedAtMs: null,
  }
  const policy = policyOfCase({ clocks }, rules)
  if (policy.deadlines === 'source') return clocks
  const calendar = calendarOfAgency(arrival.agency, rules)
  const input = { startMs: arrival.arrivedAtMs, term: policy.reception.term, dayRule: policy.dayRule, calendar }
  const receptionDueAtMs = deadlineOf(input)
  return { ...clocks, receptionDueAtMs, dueIsProvisional: isProvisional(policy.reception, input, receptionDueAtMs) }
}

/**
 * The clocks of a case that arrives anew, at another agency or after a refusal: reception runs again under the policy it keeps, the
 * citizen's overall clock goes on, and a deadline the source gave stays as given.
 */
export const arrivedAnew = (clocks: CaseClocks, agency: string, nowMs: number, rules: ClockRules): CaseClocks => {
  const { policy, submittedAtMs, dueAtMs } = clocks
  const opened = openedClocks({ policy, agency, submittedAtMs, arrivedAtMs: nowMs }, rules)
  return policyOfCase({ clocks }, rules).deadlines === 'source' ? { ...opened, dueAtMs } : opened
}

/** The time granted to a case beyond its term, since its present clock began. Milliseconds. */
export const grantedMs = ({ extensions, clocks, rework }: Complaint): number =>
  extensions
    .filter((extension) => extension.decision === 'granted' && extension.requestedAtMs >= clockBeganMs(clocks, rework))
    .reduce((sum, extension) => sum + extension.addedMs, 0)

/**
 * When the processing clock that runs now began: reception, or the opening of the rework where that came later. A case in rework that
 * has gone to another agency is counted from its reception there; a date set by order is counted from the order, wherever the case is.
 */
export const clockBeganMs = (clocks: CaseClocks, rework: Complaint['rework']): number => {
  const receivedAtMs = clocks.receivedAtMs ?? clocks.arrivedAtMs
  if (rework === null) return receivedAtMs
  return rework.dueAtMs === null ? Math.max(receivedAtMs, rework.openedAtMs) : rework.openedAtMs
}

/** What the running deadline of a received case is computed from, null before reception or where the source gave the deadline. */
export const processingInput = (complaint: Complaint, rules: ClockRules): DeadlineInput | null => {
  const policy = policyOfCase(complaint, rules)
  const { rework, clocks } = complaint
  if (clocks.receivedAtMs === null || (policy.deadlines === 'source' && rework === null)) return null
  return {
    startMs: clockBeganMs(clocks, rework),
    term: processingTerm(policy, complaint).term,
    dayRule: policy.dayRule,
    calendar: calendarOfAgency(complaint.agency, rules),
    pauses: clocks.pauses,
    extendedMs: grantedMs(complaint),
    orderedDueMs: rework?.dueAtMs ?? null,
  }
}

/**
 * The case with its running deadline computed anew from the start of its clock, pauses kept, and with it what hangs on that deadline:
 * the dates of open questions to other agencies and of a wish for more time. The deadline a source gave stays.
 */
export const withProcessingDue = (complaint: Complaint, rules: ClockRules): Complaint => {
  const input = processingInput(complaint, rules)
  if (input === null) return withCoordinationDue(complaint, rules)
  const dueAtMs = deadlineOf(input)
  const term = processingTerm(policyOfCase(complaint, rules), complaint)
  const extensions = complaint.extensions.map((wish) =>
    wish.decision === 'requested' ? { ...wish, dueAtMs: wishedDueMs(input, wish.addedMs) } : wish,
  )
  const clocks = { ...complaint.clocks, dueAtMs, dueIsProvisional: isProvisional(term, input, dueAtMs) }
  return withCoordinationDue({ ...complaint, extensions, clocks }, rules)
}

/** The deadline a clock would have with more time than it has been granted. */
export const wishedDueMs = (input: DeadlineInput, addedMs: number): number =>
  deadlineOf({ ...input, extendedMs: (input.extendedMs ?? 0) + Math.max(addedMs, 0) })

const withCoordinationDue = (complaint: Complaint, rules: ClockRules): Complaint => {
  // Until the agency that leads now has received the case, it has no deadline to take a share of.
  if (complaint.clocks.receivedAtMs === null || !complaint.coordination.some(isAwaited)) return complaint
  const coordination = complaint.coordination.map((asked) =>
    isAwaited(asked) ? { ...asked, dueAtMs: coordinationDueMs(complaint, asked.askedAtMs, rules) } : asked,
  )
  return { ...complaint, coordination }
}

/** Whether the lead still waits for an answer to a question. */
export const isAwaited = (asked: Pick<Coordination, 'answeredAtMs' | 'closedAtMs'>): boolean =>
  asked.answeredAtMs === null && asked.closedAtMs === null

/**
 * When a question put to another agency at `askedAtMs` must be answered: the policy's share (provisional: 60 %) of the office time
 * left to the lead then, so before the lead's own deadline; of the lead's whole clock where that had passed or there is none to be met.
 */
export const coordinationDueMs = (complaint: Complaint, askedAtMs: number, rules: ClockRules): number => {
  const calendar = calendarOfAgency(complaint.agency, rules)
  const { clocks, rework } = complaint
  const dueAtMs = clocks.dueAtMs ?? askedAtMs
  const leftMs = workingMsBetween(calendar, askedAtMs, dueAtMs)
  const wholeMs = workingMsBetween(calendar, Math.min(clockBeganMs(clocks, rework), dueAtMs), dueAtMs)
  const share = policyOfCase(complaint, rules).coordinationShare.value
  return addWorkingMs(calendar, askedAtMs, Math.floor((leftMs > 0 ? leftMs : wholeMs) * share))
}

/** When whoever a transfer waits for must answer: the city's coordinator, or the receiver in the receiver's own office hours. */
export const transferAnswerDueMs = (
  complaint: Complaint,
  waits: Readonly<{ stage: 'coordinator' | 'receiver'; targetAgency: string | null; sinceMs: number }>,
  rules: ClockRules,
): number => {
  const policy = policyOfCase(complaint, rules)
  const agency = waits.stage === 'receiver' ? (waits.targetAgency ?? complaint.agency) : complaint.agency
  return termEndMs(policy.transfer[waits.stage], { policy, agency, startMs: waits.sinceMs }, rules)
}

/** When a question put to the citizen at `askedAtMs` counts as unanswered. */
export const silenceFromMs = (complaint: Complaint, askedAtMs: number, rules: ClockRules): number => {
  const policy = policyOfCase(complaint, rules)
  return termEndMs(policy.citizenSilence, { policy, agency: complaint.agency, startMs: askedAtMs }, rules)
}

/** The end of a policy's term that starts now in the office hours of an agency: for answers, ratings and silence. */
export const termEndMs = (
  term: PolicyTerm,
  given: Readonly<{ policy: DeadlinePolicy; agency: string; startMs: number }>,
  rules: ClockRules,
): number =>
  deadlineOf({
    startMs: given.startMs,
    term: term.term,
    dayRule: given.policy.dayRule,
    calendar: calendarOfAgency(given.agency, rules),
  })

/** The case received at `nowMs`: the processing clock starts at reception (confirmed, QĐ 1207). */
export const withReception = (complaint: Complaint, rules: ClockRules, nowMs: number): Complaint =>
  complaint.clocks.receivedAtMs === null
    ? withProcessingDue({ ...complaint, clocks: { ...complaint.clocks, receivedAtMs: nowMs } }, rules)
    : complaint

/** The pauses with the open one ended. */
export const endedPauses = (pauses: readonly ClockPause[], nowMs: number): readonly ClockPause[] =>
  pauses.some((pause) => pause.toMs === null)
    ? pauses.map((pause) => (pause.toMs === null ? { ...pause, toMs: nowMs } : pause))
    : pauses

// A deadline is as sure as the least sure thing it was computed from: the term (unless a date was ordered), the hours, and every
// named day it passes.
const isProvisional = (term: PolicyTerm, input: DeadlineInput, dueMs: number): boolean => {
  const { calendar } = input
  const isOrdered = (input.orderedDueMs ?? null) !== null
  if (term.status === 'provisional' && !isOrdered) return true
  if (term.term.unit === 'calendar_days') return false
  if (calendar.hoursStatus === 'provisional') return true
  const lastDay = localDay(calendar.zone, dueMs)
  const firstDay = localDay(calendar.zone, input.startMs)
  if (firstDay < calendar.factsFrom || lastDay > calendar.factsTo) return true
  for (let day = firstDay; day <= lastDay; day += 1) if (calendar.facts.get(day)?.status === 'estimate') return true
  return false
}
