import { may } from './authority.ts'
import { commandTable, officialCommands } from './command-table.ts'
import type { Command, CommandName, RefusalCode } from './command.ts'
import type { CommandRule, Given, Situation } from './commands/rule.ts'
import type { CaseEvent, Complaint } from './complaint.ts'
import type { CommandAvailability, Decision, DecisionContext } from './decision-context.ts'
import type { Actor } from './roles.ts'

/** A command with who gives it, on which case, and everything else the rules need. */
export type DecisionRequest = Readonly<{
  command: Command
  actor: Actor
  complaint: Complaint
  context: DecisionContext
}>

/**
 * Decides a command: the same on the client (prediction) and on the server (truth). Checks in this order: flowVersion, authority,
 * server at hand, state, situation, required texts, arguments. The first reason against is the code. Throws `MissingRuleError`
 * or `CalendarRangeError` where the configuration cannot give a deadline. Whether the case exists and is visible is the caller's.
 */
export const decideCommand = (request: DecisionRequest): Decision => {
  if (!Object.hasOwn(commandTable, request.command.name)) return { ok: false, code: 'unknown_command' }
  return decideBy(request.command.name, request.command.args, situationOf(request))
}

/** Per command an official can give whether the actor may give it on this case now, and why not; arguments are not looked at. */
export const availableCommands = (
  actor: Actor,
  complaint: Complaint,
  context: DecisionContext,
): readonly CommandAvailability[] => {
  const situation = situationOf({ actor, complaint, context })
  return officialCommands.map((name) => {
    const code = reasonAgainst(name, situation)
    return { name, allowed: code === null, code }
  })
}

// Validity and absence are judged at the moment of the decision, whenever the reference data was read.
const situationOf = ({ actor, complaint, context }: Omit<DecisionRequest, 'command'>): Situation => ({
  actor,
  complaint,
  context: { ...context, organisation: { ...context.organisation, nowMs: context.nowMs } },
})

const decideBy = <N extends CommandName>(name: N, args: Given<N>['args'], situation: Situation): Decision => {
  const rule: CommandRule<N> = commandTable[name]
  const given: Given<N> = { ...situation, args }
  const code = reasonAgainst(name, situation) ?? blankText(rule, args) ?? rule.guard?.(given) ?? null
  if (code !== null) return { ok: false, code }
  const applied = rule.apply(given)
  const next = withVersions(situation.complaint, { ...applied, state: stateAfter(rule, situation.complaint, applied) })
  if (rule.entry === null) return { ok: true, next: situation.complaint, events: [] }
  const entry = eventOf(
    rule,
    { name, text: rule.entry(args), id: rule.keptLate ? noteId(args) : null, extra: rule.extra?.(args) ?? null },
    situation,
  )
  return { ok: true, next, events: [entry] }
}

const reasonAgainst = (name: CommandName, situation: Situation): RefusalCode | null => {
  const { actor, complaint, context } = situation
  const rule = commandTable[name]
  const isStale = rule.workflow && context.ifVersion !== undefined && context.ifVersion !== complaint.flowVersion
  if (isStale) return 'stale_flow'
  if (rule.givenBy !== (context.givenBy ?? 'official')) return 'not_permitted'
  const isKept = rule.givenBy !== 'official' || (rule.keptLate && context.heldBefore === true)
  if (!isKept && !may(actor, name, complaint, context.organisation)) return 'not_permitted'
  if (rule.offline === 'online' && context.online === false) return 'online_only'
  if (rule.from !== 'any' && !rule.from.includes(complaint.state)) return 'wrong_state'
  return rule.situation?.(situation) ?? null
}

const blankText = <N extends CommandName>(rule: CommandRule<N>, args: Given<N>['args']): RefusalCode | null => {
  const texts = new Map<string, unknown>(Object.entries(args))
  for (const [field, code] of Object.entries<RefusalCode | undefined>(rule.required)) {
    const text = texts.get(field)
    if (code !== undefined && (typeof text !== 'string' || text.trim() === '')) return code
  }
  return null
}

const stateAfter = <N extends CommandName>(
  { to }: CommandRule<N>,
  complaint: Complaint,
  applied: Complaint,
): Complaint['state'] => {
  if (typeof to !== 'string') return applied.state
  if (to === 'unchanged') return complaint.state
  return to === 'restored' ? (complaint.proposal?.stateBefore ?? complaint.state) : to
}

// rowVersion rises with every change, flowVersion with state, level, agency, team or assignee only (sync.md section 5).
const withVersions = (before: Complaint, after: Complaint): Complaint => {
  const hasMoved =
    before.state !== after.state ||
    before.level !== after.level ||
    before.agency !== after.agency ||
    before.team !== after.team ||
    before.assignee !== after.assignee
  return { ...after, rowVersion: before.rowVersion + 1, flowVersion: before.flowVersion + (hasMoved ? 1 : 0) }
}

const noteId = (args: object): string | null => ('id' in args && typeof args.id === 'string' ? args.id : null)

const eventOf = <N extends CommandName>(
  rule: CommandRule<N>,
  entry: Readonly<{ name: N; text: string; id: string | null; extra: CaseEvent['extra'] }>,
  { actor, complaint, context }: Situation,
): CaseEvent => ({
  id: entry.id ?? context.eventId,
  caseId: complaint.id,
  kind: rule.entryKind,
  code: entry.name,
  actor: rule.givenBy === 'official' ? actor.id : null,
  atMs: context.nowMs,
  text: entry.text,
  late: rule.keptLate && context.movedOn === true,
  extra: entry.extra,
})
