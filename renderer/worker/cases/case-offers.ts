import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { commandTable } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { availableCommands } from '../../../shared/domain/decision.ts'
import type { CommandAvailability, DecisionContext } from '../../../shared/domain/decision-context.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import type { CaseState } from '../../../shared/domain/states.ts'

type Offers = CaseDetailV1['commands']

/** Drafts and read marks are given by the app itself. */
const givenByTheApp: ReadonlySet<CommandName> = new Set(['saveDraft', 'mark'])

/** What somebody else waits for comes before the own work. */
const answersOwed: readonly CommandName[] = ['answerCoordination', 'grantExtension']

const nextSteps: Readonly<Record<CaseState, readonly CommandName[]>> = {
  awaiting_reception: ['receive', 'startVerification'],
  verifying: ['receive', 'finishVerification'],
  received: ['assign'],
  assigned: ['start'],
  in_progress: ['submitReply'],
  awaiting_citizen: [],
  reply_submitted: ['approveReply', 'returnReply'],
  reply_returned: ['start'],
  answered: ['publish'],
  refusal_submitted: ['approveRefusal'],
  refused: [],
  transfer_proposed: ['acceptTransfer', 'approveTransfer'],
  merged: [],
  rework: ['start', 'assign'],
  closed: [],
}

/**
 * The commands that concern this officer, at most one of them the next sensible step. Without a server a
 * command that needs one says so only where it would be possible otherwise. None while rules or calendars have not arrived.
 */
export function offersFor(actor: Actor, complaint: Complaint, context: DecisionContext): Offers {
  const available = availabilityOf(actor, complaint, context)
  const offers = available.filter(({ name, code }) => !givenByTheApp.has(name) && code !== 'not_permitted')
  const allowed = new Set(offers.filter((offer) => offer.allowed).map((offer) => offer.name))
  const primary = nextStep(complaint, allowed)
  return offers.map((offer) => ({ ...offer, primary: offer.name === primary }))
}

/** States in which assigning is the way out rather than the next step: reception comes first, a proposed transfer is decided first. */
const notToAssign: ReadonlySet<CaseState> = new Set(['awaiting_reception', 'verifying', 'transfer_proposed'])

function nextStep(complaint: Complaint, allowed: ReadonlySet<CommandName>): CommandName | undefined {
  const isUnassigned = complaint.assignee === null && !notToAssign.has(complaint.state)
  const unassigned: readonly CommandName[] = isUnassigned ? ['assign'] : []
  return [...answersOwed, ...nextSteps[complaint.state], ...unassigned].find((name) => allowed.has(name))
}

function availabilityOf(actor: Actor, complaint: Complaint, context: DecisionContext): readonly CommandAvailability[] {
  const online = context.online !== false
  try {
    return availableCommands(actor, complaint, { ...context, online: true }).map((offer) =>
      offer.allowed && !online && commandTable[offer.name].offline === 'online'
        ? { ...offer, allowed: false, code: 'online_only' }
        : offer,
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}
