import { decideCommand } from '../../../shared/domain/decision.ts'
import type { CaseRules, DecisionContext } from '../../../shared/domain/decision-context.ts'
import type { Command } from '../../../shared/domain/command.ts'
import type { CaseEvent, Complaint } from '../../../shared/domain/complaint.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'

/** What the device knows of the other cases it holds: where one stands as shown, and how many follow one by merging. */
export type KnownCases = Readonly<{
  standingOf: (caseId: string) => Pick<Complaint, 'state' | 'agency'> | null
  followersOf: (caseId: string) => number
}>

/** Who acts and by which rules, as far as the device knows them. */
export type Acting = Readonly<{ actor: Actor; rules: CaseRules }>
/** Who acts, by which rules and among which cases; commands of another form than `commandForm` are not guessed at. */
export type Standing = Acting & Readonly<{ cases: KnownCases; commandForm: number }>

/** A case with its pending commands applied, and the timeline entries they would write. */
export type Prediction = Readonly<{ complaint: Complaint; events: readonly CaseEvent[] }>

/**
 * The view of a case: the confirmed row with the pending commands run over it by the shared command table. A command that the rules
 * refuse here changes nothing; the server's answer decides.
 */
export function predict(confirmed: Complaint, pending: readonly QueuedCommand[], standing: Standing): Prediction {
  let complaint = confirmed
  const events: CaseEvent[] = []
  for (const queued of pending) {
    if (queued.payload.v !== standing.commandForm) continue
    const command = { name: queued.payload.name, caseId: confirmed.id, args: queued.payload.args } as Command
    const decision = decideSafely(command, complaint, { standing, queued })
    if (!decision) continue
    complaint = decision.complaint
    events.push(...decision.events)
  }
  return { complaint, events }
}

/** For a merge: the main case as shown, where the device holds it, and how many cases follow the one to be merged. */
export function mergeFacts(command: Command, cases: KnownCases): Pick<DecisionContext, 'mergeTarget' | 'mergedHere'> {
  if (command.name !== 'merge') return {}
  const id = command.args.target
  const target = cases.standingOf(id)
  const mergedHere = cases.followersOf(command.caseId)
  return target === null ? { mergedHere } : { mergedHere, mergeTarget: { id, ...target } }
}

function decideSafely(
  command: Command,
  complaint: Complaint,
  given: { standing: Standing; queued: QueuedCommand },
): Prediction | null {
  const { standing, queued } = given
  const context: DecisionContext = {
    ...standing.rules,
    nowMs: queued.payload.createdAtMs,
    eventId: queued.key,
    ...(command.name === 'submitReply' ? { replyHash: command.args.hash } : {}),
    ...mergeFacts(command, standing.cases),
  }
  try {
    const decision = decideCommand({ command, actor: standing.actor, complaint, context })
    return decision.ok ? { complaint: decision.next, events: decision.events } : null
  } catch (error) {
    // Rules or calendars that have not arrived yet: the case shows as confirmed until they do.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
