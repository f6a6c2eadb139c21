import type { Rating } from '../../shared/domain/states.ts'
import type { EventRowV1 } from '../../shared/contract/rows.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import {
  calendarOfAgency,
  endedPauses,
  openedClocks,
  policyOfCase,
  withProcessingDue,
} from '../../shared/domain/time/clocks.ts'
import type { ClockRules } from '../../shared/domain/time/clocks.ts'
import { deadlineOf } from '../../shared/domain/time/deadline.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'
import { isStorable } from '../sync/storable.ts'
import type { IntakeCaller } from './intake-key.ts'
import { intakeCase } from './intake-status.ts'

/** Grounds of refusal after which the citizen may add facts and resume the same case (domain.md section 6, provisional list). */
const resumable: ReadonlySet<string> = new Set([
  'unclear_content',
  'missing_location_or_contact',
  'already_answered_no_new_fact',
])

/** What a citizen does to a case; the text is the citizen's own. */
export type CitizenStep = Readonly<
  | { name: 'citizenAnswered'; text: string }
  | { name: 'rate'; rating: Rating; text: string }
  | { name: 'resume'; text: string }
>

function answered(row: Complaint, rules: ClockRules, nowMs: number): Complaint {
  const pauses = endedPauses(row.clocks.pauses, nowMs)
  return withProcessingDue({ ...row, state: 'in_progress', clocks: { ...row.clocks, pauses } }, rules)
}

/** An unsatisfied rating opens rework with another assignee, under the rework term; any other closes the case. */
function rated(row: Complaint, rules: ClockRules, nowMs: number, rating: Rating): Complaint {
  if (rating !== 'unsatisfied') return { ...row, state: 'closed', rating, clocks: { ...row.clocks, closedAtMs: nowMs } }
  const policy = policyOfCase(row, rules)
  const { term, status } = policy.rework
  const dueAtMs = deadlineOf({
    startMs: nowMs,
    term,
    dayRule: policy.dayRule,
    calendar: calendarOfAgency(row.agency, rules),
  })
  const clocks = {
    ...row.clocks,
    dueAtMs,
    dueIsProvisional: status === 'provisional',
    answeredAtMs: null,
    closedAtMs: null,
  }
  return { ...row, state: 'rework', rating, assignee: null, clocks }
}

/** The case arrives anew at its agency; the citizen's overall clock goes on from the first submission. */
function resumed(row: Complaint, rules: ClockRules, nowMs: number): Complaint {
  const { policy, submittedAtMs } = row.clocks
  const clocks = openedClocks({ policy, agency: row.agency, submittedAtMs, arrivedAtMs: nowMs }, rules)
  return { ...row, state: 'awaiting_reception', proposal: null, team: null, assignee: null, clocks }
}

/** The case after a citizen's step. Throws `wrong_state` when the step is not open now. */
export function afterStep(row: Complaint, step: CitizenStep, rules: ClockRules, nowMs: number): Complaint {
  const next = moved(row, step, rules, nowMs)
  if (next === null) throw new Problem('wrong_state', `${step.name} is not possible in the state ${row.state}.`)
  return { ...next, rowVersion: row.rowVersion + 1, flowVersion: row.flowVersion + 1 }
}

function moved(row: Complaint, step: CitizenStep, rules: ClockRules, nowMs: number): Complaint | null {
  if (step.name === 'citizenAnswered') return row.state === 'awaiting_citizen' ? answered(row, rules, nowMs) : null
  if (step.name === 'rate') return row.state === 'answered' ? rated(row, rules, nowMs, step.rating) : null
  return row.state === 'refused' && resumable.has(row.proposal?.ground ?? '') ? resumed(row, rules, nowMs) : null
}

/** Applies a citizen's step to the case of that number and puts it on the timeline. Throws `not_found`, `wrong_state`, `bad_request`. */
export async function takeStep(
  context: AppContext,
  caller: IntakeCaller,
  caseNumber: string,
  step: CitizenStep,
): Promise<{ caseNumber: string }> {
  if (!isStorable(step)) throw new Problem('bad_request', 'Texts must not hold NUL or half characters.')
  return inSystem(context.database.kysely, async (tx) => {
    const row = await intakeCase(tx, caseNumber, true)
    const atMs = context.clock()
    const next = afterStep(row, step, await referenceOf(tx, context.database, atMs), atMs)
    await tx
      .updateTable('complaint')
      .set({ data: toJson(next) })
      .where('id', '=', row.id)
      .execute()
    const event: EventRowV1 = {
      id: context.newId(),
      caseId: row.id,
      kind: 'citizen',
      code: step.name,
      actor: null,
      atMs,
      text: step.text.normalize('NFC'),
      late: false,
    }
    await tx
      .insertInto('event')
      .values({ id: event.id, data: toJson(event) })
      .execute()
    await audit(tx, {
      atMs,
      actor: `intake:${caller.keyId}`,
      action: 'intake',
      subject: row.id,
      detail: { step: step.name },
    })
    return { caseNumber }
  })
}
