import type { SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'

/** Above this the device clock is wrong enough to say so (sync.md section 5). */
const clockWarningMs = 120_000

export type StatusView = Readonly<{
  state: SyncStatusV1['state']
  /** Changes waiting to be sent; 0 shows nothing. */
  waiting: number
  troubled: number
  /** While loading; the total is null where the server has not told it. */
  progress: { loaded: number; total: number | null } | null
  /** Null when never complete. */
  completeAtMs: number | null
  /** Device minus server, where it is worth a warning. */
  clockErrorMs: number | null
  /** App and server do not fit: which of the two is too old. */
  tooOld: 'app' | 'server' | null
  /** Something between here and the server answers in its place: a network that wants a sign-in. */
  isBlocked: boolean
}>

const tooOldOf: Readonly<Record<string, StatusView['tooOld']>> = { schema_too_old: 'app', schema_too_new: 'server' }

/** What the status bar says; `needsSignIn` from the session wins, because nothing is sent until then. */
export function statusViewOf(status: SyncStatusV1 | null, needsSignIn: boolean): StatusView {
  if (status === null) {
    return {
      state: needsSignIn ? 'needs_sign_in' : 'syncing',
      waiting: 0,
      troubled: 0,
      progress: null,
      completeAtMs: null,
      clockErrorMs: null,
      tooOld: null,
      isBlocked: false,
    }
  }
  const { loaded, total } = status
  const unfinished = total === null ? status.lastCompleteAtMs === null && loaded > 0 : loaded < total
  const loading = status.state === 'syncing' && unfinished
  return {
    state: needsSignIn && status.state !== 'locked' ? 'needs_sign_in' : status.state,
    waiting: status.waiting,
    troubled: status.troubled,
    progress: loading ? { loaded, total } : null,
    completeAtMs: status.lastCompleteAtMs,
    clockErrorMs: Math.abs(status.clockOffsetMs) > clockWarningMs ? -status.clockOffsetMs : null,
    tooOld: tooOldOf[status.lastErrorCode ?? ''] ?? null,
    isBlocked: status.state === 'offline' && status.lastErrorCode === 'not_the_server',
  }
}

type RunningJob = Readonly<{ code: string; count: number; agencies?: readonly string[] | undefined }>

/** How many open cases the server is computing deadlines of anew, by its notices. */
export const recomputingCases = (notices: readonly RunningJob[]): number =>
  notices.reduce((sum, notice) => sum + (notice.code === 'deadline_recompute' ? notice.count : 0), 0)

/** The reorganisation that moves cases of these agencies now: how many are still to come, and which agencies it is about. */
export function runningSuccession(
  notices: readonly RunningJob[],
  mine: readonly string[],
): Readonly<{ left: number; agencies: readonly string[] }> | null {
  const running = notices.filter(
    ({ code, agencies = [] }) =>
      code === 'succession_running' && (agencies.length === 0 || agencies.some((agency) => mine.includes(agency))),
  )
  if (running.length === 0) return null
  const agencies = [...new Set(running.flatMap((notice) => notice.agencies ?? []))]
  return { left: running.reduce((sum, notice) => sum + notice.count, 0), agencies }
}
