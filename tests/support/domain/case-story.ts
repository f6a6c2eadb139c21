import type { Command } from '../../../shared/domain/command.ts'
import type { CaseEvent, Complaint } from '../../../shared/domain/complaint.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import { decideCommand } from '../../../shared/domain/decision.ts'
import { actor, context, hanoi } from './case-fixtures.ts'

type ArgsOf<N extends Command['name']> = Extract<Command, { name: N }>['args']

/**
 * A case told step by step: who does what when (`citizen` and `system` give their own commands); every step must be allowed, and its
 * entry joins the timeline.
 */
export class CaseStory {
  complaint: Complaint
  readonly timeline: CaseEvent[] = []
  readonly #known: Partial<DecisionContext>

  constructor(complaint: Complaint, known: Partial<DecisionContext> = {}) {
    this.complaint = complaint
    this.#known = known
  }

  /** Gives a command at Hanoi's wall clock; throws with the code where it is refused. */
  does<N extends Command['name']>(at: string, who: string, step: Readonly<{ name: N; args: ArgsOf<N> }>): this {
    const decided = this.decide(at, who, step)
    if (!decided.ok) throw new Error(`${at} ${who} ${step.name}: ${decided.code}`)
    this.complaint = decided.next
    this.timeline.push(...decided.events)
    return this
  }

  /** The code with which a command would be refused now, or `ok`; `seenFlow` is the flowVersion it was given on, the present one unless told. */
  wouldGet<N extends Command['name']>(
    at: string,
    who: string,
    step: Readonly<{ name: N; args: ArgsOf<N> }>,
    seenFlow?: number,
  ): string {
    const decided = this.decide(at, who, step, seenFlow)
    return decided.ok ? 'ok' : decided.code
  }

  private decide(at: string, who: string, step: Readonly<{ name: string; args: object }>, seenFlow?: number) {
    const change: Partial<DecisionContext> = { nowMs: hanoi(at), eventId: `event-${this.timeline.length}` }
    const hash = 'hash' in step.args ? String(step.args.hash) : ''
    const givenBy = who === 'citizen' || who === 'system' ? who : 'official'
    const command = { ...step, caseId: this.complaint.id } as Command
    return decideCommand({
      command,
      actor: actor(who),
      complaint: this.complaint,
      context: context({
        givenBy,
        ...change,
        ...this.#known,
        ifVersion: seenFlow ?? this.complaint.flowVersion,
        replyHash: hash,
      }),
    })
  }
}
