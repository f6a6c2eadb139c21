import type { Command, RefusalCode } from '../../shared/domain/command.ts'
import { decideCommand } from '../../shared/domain/decision.ts'
import type { Rating } from '../../shared/domain/states.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'
import { storeDecision } from '../store-decision.ts'
import { isStorable } from '../sync/storable.ts'
import type { IntakeCaller } from './intake-key.ts'
import { intakeCase } from './intake-status.ts'

/** What a citizen does to a case; the text is the citizen's own. */
export type CitizenStep = Readonly<
  | { name: 'citizenAnswered'; text: string }
  | { name: 'rate'; rating: Rating; text: string }
  | { name: 'resume'; text: string }
>

const nobody = { id: '', grants: [] } as const

function citizenCommand(caseId: string, step: CitizenStep): Command {
  const text = step.text.normalize('NFC')
  return step.name === 'rate'
    ? { name: 'rate', caseId, args: { rating: step.rating, text } }
    : { name: step.name, caseId, args: { text } }
}

// A missing text is the request's fault; every other reason says that the case does not allow the step now.
function refusedStep(step: CitizenStep, state: string, code: RefusalCode): Problem {
  if (code === 'text_required') return new Problem('bad_request', `${step.name} needs a text.`)
  return new Problem('wrong_state', `${step.name} is not possible in the state ${state}.`)
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
    const reference = await referenceOf(tx, context.database, atMs)
    const decision = decideCommand({
      command: citizenCommand(row.id, step),
      actor: nobody,
      complaint: row,
      context: { ...reference, nowMs: atMs, eventId: context.newId(), online: true, givenBy: 'citizen' },
    })
    if (!decision.ok) throw refusedStep(step, row.state, decision.code)
    await storeDecision(tx, decision)
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
