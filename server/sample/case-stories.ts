import type { CaseRules } from '../../shared/domain/decision-context.ts'
import type { CaseState } from '../../shared/domain/states.ts'
import { addWorkingMs, subtractWorkingMs } from '../../shared/domain/time/calendar.ts'
import { calendarOfAgency, policyOfCase, termEndMs } from '../../shared/domain/time/clocks.ts'
import type { SampleReport } from './sample-files.ts'
import {
  approveRefusal,
  approveReply,
  askCitizen,
  assignSteps,
  handlingOf,
  play,
  proposeRefusal,
  proposeTransfer,
  receive,
  returnReply,
  submitReply,
  verify,
  workSteps,
} from './desk-steps.ts'
import type { Desk, Handling, Step } from './desk-steps.ts'
import { movedReport } from './moved-dates.ts'
import type { CaseMoments } from './moved-dates.ts'
import { beginStory, happen, mergeInto } from './story.ts'
import type { Story } from './story.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** About how much office time the processing clock gives, by level. */
const processingMs = { urgent: 4 * hourMs, normal: 40 * hourMs, complex: 80 * hourMs } as const

const none = (): Step[] => []

/** Where a case stands against its deadline when it is looked at. */
export type Pace = 'in_time' | 'due_soon' | 'overdue'

/** What is needed to tell one case. */
export type Telling = Readonly<{
  desk: Desk
  rules: CaseRules
  report: SampleReport
  id: string
  points: Readonly<Record<string, readonly [number, number]>>
}>

function shareOf({ random }: Desk, pace: Pace): number {
  if (pace === 'overdue') return random.between(1.25, 1.9)
  return pace === 'due_soon' ? random.between(0.84, 0.97) : random.between(0.08, 0.7)
}

function opened({ desk, rules, report: written, id, points }: Telling, moments: CaseMoments): Story {
  const report = movedReport(written, moments, desk.phrases.dates)
  const [lng, lat] = points[report.ward] ?? [105.85, 21.03]
  const scatter = (): number => desk.random.between(-0.006, 0.006)
  const point =
    report.kind === 'field'
      ? { lng: Number((lng + scatter()).toFixed(5)), lat: Number((lat + scatter()).toFixed(5)) }
      : null
  const { kind, reporterKind, level, title, body, category, place } = report
  return beginStory(
    {
      id,
      kind,
      reporterKind,
      level,
      title,
      body,
      category,
      area: report.ward,
      place,
      point,
      agency: desk.unit.agency,
      submittedAtMs: moments.submittedAtMs,
      writtenReply: report.reply ?? '',
    },
    rules,
  )
}

/** People write at all hours: a report received in the first office hour was often sent the evening or the weekend before. */
function submissionBefore({ desk, rules }: Telling, receivedAtMs: number): number {
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const { random } = desk
  const inHours = subtractWorkingMs(calendar, receivedAtMs, random.between(0.2, random.chance(0.08) ? 11 : 6) * hourMs)
  return Math.round(random.chance(0.45) ? inHours - random.between(0.1, 3) * hourMs : inHours)
}

/** A case that has just arrived, or is being verified. */
export function arrivedCase(telling: Telling, state: 'awaiting_reception' | 'verifying'): Story {
  const { desk, rules, report } = telling
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const waitedMs = desk.random.chance(0.15) ? desk.random.between(8.3, 12) : desk.random.between(0.2, 7.4)
  const submittedAtMs = Math.round(subtractWorkingMs(calendar, desk.nowMs, waitedMs * hourMs))
  const story = opened(telling, { submittedAtMs, handled: null })
  if (state === 'verifying') {
    const handling = handlingOf(desk, story, report)
    play(handling, [verify(handling)], { fromMs: submittedAtMs, toMs: desk.nowMs, lastAtEnd: false })
  }
  return story
}

function stepsTo(state: CaseState, handling: Handling, otherAgency: string): Step[] {
  const noteCount = handling.desk.random.whole(0, 2)
  const work = (): Step[] => workSteps(handling, noteCount)
  const steps: Readonly<Record<CaseState, () => Step[]>> = {
    awaiting_reception: none,
    verifying: none,
    received: none,
    merged: none,
    rework: none,
    closed: none,
    assigned: () => assignSteps(handling),
    in_progress: work,
    awaiting_citizen: () => [...work(), askCitizen(handling)],
    reply_submitted: () => [...work(), submitReply(handling)],
    reply_returned: () => [...work(), submitReply(handling), returnReply(handling)],
    answered: () => [...work(), submitReply(handling), approveReply(handling)],
    refusal_submitted: () => [...work(), proposeRefusal(handling)],
    refused: () => [...work(), proposeRefusal(handling), approveRefusal(handling)],
    transfer_proposed: () => [...work(), proposeTransfer(handling, otherAgency)],
  }
  return steps[state]()
}

/** A received case brought to a state that it has now, or had at `toMs`; the pace says how it stands against its deadline then. */
export function workedCase(
  telling: Telling,
  goal: Readonly<{ state: CaseState; pace: Pace; toMs: number; otherAgency: string }>,
): Story {
  const { desk, rules, report } = telling
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const elapsedMs = processingMs[report.level] * shareOf(desk, goal.pace)
  const receivedAtMs = Math.round(subtractWorkingMs(calendar, goal.toMs, elapsedMs))
  const submittedAtMs = submissionBefore(telling, receivedAtMs)
  const story = opened(telling, { submittedAtMs, handled: { receivedAtMs, answeredAtMs: goal.toMs } })
  const handling = handlingOf(desk, story, report)
  receive(handling, receivedAtMs)
  const lastAtEnd = goal.state === 'answered' || goal.state === 'refused'
  play(handling, stepsTo(goal.state, handling, goal.otherAgency), { fromMs: receivedAtMs, toMs: goal.toMs, lastAtEnd })
  return story
}

function rate(story: Story, atMs: number, rating: 'satisfied' | 'acceptable' | 'unsatisfied', text: string): void {
  happen(story, 'citizen', { name: 'rate', args: { rating, text } }, atMs)
}

/** An answered case whose citizen was not satisfied: it is open again, for another officer. */
export function reworkCase(telling: Telling, otherAgency: string): Story {
  const { desk, rules } = telling
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const ratedAtMs = Math.round(subtractWorkingMs(calendar, desk.nowMs, desk.random.between(2, 15) * hourMs))
  const toMs = Math.round(subtractWorkingMs(calendar, ratedAtMs, desk.random.between(3, 20) * hourMs))
  const story = workedCase(telling, { state: 'answered', pace: 'in_time', toMs, otherAgency })
  rate(story, ratedAtMs, 'unsatisfied', desk.random.pick(desk.phrases.unsatisfied))
  return story
}

/** A case of the past weeks: answered or refused, then closed by the citizen's rating or by the end of the rating window. */
export function closedCase(
  telling: Telling,
  end: Readonly<{ state: 'answered' | 'refused'; pace: Pace; toMs: number }>,
): Story {
  const { desk } = telling
  const { random } = desk
  const story = workedCase(telling, { ...end, otherAgency: '' })
  const endedMs = story.complaint.clocks.answeredAtMs ?? end.toMs
  const ratedAtMs = Math.round(endedMs + random.between(0.1, 4.6) * dayMs)
  if (end.state === 'answered' && random.chance(0.58) && ratedAtMs < desk.nowMs) {
    rate(story, ratedAtMs, random.chance(0.62) ? 'satisfied' : 'acceptable', random.pick(desk.phrases.ratingComments))
    return story
  }
  const policy = policyOfCase(story.complaint, story.rules)
  const window = { policy, agency: story.complaint.agency, startMs: endedMs }
  const closedAtMs = termEndMs(policy.ratingWindow, window, story.rules)
  if (closedAtMs >= desk.nowMs) return story
  happen(story, 'system', { name: 'close', args: {} }, closedAtMs)
  return story
}

/** A report that turned out to tell of the same matter as another one of its unit. */
export function mergedCase(telling: Telling, main: Story): Story {
  const { desk, rules } = telling
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const atMs = Math.round(subtractWorkingMs(calendar, desk.nowMs, desk.random.between(1, 6) * hourMs))
  const submittedAtMs = Math.round(subtractWorkingMs(calendar, atMs, desk.random.between(1, 5) * hourMs))
  const story = opened(telling, { submittedAtMs, handled: null })
  const { intake } = handlingOf(desk, story, telling.report)
  mergeInto(story, intake, main.complaint, atMs)
  return story
}

/** A moment of the past `weeks`, in office hours, spread evenly. */
export function pastMoment(desk: Desk, rules: CaseRules, week: number): number {
  const calendar = calendarOfAgency(desk.unit.agency, rules)
  const aboutMs = desk.nowMs - (week + desk.random.between(0.05, 0.95)) * 7 * dayMs
  return Math.round(addWorkingMs(calendar, aboutMs, desk.random.between(0.05, 3) * hourMs))
}
