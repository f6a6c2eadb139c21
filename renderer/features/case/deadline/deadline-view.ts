import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'

/** One of the two clocks as the case shows it. */
export type ClockView = Readonly<{
  clock: 'reception' | 'processing'
  phase: 'running' | 'done' | 'not_started'
  dueAtMs: number | null
  doneAtMs: number | null
  /** Real time from the clock's start to its end or to now. */
  elapsedMs: number | null
  late: boolean
}>

/** Both clocks of a case, in order; `nowMs` is the device's clock corrected for the server's. */
export function clocksOf(row: Pick<CaseRowV1, 'clocks' | 'rework'>, nowMs: number): readonly [ClockView, ClockView] {
  const { clocks } = row
  const endedAtMs = clocks.answeredAtMs ?? clocks.closedAtMs
  const receptionEndMs = clocks.receivedAtMs ?? endedAtMs
  const reception: ClockView = {
    clock: 'reception',
    phase: receptionEndMs === null ? 'running' : 'done',
    dueAtMs: clocks.receptionDueAtMs,
    doneAtMs: receptionEndMs,
    elapsedMs: Math.max(0, (receptionEndMs ?? nowMs) - clocks.arrivedAtMs),
    late: clocks.receptionDueAtMs !== null && (receptionEndMs ?? nowMs) > clocks.receptionDueAtMs,
  }
  // Rework has a clock of its own, which begins when it is opened.
  const started = clocks.receivedAtMs === null ? null : (row.rework?.openedAtMs ?? clocks.receivedAtMs)
  const processing: ClockView = {
    clock: 'processing',
    phase: started === null ? 'not_started' : endedAtMs === null ? 'running' : 'done',
    dueAtMs: clocks.dueAtMs,
    doneAtMs: endedAtMs,
    elapsedMs: started === null ? null : Math.max(0, (endedAtMs ?? nowMs) - started),
    late: clocks.dueAtMs !== null && (endedAtMs ?? nowMs) > clocks.dueAtMs,
  }
  return [reception, processing]
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
