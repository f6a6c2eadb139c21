import type { Command } from '../../../shared/domain/command.ts'
import type { CaseEvent, Complaint } from '../../../shared/domain/complaint.ts'
import type { DecisionContext } from '../../../shared/domain/decision-context.ts'
import { decideCommand } from '../../../shared/domain/decision.ts'
import { hanoi1207, seedPolicies } from '../../../shared/domain/time/policy.ts'
import type { DeadlinePolicy } from '../../../shared/domain/time/policy.ts'
import { actor, caseIn, context, hanoi, people } from './case-fixtures.ts'
import { movesOn, unattendedMoves } from './case-moves.ts'

/** Whoever may be asked to do something: every official of the tests, the citizen and the server. */
export const walkers: readonly string[] = [...Object.keys(people), 'citizen', 'system']

/**
 * One turn: somebody, after some time, takes one of the commands open to them; `pick` says which. `assignee` and `colleague` are
 * whoever the case has or may have at that time.
 */
export type Turn = Readonly<{ who: string; pick: number; laterMs: number }>

/** What a turn did. */
export type Step = Readonly<{
  who: string
  command: Command
  atMs: number
  before: Complaint
  after: Complaint
  events: readonly CaseEvent[]
}>

/** Policies that differ in what a walk may meet: pauses for the citizen, several extensions, days that end at the same clock time. */
export const walkPolicies: readonly DeadlinePolicy[] = [
  ...seedPolicies,
  {
    ...hanoi1207,
    id: 'pausing',
    pausesForCitizen: { ...hanoi1207.pausesForCitizen, value: true },
    extension: { ...hanoi1207.extension, maxCount: { ...hanoi1207.extension.maxCount, value: 3 } },
  },
  {
    ...hanoi1207,
    id: 'same-time',
    dayRule: 'same_time',
    pausesForCitizen: { ...hanoi1207.pausesForCitizen, value: true },
  },
]

/** What a decision on a walk is judged by. */
export const walkContext = (change: Partial<DecisionContext>): DecisionContext =>
  context({ policies: new Map(walkPolicies.map((policy) => [policy.id, policy])), ...change })

/** A report that has just arrived, under a policy. */
export const newReport = (policy: string, kind: Complaint['kind']): Complaint => {
  const plain = caseIn('awaiting_reception', { kind })
  return { ...plain, clocks: { ...plain.clocks, policy } }
}

const officers: Readonly<Record<string, readonly string[]>> = {
  SXD: ['officer', 'officer2', 'field', 'double'],
  STP: ['receiverOfficer', 'foreign'],
  SGD: ['third'],
}

/** Every command somebody could send on a case, fitting or not. */
export const possibleMoves = (complaint: Complaint, who: string, nowMs: number): readonly Command[] => {
  if (who === 'citizen' || who === 'system') return unattendedMoves(complaint)
  const agencies = ['SXD', 'STP', 'SGD'].filter((agency) => agency !== complaint.agency)
  return movesOn(complaint, { officers: officers[complaint.agency] ?? [], agencies, nowMs })
}

/** Everything somebody can do with a case now. */
export const openMoves = (complaint: Complaint, who: string, change: Partial<DecisionContext>): readonly Step[] => {
  const givenBy = who === 'citizen' || who === 'system' ? who : 'official'
  const known = walkContext({
    mergeTarget: { id: 'main-1', state: 'assigned', agency: complaint.agency },
    ...change,
    givenBy,
  })
  return possibleMoves(complaint, who, known.nowMs).flatMap((command) => {
    const decided = decideCommand({ command, actor: actor(who), complaint, context: known })
    if (!decided.ok) return []
    return [{ who, command, atMs: known.nowMs, before: complaint, after: decided.next, events: decided.events }]
  })
}

const whoOf = ({ who, pick }: Turn, { agency: own, assignee, proposal }: Complaint): string => {
  const isWaiting = proposal?.stage === 'receiver' && pick % 2 === 0
  const agency = isWaiting ? proposal.targetAgency : own
  const colleagues = Object.keys(people).filter((id) => people[id]?.some((grant) => grant.agency === agency))
  const colleague = colleagues[pick % Math.max(colleagues.length, 1)] ?? who
  if (who === 'assignee') return assignee ?? colleague
  return who === 'colleague' ? colleague : who
}

// Each command is as likely as another, however many ways there are to give it; what ends a life, or only stands beside it, less.
const chosen = (open: readonly Step[], pick: number): Step | undefined => {
  const goesOn = open.filter(({ after, before }) => after.flowVersion > before.flowVersion && !endsLife(after))
  const choices = goesOn.length > 0 && pick % 5 > 1 ? goesOn : open
  const names = [...new Set(choices.map((step) => step.command.name))]
  const name = names[Math.floor(pick / 5) % Math.max(names.length, 1)]
  const named = choices.filter((step) => step.command.name === name)
  return named[Math.floor(pick / 500) % Math.max(named.length, 1)]
}

const endsLife = ({ state }: Complaint): boolean =>
  state === 'merged' || state === 'closed' || state === 'refused' || state === 'refusal_submitted'

/** The life of a report from its arrival, turn by turn; a turn with nothing to do passes. */
export const walk = (start: Complaint, turns: readonly Turn[]): readonly Step[] => {
  const steps: Step[] = []
  let complaint = start
  let nowMs = hanoi('2026-01-05 09:00')
  for (const [index, turn] of turns.entries()) {
    nowMs += turn.laterMs
    const open = openMoves(complaint, whoOf(turn, complaint), { nowMs, eventId: `event-${index}` })
    const step = chosen(open, turn.pick)
    if (step === undefined) continue
    steps.push(step)
    complaint = step.after
  }
  return steps
}
