import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { pausedFromMs } from '../../../../shared/domain/time/deadline-status.ts'
import { clockBeganMs } from '../../../../shared/domain/time/clocks.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'

/** One of the two clocks as the case shows it. */
export type ClockView = Readonly<{
  clock: 'reception' | 'processing'
  /** Follows: the case is merged, its main case's clocks count. Paused: it stands still, and its deadline moves on until the pause ends. */
  phase: 'running' | 'paused' | 'done' | 'not_started' | 'follows'
  pausedFromMs: number | null
  dueAtMs: number | null
  doneAtMs: number | null
  /** Real time from the clock's start to its end or to now. */
  elapsedMs: number | null
  late: boolean
}>

/** Both clocks of a case, in order; `nowMs` is the device's clock corrected for the server's. */
export function clocksOf(
  row: Pick<CaseRowV1, 'clocks' | 'rework' | 'state'>,
  nowMs: number,
): readonly [ClockView, ClockView] {
  const { clocks } = row
  const endedAtMs = clocks.answeredAtMs ?? clocks.closedAtMs
  const receptionEndMs = clocks.receivedAtMs ?? endedAtMs
  const reception: ClockView = {
    clock: 'reception',
    phase: receptionEndMs === null ? 'running' : 'done',
    pausedFromMs: null,
    dueAtMs: clocks.receptionDueAtMs,
    doneAtMs: receptionEndMs,
    elapsedMs: Math.max(0, (receptionEndMs ?? nowMs) - clocks.arrivedAtMs),
    late: clocks.receptionDueAtMs !== null && (receptionEndMs ?? nowMs) > clocks.receptionDueAtMs,
  }
  const pausedMs = pausedFromMs(row)
  // Rework has a clock of its own, which begins when it is opened.
  const started = clocks.receivedAtMs === null ? null : clockBeganMs(clocks, row.rework)
  const processing: ClockView = {
    clock: 'processing',
    phase: started === null ? 'not_started' : endedAtMs !== null ? 'done' : pausedMs === null ? 'running' : 'paused',
    pausedFromMs: pausedMs,
    dueAtMs: clocks.dueAtMs,
    doneAtMs: endedAtMs,
    elapsedMs: started === null ? null : Math.max(0, (endedAtMs ?? nowMs) - started),
    late: clocks.dueAtMs !== null && (endedAtMs ?? pausedMs ?? nowMs) > clocks.dueAtMs,
  }
  if (row.state !== 'merged') return [reception, processing]
  const follows = { phase: 'follows', doneAtMs: null, late: false } as const
  return [clocks.receivedAtMs === null ? { ...reception, ...follows } : reception, { ...processing, ...follows }]
}

/** How much of each clock is used, for the two-part bar: the running one by legal time, a finished one is full. */
export function sharesOf(detail: Pick<CaseDetailV1, 'case' | 'deadline'>): { reception: number; processing: number } {
  const { deadline } = detail
  const used =
    deadline.workingMsTotal === null || deadline.workingMsLeft === null || deadline.workingMsTotal === 0
      ? 0
      : 1 - deadline.workingMsLeft / deadline.workingMsTotal
  const received = detail.case.clocks.receivedAtMs !== null
  return { reception: received ? 1 : used, processing: received ? used : 0 }
}
