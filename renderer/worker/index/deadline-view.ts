import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { workingMsBetween } from '../../../shared/domain/time/calendar.ts'
import { calendarOfAgency, policyOfCase, processingInput } from '../../../shared/domain/time/clocks.ts'
import type { ClockRules } from '../../../shared/domain/time/clocks.ts'
import {
  activeDueAtMs,
  activeStartAtMs,
  endedAtMs,
  pausedFromMs,
  runningClocks,
} from '../../../shared/domain/time/deadline-status.ts'
import { deadlineOf, isSameDeadline } from '../../../shared/domain/time/deadline.ts'
import type { DeadlineInput } from '../../../shared/domain/time/deadline.ts'
import { explainDeadline } from '../../../shared/domain/time/explain-deadline.ts'
import type { DeadlineSpan } from '../../../shared/domain/time/explain-deadline.ts'
import { calendarThatGave } from '../../../shared/domain/time/former-calendar.ts'
import { processingTerm } from '../../../shared/domain/time/policy.ts'
import type { DeadlinePolicy } from '../../../shared/domain/time/policy.ts'
import { localDay } from '../../../shared/domain/time/zone.ts'
import type { DeadlineBook } from './deadline-book.ts'
import { statusAt } from './deadline-book.ts'
import { openPause } from './queue-index.ts'
import type { ReferenceStore } from './reference-store.ts'

type DeadlineView = CaseDetailV1['deadline']
export type DeadlineKnowledge = Readonly<{ reference: ReferenceStore; book: DeadlineBook }>

/** The answer to "Vì sao hạn này?": the clock that runs now with every span counted. Empty where rules or calendar are missing. */
export function viewDeadline(complaint: Complaint, known: DeadlineKnowledge, nowMs: number): DeadlineView {
  const { clocks } = complaint
  const { reference, book } = known
  const pausedMs = pausedFromMs(complaint)
  const pauses = openPause(pausedMs)
  const base: DeadlineView = {
    clock: 'none',
    dueAtMs: activeDueAtMs(clocks),
    status: statusAt(book.runningClock({ ...complaint, clocks: { ...runningClocks(complaint), pauses } }), nowMs),
    pausedFromMs: pausedMs,
    workingMsLeft: null,
    workingMsTotal: null,
    elapsedMs: (endedAtMs(clocks) ?? nowMs) - clocks.submittedAtMs,
    provisional: clocks.dueIsProvisional,
    policyName: reference.rows.policy.get(clocks.policy)?.name ?? clocks.policy,
    articleRef: '',
    spans: [],
  }
  try {
    return { ...base, ...readRules(complaint, reference, nowMs) }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return base
    throw error
  }
}

function readRules(complaint: Complaint, reference: ReferenceStore, nowMs: number): Partial<DeadlineView> {
  const { clocks } = complaint
  const rules = reference.rules()
  const policy = policyOfCase(complaint, rules)
  const dueAtMs = activeDueAtMs(clocks)
  if (dueAtMs === null) return {}
  const isReception = clocks.receivedAtMs === null && clocks.receptionDueAtMs !== null
  const clock = isReception ? ('reception' as const) : ('processing' as const)
  const articleRef = articleOf(policy, complaint, isReception)
  const startMs = activeStartAtMs(runningClocks(complaint))
  const ended = endedAtMs(clocks) !== null
  const pausedMs = pausedFromMs(complaint)
  const untilMs = pausedMs ?? nowMs
  if (policy.deadlines === 'source' && complaint.rework === null) {
    return { clock, articleRef, workingMsLeft: ended ? null : dueAtMs - untilMs, workingMsTotal: dueAtMs - startMs }
  }
  const calendar = calendarOfAgency(complaint.agency, rules)
  const input = isReception ? receptionInput(complaint, policy, rules) : processingInput(complaint, rules)
  return {
    clock,
    articleRef,
    workingMsLeft: ended ? null : workingMsBetween(calendar, untilMs, dueAtMs),
    workingMsTotal: workingMsBetween(calendar, startMs, dueAtMs),
    spans: input ? explain(pausedMs === null ? input : { ...input, asOfMs: nowMs }, dueAtMs, reference) : [],
  }
}

function receptionInput(complaint: Complaint, policy: DeadlinePolicy, rules: ClockRules): DeadlineInput {
  const calendar = calendarOfAgency(complaint.agency, rules)
  return { startMs: complaint.clocks.arrivedAtMs, term: policy.reception.term, dayRule: policy.dayRule, calendar }
}

/**
 * Every span up to the stored deadline. One that other office hours gave, as an ended case keeps it, is told by those, with the days
 * closed since marked; where they cannot be found again it is one span.
 */
function explain(input: DeadlineInput, dueAtMs: number, reference: ReferenceStore): DeadlineView['spans'] {
  const { asOfMs: _, ...stored } = input
  if (isSameDeadline(dueAtMs, deadlineOf(stored))) return spansOf(input, new Set())
  const former = calendarThatGave(stored, dueAtMs, reference.list('calendar'))
  if (former !== null) return spansOf({ ...input, calendar: former.calendar }, former.reopened)
  return [{ fromMs: input.startMs, toMs: dueAtMs, kind: 'kept', note: '' }]
}

function spansOf(input: DeadlineInput, reopened: ReadonlySet<number>): DeadlineView['spans'] {
  const { zone } = input.calendar
  const isReopened = (atMs: number, kind: string) => kind === 'counted' && reopened.has(localDay(zone, atMs))
  const noteOf = ({ kind, fromMs, fact }: DeadlineSpan): string => {
    if (kind === 'paused') return pauseOf(input, fromMs)
    return isReopened(fromMs, kind) ? 'closed_later' : (fact?.name ?? '')
  }
  return explainDeadline(input).spans.map((span) => ({
    fromMs: span.fromMs,
    toMs: span.toMs,
    kind: span.kind,
    note: noteOf(span),
  }))
}

/** The code of why the clock stood still at an instant. */
function pauseOf(input: DeadlineInput, atMs: number): string {
  const pause = input.pauses?.find(({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs))
  return pause?.reason ?? ''
}

function articleOf(policy: DeadlinePolicy, complaint: Complaint, isReception: boolean): string {
  const ref = isReception ? policy.reception.ref : processingTerm(policy, complaint).ref
  return ref === null ? '' : [ref.document, ref.article].filter((part) => part !== null).join('#')
}
