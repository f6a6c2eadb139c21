import { decideCommand } from '../../../shared/domain/decision.ts'
import type { Command } from '../../../shared/domain/command.ts'
import type { Decision, DecisionContext } from '../../../shared/domain/decision-context.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { actor, context } from './case-fixtures.ts'

/** The arguments of a command. */
export type Args<N extends Command['name']> = Extract<Command, { name: N }>['args']

/** A command on the case of the tests. */
export const command = <N extends Command['name']>(name: N, args: Args<N>): Command =>
  ({ name, caseId: 'case-1', args }) as Extract<Command, { name: N }>

/** Decides a command given by one of the people of the tests. */
export const decide = (
  who: string,
  given: Command,
  complaint: Complaint,
  change: Partial<DecisionContext> = {},
): Decision => decideCommand({ command: given, actor: actor(who), complaint, context: context(change) })

/** The code of a refusal, or `ok`. */
export const codeOf = (decision: Decision): string => (decision.ok ? 'ok' : decision.code)

/** The case after a command that must be allowed. */
export const nextOf = (decision: Decision): Complaint => {
  if (!decision.ok) throw new Error(`refused: ${decision.code}`)
  return decision.next
}

/** A plain reception. */
export const receive = command('receive', {
  level: 'normal',
  category: 'road_damage',
  area: '00004',
  duplicatesLookedAt: true,
})
/** The words of a reply. */
export const reply = 'Tổ tuần đường đã vá ổ gà lúc 15 giờ.'
/** That reply, submitted. */
export const submit = command('submitReply', {
  revision: 3,
  text: reply,
  hash: 'hash-1',
  overrideReason: null,
  noEvidence: null,
  gateShown: false,
})
