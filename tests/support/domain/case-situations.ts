import type { Complaint, Proposal } from '../../../shared/domain/complaint.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import type { Absence } from '../../../shared/domain/organisation.ts'
import {
  askedOf,
  caseIn,
  hanoi,
  nowMs,
  openQuestion,
  organisation,
  people,
  reworkAfterRating,
} from './case-fixtures.ts'

/** A case with what is known about it, under a name. */
export type NamedSituation = Readonly<{ name: string; complaint: Complaint; context: Partial<DecisionContext> }>

const proposal = (state: 'refusal_submitted' | 'transfer_proposed', change: Partial<Proposal>): Proposal | null => {
  const found = caseIn(state).proposal
  return found === null ? null : { ...found, ...change }
}

/** A transfer to `STP` that waits at a stage. */
export const transferAt = (stage: Proposal['stage'], change: Partial<Proposal> = {}): Complaint =>
  caseIn('transfer_proposed', {
    proposal: proposal('transfer_proposed', { stage, approvedBy: stage === 'receiver' ? 'approver' : null, ...change }),
  })

/** A refusal proposed by somebody. */
export const refusalBy = (proposedBy: string, change: Partial<Complaint> = {}): Complaint =>
  caseIn('refusal_submitted', { proposal: proposal('refusal_submitted', { proposedBy }), ...change })

/** A refusal on a ground that only the city's coordinator may approve. */
export const refusalForTheCity = caseIn('refusal_submitted', {
  proposal: proposal('refusal_submitted', { stage: 'coordinator' }),
})

/** An official who is away now. */
export const away = (official: string, substitute: string | null = null): Absence => ({
  official,
  fromMs: nowMs - 1,
  toMs: nowMs + 1,
  substitute,
})

/** Of the whole agency nobody is there. */
const nobodyThere = {
  organisation: organisation({
    absences: Object.entries(people)
      .filter(([, grants]) => grants.some((grant) => grant.agency === 'SXD'))
      .map(([who]) => away(who)),
  }),
}

/** Of the approvers of the agency only `approver` is there. */
const noOtherApprover = { organisation: organisation({ absences: [away('approver2'), away('double')] }) }

/** No approver of the agency is there. */
const noApprover = { organisation: organisation({ absences: [away('approver'), away('approver2'), away('double')] }) }

/** Of the approvers of the agency only `double` is there. */
const onlyDouble = { organisation: organisation({ absences: [away('approver'), away('approver2')] }) }

/** A reply submitted by somebody. */
export const replyBy = (author: string, change: Partial<Complaint> = {}): Complaint => {
  const { reply } = caseIn('reply_submitted')
  return caseIn('reply_submitted', { reply: reply === null ? null : { ...reply, author }, ...change })
}

/** A wish for one more working day that nobody has decided. */
export const wishBy = (requestedBy: string): Complaint['extensions'][number] => ({
  reason: 'Chờ vật tư',
  requestedBy,
  requestedAtMs: nowMs - 1,
  dueAtMs: hanoi('2026-01-13 17:00'),
  addedMs: 8 * 3_600_000,
  decision: 'requested',
  decidedBy: null,
  decidedAtMs: null,
  decisionReason: null,
})

/** A promise of `officer` that is still to be kept. */
export const openPromise: Complaint['commitments'][number] = {
  id: 'event-0-c1',
  text: 'Thảm lại mặt đường trước 20/01/2026.',
  dueAtMs: hanoi('2026-01-21 00:00') - 1,
  promisedBy: 'officer',
  promisedAtMs: nowMs - 1,
  settledBy: null,
  settledAtMs: null,
  settledNote: null,
}

/** A hold of `field` that has not run out. */
export const heldByField = { by: 'field', atMs: nowMs - 1, untilMs: nowMs + 86_400_000 } as const

const clocksOf = (change: Partial<Complaint['clocks']>): Complaint['clocks'] => ({
  ...caseIn('in_progress').clocks,
  ...change,
})

const of = (name: string, complaint: Complaint, context: Partial<DecisionContext> = {}): NamedSituation => ({
  name,
  complaint,
  context,
})

/** Every state as it stands plainly. */
export const plainSituations: readonly NamedSituation[] = caseStates.map((state) => of(state, caseIn(state)))

/** The situations in which a state asks somebody else, or lets something else be done, than it does plainly. */
export const specialSituations: readonly NamedSituation[] = [
  of('transfer with the coordinator', transferAt('coordinator')),
  of('transfer at the receiver', transferAt('receiver')),
  of('transfer proposed by an approver', transferAt('approver', { proposedBy: 'double' })),
  of('urgent', caseIn('in_progress', { level: 'urgent' })),
  of('urgent without a team', caseIn('received', { level: 'urgent' })),
  of('another agency is asked', caseIn('in_progress', { coordination: [askedOf('STP')] })),
  of('more time is asked', caseIn('in_progress', { extensions: [wishBy('officer')] })),
  of(
    'more time is asked by an approver',
    caseIn('in_progress', { assignee: 'double', extensions: [wishBy('double')] }),
  ),
  of('more time was given', caseIn('in_progress', { extensions: [{ ...wishBy('officer'), decision: 'granted' }] })),
  of('past its deadline', caseIn('in_progress', { clocks: clocksOf({ receivedAtMs: hanoi('2025-12-01 09:00') }) })),
  of('with a deadline of its source', caseIn('in_progress', { clocks: clocksOf({ policy: 'source-target' }) })),
  of('the citizen was asked twice', caseIn('in_progress', { questions: [openQuestion, openQuestion] })),
  of('held offline', caseIn('in_progress', { checkout: heldByField })),
  of('held offline too long', caseIn('in_progress', { checkout: { ...heldByField, untilMs: nowMs } })),
  of('reply by an approver', replyBy('double')),
  of('reply whose files have not arrived', caseIn('reply_submitted'), { filesMissing: 1 }),
  of('refusal proposed by an approver', refusalBy('double')),
  of('reply without an approver there', replyBy('officer'), noApprover),
  of('refusal by the only approver there', refusalBy('double'), onlyDouble),
  of('nobody of the agency is there', caseIn('received'), nobodyThere),
  of('nobody is there for a returned reply', caseIn('reply_returned'), nobodyThere),
  of('transfer of the coordinator', transferAt('receiver', { proposedBy: 'coordinator', approvedBy: null })),
  of('refusal that the city decides', refusalForTheCity),
  of('reply in rework', replyBy('officer2', { rework: reworkAfterRating })),
  of('refusal in rework', refusalBy('officer2', { rework: reworkAfterRating })),
  of('reply in rework without another approver', replyBy('officer2', { rework: reworkAfterRating }), noOtherApprover),
  of(
    'refusal in rework without another approver',
    refusalBy('officer2', { rework: reworkAfterRating }),
    noOtherApprover,
  ),
  of('rework at the former officer', caseIn('rework', { assignee: 'officer' })),
  of('rework started at the former officer', caseIn('in_progress', { rework: reworkAfterRating })),
  of('others are merged into it', caseIn('in_progress'), { mergedHere: 1 }),
  of('something is promised', caseIn('answered', { commitments: [openPromise] })),
  of('refused after an answer', caseIn('closed', { proposal: caseIn('refused').proposal })),
  of('without a server', caseIn('in_progress', { extensions: [wishBy('officer')] }), { online: false }),
]

export const everySituation: readonly NamedSituation[] = [...plainSituations, ...specialSituations]
