import type { ClockStatus, QueueQueryV1, ViewName } from '../../../shared/ipc/queue-contract.ts'
import { isField } from '../../../shared/language/search/search-fields.ts'
import { readSearch } from '../../../shared/language/search/search-query.ts'
import { caseStates, isOpen, levels } from '../../../shared/domain/states.ts'
import type { CaseState } from '../../../shared/domain/states.ts'
import { flag } from './columns.ts'
import type { QueueIndex } from './queue-index.ts'
import { fieldTests } from './search/field-tests.ts'
import type { FieldNames } from './search/field-tests.ts'
import { holds } from './search/search-index.ts'

/** Cases with nothing left to do; shown only when asked for. */
export const finishedStates: readonly CaseState[] = caseStates.filter((state) => !isOpen(state))
const approvalStates: readonly CaseState[] = ['reply_submitted', 'refusal_submitted', 'transfer_proposed']

export type FilterInput = Readonly<{
  index: QueueIndex
  /** Whose cases are mine: my own and those of absent officials whose place I take. */
  mine: readonly string[]
  nowMs: number
  /** The areas that bear or bore exactly this name. */
  areasNamed: (search: string) => readonly string[]
  idsNamed: FieldNames['idsNamed']
}>
type Test = (place: number) => boolean

/** A set of states as flags by state number. */
function stateFlags(states: readonly CaseState[]): Uint8Array {
  return Uint8Array.from(caseStates, (state) => (states.includes(state) ? 1 : 0))
}

const finished = stateFlags(finishedStates)
const awaitingApproval = stateFlags(approvalStates)

/** Whether a row belongs to a view. Due views compare two numbers; no calendar is asked. */
export function viewTest(input: FilterInput, view: ViewName): Test {
  const { values } = input.index.columns
  const { nowMs } = input
  switch (view) {
    case 'mine': {
      const mine = new Set(input.mine.map((official) => input.index.texts.find(official)))
      return (place) => mine.has(values.assignee[place] ?? -1)
    }
    case 'unit':
      return () => true
    case 'due_soon':
      return (place) => nowMs >= (values.dueSoonFrom[place] ?? NaN) && nowMs <= (values.runningDue[place] ?? NaN)
    case 'overdue':
      return (place) => nowMs > (values.runningDue[place] ?? NaN) && Number.isNaN(values.pausedFrom[place] ?? NaN)
    case 'awaiting_approval':
      return (place) => awaitingApproval[values.state[place] ?? 0] === 1
  }
}

/** The places of the rows a query asks for, in place order. */
export function filterPlaces(input: FilterInput, query: QueueQueryV1): Uint32Array {
  const tests = [viewTest(input, query.view), ...columnTests(input.index, query)]
  const isMeant = searchTest(input, query.search)
  const { values, length } = input.index.columns
  const found = new Uint32Array(length)
  let count = 0
  for (let place = 0; place < length; place += 1) {
    if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
    if (!query.includeClosed && query.states.length === 0 && finished[values.state[place] ?? 0] === 1) continue
    if (!tests.every((test) => test(place))) continue
    if (!isMeant(place)) continue
    found[count] = place
    count += 1
  }
  return found.subarray(0, count)
}

/** How many open rows each view has for a search text. */
export function countViews(input: FilterInput, search: string, views: readonly ViewName[]): Record<ViewName, number> {
  const isMeant = searchTest(input, search)
  const tests = views.map((view) => viewTest(input, view))
  const counts = views.map(() => 0)
  const { values, length } = input.index.columns
  for (let place = 0; place < length; place += 1) {
    if (((values.flags[place] ?? 0) & flag.alive) === 0 || finished[values.state[place] ?? 0] === 1) continue
    if (!isMeant(place)) continue
    for (let view = 0; view < tests.length; view += 1) if (tests[view]?.(place)) counts[view] = (counts[view] ?? 0) + 1
  }
  return Object.fromEntries(views.map((view, position) => [view, counts[position] ?? 0])) as Record<ViewName, number>
}

function columnTests(index: QueueIndex, query: QueueQueryV1): Test[] {
  const { values } = index.columns
  const tests: Test[] = []
  if (query.states.length > 0) {
    const states = stateFlags(query.states)
    tests.push((place) => states[values.state[place] ?? 0] === 1)
  }
  if (query.levels.length > 0) {
    const wanted = Uint8Array.from(levels, (level) => (query.levels.includes(level) ? 1 : 0))
    tests.push((place) => wanted[values.level[place] ?? 0] === 1)
  }
  if (query.categories.length > 0) tests.push(oneOf(index, values.category, query.categories))
  if (query.teams.length > 0) tests.push(oneOf(index, values.team, query.teams))
  return tests
}

function oneOf(index: QueueIndex, column: Int32Array, wanted: readonly string[]): Test {
  const numbers = new Set(wanted.map((text) => index.texts.find(text)))
  return (place) => numbers.has(column[place] ?? -1)
}

/**
 * Whether a row holds everything that was typed, each field fitting; where no field is named, also whether it lies in an area whose
 * name, present or former, is what was typed.
 */
function searchTest(input: FilterInput, search: string): Test {
  const { index, mine, nowMs, idsNamed } = input
  const { terms, fields } = readSearch(search, isField)
  const dueStatus = (place: number): ClockStatus => dueStatusAt(index, place, nowMs)
  const tests = fieldTests(index, fields, { idsNamed, mine, dueStatus })
  const found = index.search.find(terms)
  if (found === null) return (place) => tests.every((test) => test(place))
  const areas = new Set(fields.length > 0 ? [] : input.areasNamed(search).map((area) => index.texts.find(area)))
  const { values } = index.columns
  return (place) => (holds(found, place) || areas.has(values.area[place] ?? -1)) && tests.every((test) => test(place))
}

/** The status of the clock that runs now: a few comparisons. */
export function dueStatusAt(index: QueueIndex, place: number, nowMs: number): ClockStatus {
  const { values } = index.columns
  const dueMs = values.runningDue[place] ?? Number.NaN
  if (Number.isNaN(dueMs)) return 'stopped'
  if (!Number.isNaN(values.pausedFrom[place] ?? Number.NaN)) return 'paused'
  if (nowMs > dueMs) return 'overdue'
  return nowMs >= (values.dueSoonFrom[place] ?? Number.NaN) ? 'due_soon' : 'on_time'
}
