import { calendarsOf } from '../../../shared/domain/time/files/calendar-file.ts'
import type { CalendarRow } from '../../../shared/domain/time/files/calendar-file.ts'
import type { Calendar } from '../../../shared/domain/time/calendar.ts'
import { deadlineOf } from '../../../shared/domain/time/deadline.ts'
import type { DeadlineInput } from '../../../shared/domain/time/deadline.ts'
import { hanoi1207 } from '../../../shared/domain/time/policy.ts'
import { naiveAddDays, naiveAddMinutes } from '../../support/domain/naive-calendar.ts'
import type { NaiveCalendar } from '../../support/domain/naive-calendar.ts'
import type { SlaResult, SlaSize } from './result.ts'

const naiveCount = 200
const firstMs = Date.UTC(2024, 0, 1)
const spanMinutes = 3 * 365 * 1440
const terms = [
  hanoi1207.reception,
  hanoi1207.processing.urgent,
  hanoi1207.processing.normal,
  hanoi1207.processing.complex,
]

/** Numbers in [0, 1), the same in every run (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Cases of all levels over three years with Tết; every fifth was paused once. */
function inputsOf(count: number, calendar: Calendar): DeadlineInput[] {
  const next = numbersFrom(20_260_101)
  return Array.from({ length: count }, (_, n) => {
    const startMs = firstMs + Math.floor(next() * spanMinutes) * 60_000
    const term = (terms[Math.floor(next() * terms.length)] ?? terms[0] ?? hanoi1207.reception).term
    const pauseMs = startMs + Math.floor(next() * 1440) * 60_000
    const pauses = n % 5 === 0 ? [{ fromMs: pauseMs, toMs: pauseMs + 600 * 60_000, reason: 'x' }] : []
    return { startMs, term, dayRule: hanoi1207.dayRule, calendar, pauses }
  })
}

function naiveDeadline(input: DeadlineInput, naive: NaiveCalendar): number {
  const pauses = (input.pauses ?? []).map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? fromMs }))
  return input.term.unit === 'working_minutes'
    ? naiveAddMinutes(naive, input.startMs, input.term.amount, pauses)
    : naiveAddDays(naive, input.startMs, input.term.amount, pauses)
}

function timed(work: () => void): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

function measure(inputs: readonly DeadlineInput[], due: Float64Array, rounds: number): number[] {
  const round = () => {
    for (let n = 0; n < inputs.length; n += 1) due[n] = deadlineOf(inputs[n] as DeadlineInput)
  }
  round()
  return Array.from({ length: rounds }, () => timed(round))
}

async function run(counts: readonly number[], rounds: number): Promise<SlaResult> {
  const rows = (await (await fetch('app://bundle/calendars.json')).json()) as readonly CalendarRow[]
  const calendar = calendarsOf(rows).get('hanoi-office') as Calendar
  const day = [
    { fromMin: 480, toMin: 720 },
    { fromMin: 780, toMin: 1020 },
  ]
  const naive = { week: [day, day, day, day, day, [], []], facts: [...calendar.facts.values()] }
  // The runtime compiles for the most at first, so that the sizes differ by nothing but their size.
  const most = inputsOf(Math.max(...counts), calendar)
  measure(most, new Float64Array(most.length), 2)
  const sizes: SlaSize[] = []
  let differing = 0
  for (const count of counts) {
    const inputs = inputsOf(count, calendar)
    const due = new Float64Array(count)
    const oursMs = measure(inputs, due, rounds)
    const sample = inputs.slice(0, naiveCount)
    const naiveMs = timed(() => {
      for (const [n, input] of sample.entries()) if (naiveDeadline(input, naive) !== due[n]) differing += 1
    })
    sizes.push({ count, oursMs, naiveMs, naiveCount: sample.length })
  }
  return { sizes, differing }
}

addEventListener('message', (event: MessageEvent<{ counts: readonly number[]; rounds: number }>) => {
  run(event.data.counts, event.data.rounds).then(
    (result) => postMessage(result),
    (error: unknown) => {
      // Outside the promise it reaches the page as the worker's error.
      setTimeout(() => {
        throw error
      }, 0)
    },
  )
})
