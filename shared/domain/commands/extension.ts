import type { RefusalCode } from '../command.ts'
import type { Complaint, Extension } from '../complaint.ts'
import type { Action } from '../authority.ts'
import { workingMsBetween } from '../time/calendar.ts'
import {
  calendarOfAgency,
  clockBeganMs,
  policyOfCase,
  processingInput,
  wishedDueMs,
  withProcessingDue,
} from '../time/clocks.ts'
import type { ClockRules } from '../time/clocks.ts'
import { deadlineOf } from '../time/deadline.ts'
import { dateEndMs } from '../time/local-date.ts'
import { actsOnlyFor } from './second-person.ts'
import type { Given, Situation } from './rule.ts'

/** What an extension to the end of a local day would add to the clock, and how much it may add at most; null where no clock of ours runs. */
export const extensionTo = (
  complaint: Complaint,
  dueDate: string,
  rules: ClockRules,
): Readonly<{ addedMs: number; mostMs: number; dueAtMs: number }> | null => {
  const input = processingInput(complaint, rules)
  const { dueAtMs } = complaint.clocks
  const endMs = dateEndMs(dueDate, complaint.agency, rules)
  if (input === null || dueAtMs === null || endMs === null) return null
  const calendar = calendarOfAgency(complaint.agency, rules)
  const lengthMs = (fromMs: number, toMs: number): number =>
    input.term.unit === 'calendar_days' ? toMs - fromMs : workingMsBetween(calendar, fromMs, toMs)
  const termEndsMs = deadlineOf({ ...input, extendedMs: 0, pauses: [] })
  const share = policyOfCase(complaint, rules).extension.maxShareOfClock.value
  const addedMs = lengthMs(dueAtMs, endMs)
  return {
    addedMs,
    mostMs: lengthMs(input.startMs, termEndsMs) * share,
    dueAtMs: wishedDueMs(input, addedMs),
  }
}

const countOf = (complaint: Complaint): number => {
  const beganMs = clockBeganMs(complaint.clocks, complaint.rework)
  return complaint.extensions.filter(
    (extension) => extension.decision !== 'denied' && extension.requestedAtMs >= beganMs,
  ).length
}

/** Asked of a deadline of ours before it has passed, and no more often than the policy allows for one clock. */
export const requestExtensionSituation = ({ complaint, context }: Situation): RefusalCode | null => {
  const input = processingInput(complaint, context)
  if (complaint.clocks.dueAtMs === null || input === null) return 'deadline_given'
  if (complaint.extensions.some((extension) => extension.decision === 'requested')) return 'already_asked'
  if (countOf(complaint) >= policyOfCase(complaint, context).extension.maxCount.value) return 'limit_reached'
  // While the clock stands still its deadline moves on: it is read as of now.
  return context.nowMs > deadlineOf({ ...input, asOfMs: context.nowMs }) ? 'too_late' : null
}

/** The new date lies after the deadline and within the length the policy allows. */
export const requestExtensionGuard = ({ args, complaint, context }: Given<'requestExtension'>): RefusalCode | null => {
  const asked = extensionTo(complaint, args.dueDate, context)
  if (asked === null) return 'date_wrong'
  if (asked.addedMs <= 0) return 'date_not_later'
  return asked.addedMs > asked.mostMs ? 'too_long' : null
}

/** The wish waits for an approver; the clock runs on. */
export const applyRequestExtension = ({ actor, args, complaint, context }: Given<'requestExtension'>): Complaint => {
  const asked = extensionTo(complaint, args.dueDate, context)
  if (asked === null) return complaint
  const extension: Extension = {
    reason: args.reason.trim(),
    requestedBy: actor.id,
    requestedAtMs: context.nowMs,
    dueAtMs: asked.dueAtMs,
    addedMs: asked.addedMs,
    decision: 'requested',
    decidedBy: null,
    decidedAtMs: null,
    decisionReason: null,
  }
  return { ...complaint, extensions: [...complaint.extensions, extension] }
}

/** An extension is decided by a second person. */
export const decideExtensionSituation =
  (action: Extract<Action, 'grantExtension' | 'denyExtension'>) =>
  (situation: Situation): RefusalCode | null => {
    const asked = situation.complaint.extensions.find((extension) => extension.decision === 'requested')
    if (asked === undefined) return 'nothing_asked'
    return actsOnlyFor(situation, action, asked.requestedBy) ? 'own_proposal' : null
  }

const decided = (
  { actor, complaint, context }: Situation,
  decision: 'granted' | 'denied',
  reason: string | null,
): Complaint => ({
  ...complaint,
  extensions: complaint.extensions.map((extension) =>
    extension.decision === 'requested'
      ? { ...extension, decision, decidedBy: actor.id, decidedAtMs: context.nowMs, decisionReason: reason }
      : extension,
  ),
})

/** The time granted joins the clock, whatever happened to the level or the pauses since it was asked for. */
export const applyGrantExtension = (given: Given<'grantExtension'>): Complaint =>
  withProcessingDue(decided(given, 'granted', null), given.context)

/** The deadline stays. */
export const applyDenyExtension = (given: Given<'denyExtension'>): Complaint =>
  decided(given, 'denied', given.args.reason.trim())
