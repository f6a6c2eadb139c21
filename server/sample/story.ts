import { createHash } from 'node:crypto'
import type { Command } from '../../shared/domain/command.ts'
import type { CaseEvent, Complaint } from '../../shared/domain/complaint.ts'
import type { CaseRules, DecisionContext } from '../../shared/domain/decision-context.ts'
import { decideCommand } from '../../shared/domain/decision.ts'
import { canonicalReply } from '../../shared/domain/reply-text.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import type { Calendar } from '../../shared/domain/time/calendar.ts'
import { addWorkingMs, workedUntil } from '../../shared/domain/time/calendar.ts'
import { openedClocks } from '../../shared/domain/time/clocks.ts'
import { hanoi1207 } from '../../shared/domain/time/policy.ts'
import type { SeededRandom } from './seeded-random.ts'
import { untouchedParts } from '../../shared/domain/complaint.ts'

/** A case on its way: every step is decided by the domain, so a sample never shows what could not have happened. */
export type Story = {
  complaint: Complaint
  readonly events: CaseEvent[]
  readonly rules: CaseRules
  /** The written reply, with its days moved to this case; empty where none is written. */
  readonly writtenReply: string
}

/** What a story begins with. */
export type Opening = Readonly<
  Pick<
    Complaint,
    'id' | 'kind' | 'reporterKind' | 'level' | 'title' | 'body' | 'category' | 'area' | 'place' | 'point' | 'agency'
  > & {
    submittedAtMs: number
    writtenReply: string
  }
>

/** The citizen sends the report; the case number is given later, in the order of submission. */
export function beginStory(opening: Opening, rules: CaseRules): Story {
  const { submittedAtMs, writtenReply, ...told } = opening
  const arrival = { policy: hanoi1207.id, agency: opening.agency, submittedAtMs, arrivedAtMs: submittedAtMs }
  const complaint: Complaint = {
    ...told,
    caseNumber: '',
    state: 'awaiting_reception',
    source: 'sample',
    team: null,
    assignee: null,
    clocks: openedClocks(arrival, rules),
    reply: null,
    proposal: null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 1,
    flowVersion: 1,
  }
  const story: Story = { complaint, events: [], rules, writtenReply }
  addEvent(story, { kind: 'citizen', code: 'submitted', actor: null, atMs: submittedAtMs, text: '' })
  return story
}

/** Puts an entry on the timeline. */
export function addEvent(story: Story, entry: Pick<CaseEvent, 'kind' | 'code' | 'actor' | 'atMs' | 'text'>): void {
  const { id } = story.complaint
  story.events.push({ ...entry, id: `${id}-e${story.events.length + 1}`, caseId: id, late: false, extra: null })
}

type StepOf<C> = C extends Command ? Omit<C, 'caseId'> : never

/** An official gives a command at a moment. Throws when the domain refuses it: then the sample itself is wrong. */
export function give(story: Story, actor: Actor, step: StepOf<Command>, nowMs: number): void {
  decide(story, { actor, step, nowMs, more: {} })
}

const nobody: Actor = { id: '', grants: [] }

/** The citizen or the server gives a command at a moment. Throws when the domain refuses it. */
export function happen(story: Story, givenBy: 'citizen' | 'system', step: StepOf<Command>, nowMs: number): void {
  decide(story, { actor: nobody, step, nowMs, more: { givenBy } })
}

/** A case is merged into another one by an official. Throws when the domain refuses it. */
export function mergeInto(story: Story, actor: Actor, main: Complaint, nowMs: number): void {
  decide(story, { actor, step: { name: 'merge', args: { target: main.id } }, nowMs, more: { mergeTarget: main } })
}

type Telling = Readonly<{ actor: Actor; step: StepOf<Command>; nowMs: number; more: Partial<DecisionContext> }>

function decide(story: Story, { actor, step, nowMs, more }: Telling): void {
  const { complaint, rules } = story
  const command: Command = { ...step, caseId: complaint.id }
  const eventId = `${complaint.id}-e${story.events.length + 1}`
  const replyHash = command.name === 'submitReply' ? { replyHash: hashOfReply(command.args.text) } : {}
  const organisation = { ...rules.organisation, nowMs }
  const context = { ...rules, organisation, nowMs, eventId, ...replyHash, ...more }
  const decision = decideCommand({ command, actor, complaint, context })
  if (!decision.ok)
    throw new Error(`sample case ${complaint.id}: ${command.name} by ${actor.id} is refused as ${decision.code}`)
  story.complaint = decision.next
  story.events.push(...decision.events)
}

/** The hex SHA-256 of a reply's canonical form. */
export function hashOfReply(text: string): string {
  return createHash('sha256').update(canonicalReply(text)).digest('hex')
}

/** `count` ascending moments in office hours between two instants. */
export function momentsBetween(
  calendar: Calendar,
  span: Readonly<{ fromMs: number; toMs: number }>,
  count: number,
  random: SeededRandom,
): number[] {
  const workMs = workedUntil(calendar, span.toMs) - workedUntil(calendar, span.fromMs)
  const shares = Array.from({ length: count }, () => random.between(0.03, 0.97)).toSorted((a, b) => a - b)
  return shares.map((share) => Math.min(span.toMs, Math.round(addWorkingMs(calendar, span.fromMs, workMs * share))))
}
