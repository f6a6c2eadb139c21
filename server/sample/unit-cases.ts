import type { CaseRules } from '../../shared/domain/decision-context.ts'
import type { CaseState } from '../../shared/domain/states.ts'
import { arrivedCase, closedCase, mergedCase, pastMoment, reworkCase, workedCase } from './case-stories.ts'
import type { Pace, Telling } from './case-stories.ts'
import type { Desk } from './desk-steps.ts'
import { weekOfHistory } from './report-choice.ts'
import type { Demand, UnitReports } from './report-choice.ts'
import type { SampleFiles, SampleReport, SampleUnit } from './sample-files.ts'
import type { Story } from './story.ts'

/** A told case with the report it came from. */
export type SampleCase = Readonly<{ story: Story; report: SampleReport; isHistory: boolean }>

const refusedShare = 0.12

/** How many of a unit's open cases are in each state, in parts of a hundred; every state appears at least once. */
const parts: readonly Readonly<[CaseState, number]>[] = [
  ['awaiting_reception', 15],
  ['verifying', 5],
  ['received', 8],
  ['assigned', 16],
  ['reply_submitted', 11],
  ['reply_returned', 5],
  ['refusal_submitted', 4],
  ['awaiting_citizen', 3],
  ['transfer_proposed', 3],
  ['rework', 3],
]
/** What lies in the open bucket besides: answered and waiting for a rating, refused, merged. */
const besides: readonly CaseState[] = ['answered', 'answered', 'answered', 'refused', 'merged']
const withReply: ReadonlySet<CaseState> = new Set(['reply_submitted', 'reply_returned', 'answered', 'rework'])

/** The states of a unit's cases that are not closed. */
export function statesOf(unit: SampleUnit): readonly CaseState[] {
  const counted = parts.flatMap(([state, part]): CaseState[] =>
    Array.from({ length: Math.max(1, Math.round((unit.open * part) / 100)) }, () => state),
  )
  const rest = Array.from({ length: Math.max(0, unit.open - counted.length) }, (): CaseState => 'in_progress')
  return [...counted, ...rest, ...besides]
}

/** How many reports of each sort a unit needs for its states and its history. */
export function demandOf(unit: SampleUnit): Demand {
  const states = statesOf(unit)
  const answered = states.filter((state) => withReply.has(state)).length
  const refusedHistory = Math.round(unit.history * refusedShare)
  return { answered, working: states.length - answered, history: unit.history - refusedHistory, refusedHistory }
}

function paceOf({ random }: Desk): Pace {
  const draw = random.next()
  if (draw < 0.2) return 'overdue'
  return draw < 0.46 ? 'due_soon' : 'in_time'
}

type Told = Readonly<{ desk: Desk; rules: CaseRules; files: SampleFiles; nextId: () => string }>

function openCase(told: Told, state: CaseState, report: SampleReport, earlier: readonly SampleCase[]): Story {
  const { desk, rules, files } = told
  const telling: Telling = { desk, rules, report, id: told.nextId(), points: files.points }
  const otherAgency = desk.random.pick(files.units.units.filter((unit) => unit.agency !== desk.unit.agency)).agency
  if (state === 'awaiting_reception' || state === 'verifying') return arrivedCase(telling, state)
  if (state === 'rework') return reworkCase(telling, otherAgency)
  if (state === 'merged') {
    const main =
      earlier.find((one) => one.report.category === report.category) ??
      earlier.find((one) => one.story.complaint.state === 'assigned')
    if (main !== undefined) return mergedCase(telling, main.story)
  }
  const ended = state === 'answered' || state === 'refused'
  const toMs = ended ? Math.min(desk.nowMs, pastMoment(desk, rules, 0) + 2 * 86_400_000) : desk.nowMs
  return workedCase(telling, { state: state === 'merged' ? 'assigned' : state, pace: paceOf(desk), toMs, otherAgency })
}

/** Tells every case of a unit: what is open now, and the closed ones of the past twelve weeks. */
export function casesOfUnit(told: Told, reports: UnitReports): SampleCase[] {
  const { desk, rules, files } = told
  const answered = [...reports.answered]
  const working = [...reports.working]
  const cases: SampleCase[] = []
  for (const state of statesOf(desk.unit)) {
    const report = withReply.has(state) ? answered.pop() : working.pop()
    if (report !== undefined) cases.push({ story: openCase(told, state, report, cases), report, isHistory: false })
  }
  const past = (report: SampleReport, index: number, state: 'answered' | 'refused'): SampleCase => {
    const telling: Telling = { desk, rules, report, id: told.nextId(), points: files.points }
    const toMs = pastMoment(desk, rules, weekOfHistory(index))
    const pace = desk.random.chance(0.17) ? 'overdue' : desk.random.chance(0.3) ? 'due_soon' : 'in_time'
    return { story: closedCase(telling, { state, pace, toMs }), report, isHistory: true }
  }
  reports.history.forEach((report, index) => report && cases.push(past(report, index, 'answered')))
  reports.refusedHistory.forEach((report, index) => report && cases.push(past(report, index * 3, 'refused')))
  return cases
}
