import { asksForReason, gateFindings } from '../../shared/domain/reply/gate/gate.ts'
import { sentencesOf } from '../../shared/language/sentences.ts'
import { personalDataIn } from '../../shared/domain/reply/personal-data.ts'
import type { Actor, Role } from '../../shared/domain/roles.ts'
import { calendarOfAgency } from '../../shared/domain/time/clocks.ts'
import type { SamplePhrases, SampleReport, SampleUnit } from './sample-files.ts'
import type { SeededRandom } from './seeded-random.ts'
import { give, hashOfReply, momentsBetween } from './story.ts'
import type { Story } from './story.ts'

/** Everything a unit's samples are told with. */
export type Desk = Readonly<{
  unit: SampleUnit
  actors: ReadonlyMap<string, Actor>
  phrases: SamplePhrases
  random: SeededRandom
  nowMs: number
}>

/** One case being told: its report, its team and the officials who handle it. */
export type Handling = Readonly<{
  desk: Desk
  story: Story
  report: SampleReport
  team: string
  intake: Actor
  supervisor: Actor
  officer: Actor
  approver: Actor
}>

/** A step that happens at a moment. */
export type Step = (atMs: number) => void

function oneOf(desk: Desk, role: Role, team?: string): Actor {
  const people = desk.unit.people.filter(
    (person) => person.role === role && (team === undefined || person.team === team),
  )
  const actor = desk.actors.get(desk.random.pick(people).username)
  if (actor === undefined) throw new Error(`sample unit ${desk.unit.agency} has no ${role}`)
  return actor
}

/** Decides who handles a case; field officers take some of the reports about a place, where the team has one. */
export function handlingOf(desk: Desk, story: Story, report: SampleReport): Handling {
  const [first] = desk.unit.teams
  const team = (desk.unit.teams.find((one) => one.categories.includes(report.category)) ?? first)?.id ?? ''
  const hasField = desk.unit.people.some((person) => person.role === 'field_officer' && person.team === team)
  const byField = report.kind === 'field' && hasField && desk.random.chance(0.2)
  return {
    desk,
    story,
    report,
    team,
    intake: oneOf(desk, 'intake_officer'),
    supervisor: oneOf(desk, 'team_supervisor', team),
    officer: oneOf(desk, byField ? 'field_officer' : 'case_officer', team),
    approver: oneOf(desk, 'approver'),
  }
}

/** The report is received and classified. */
export function receive({ story, intake }: Handling, atMs: number): void {
  const { level, category, area } = story.complaint
  give(story, intake, { name: 'receive', args: { level, category, area, duplicatesLookedAt: true } }, atMs)
}

/** Verification at the place begins; it stays inside the reception clock. */
export const verify =
  ({ desk, story, intake }: Handling): Step =>
  (atMs) =>
    give(story, intake, { name: 'startVerification', args: { note: desk.random.pick(desk.phrases.verify) } }, atMs)

const toTeam =
  ({ story, intake, team }: Handling): Step =>
  (atMs) =>
    give(story, intake, { name: 'assign', args: { team, officer: null } }, atMs)

const toOfficer =
  ({ story, supervisor, officer, team }: Handling): Step =>
  (atMs) =>
    give(story, supervisor, { name: 'assign', args: { team, officer: officer.id } }, atMs)

const start =
  ({ story, officer }: Handling): Step =>
  (atMs) =>
    give(story, officer, { name: 'start', args: {} }, atMs)

function notes(handling: Handling, count: number): Step[] {
  const { desk, story, officer, report } = handling
  const texts = report.kind === 'field' ? desk.phrases.fieldNotes : desk.phrases.procedureNotes
  return desk.random
    .shuffle(texts)
    .slice(0, count)
    .map((text) => (atMs) => {
      const id = `${story.complaint.id}-e${story.events.length + 1}`
      give(story, officer, { name: 'addNote', args: { id, text } }, atMs)
    })
}

/** The steps that bring a received case to its officer's desk, work begun. */
export function workSteps(handling: Handling, noteCount: number): Step[] {
  return [toTeam(handling), toOfficer(handling), start(handling), ...notes(handling, noteCount)]
}

/** The steps that bring a received case to its team, and to its officer unless it waits for the supervisor. */
export function assignSteps(handling: Handling): Step[] {
  return handling.desk.random.chance(0.3) ? [toTeam(handling)] : [toTeam(handling), toOfficer(handling)]
}

/** The report's written reply goes to the approver. */
export const submitReply =
  ({ desk, story, officer }: Handling): Step =>
  (atMs) => {
    const text = story.writtenReply
    const noEvidence = 'explained_in_words' as const
    const isHeldBack = gateFindings({ text, complaint: story.complaint, files: [], noEvidence }).some(asksForReason)
    const overrideReason = isHeldBack ? desk.random.pick(desk.phrases.overrideReasons) : null
    const args = { revision: 1, text, hash: hashOfReply(text), overrideReason, noEvidence, gateShown: true }
    give(story, officer, { name: 'submitReply', args }, atMs)
  }

/** The approver sends the reply back with a comment. */
export const returnReply =
  ({ desk, story, approver }: Handling): Step =>
  (atMs) =>
    give(
      story,
      approver,
      {
        name: 'returnReply',
        args: {
          comment: desk.random.pick(desk.phrases.returnComments),
          passage: sentencesOf(story.complaint.reply?.text ?? '').at(-1) ?? null,
        },
      },
      atMs,
    )

/** The reply becomes the answer. */
export const approveReply =
  ({ desk, story, approver }: Handling): Step =>
  (atMs) => {
    const { reply } = story.complaint
    const hasFindings = personalDataIn(reply?.text ?? '').length > 0
    const personalDataReason = hasFindings ? desk.random.pick(desk.phrases.personalDataReasons) : null
    give(
      story,
      approver,
      {
        name: 'approveReply',
        args: { revision: reply?.revision ?? 0, hash: reply?.hash ?? '', personalDataReason, missingFilesReason: null },
      },
      atMs,
    )
  }

/** A refusal with its ground and guidance goes to the approver. */
export const proposeRefusal =
  ({ desk, story, officer }: Handling): Step =>
  (atMs) => {
    const { ground, text } = desk.random.pick(desk.phrases.refusals)
    give(story, officer, { name: 'proposeRefusal', args: { ground, text } }, atMs)
  }

/** The refusal becomes final, by the approver or where its ground says so by the city's coordinator. */
export const approveRefusal =
  ({ desk, story, approver }: Handling): Step =>
  (atMs) => {
    const isForCity = story.complaint.proposal?.stage === 'coordinator'
    give(story, isForCity ? coordinatorOf(desk) : approver, { name: 'approveRefusal', args: {} }, atMs)
  }

function coordinatorOf({ actors }: Desk): Actor {
  for (const actor of actors.values()) {
    if (actor.grants.some(({ role }) => role === 'city_coordinator')) return actor
  }
  throw new Error('the sample city has no coordinator')
}

/** The citizen is asked for more; the case waits for the answer. */
export const askCitizen =
  ({ desk, story, officer }: Handling): Step =>
  (atMs) =>
    give(story, officer, { name: 'askCitizen', args: { question: desk.random.pick(desk.phrases.questions) } }, atMs)

/** The officer proposes another agency; the case waits for the approver. */
export const proposeTransfer =
  ({ desk, story, officer }: Handling, targetAgency: string): Step =>
  (atMs) => {
    const text = desk.random.pick(desk.phrases.transferReasons)
    give(story, officer, { name: 'proposeTransfer', args: { targetAgency, ground: 'other_authority', text } }, atMs)
  }

/** Lets steps happen at ascending moments in office hours between two instants; the last one at the end when asked. */
export function play(
  handling: Handling,
  steps: readonly Step[],
  span: Readonly<{ fromMs: number; toMs: number; lastAtEnd: boolean }>,
): void {
  const { story, desk } = handling
  const calendar = calendarOfAgency(desk.unit.agency, story.rules)
  const free = span.lastAtEnd ? steps.length - 1 : steps.length
  const moments = momentsBetween(calendar, span, free, desk.random)
  steps.forEach((step, index) => step(moments[index] ?? span.toMs))
}
