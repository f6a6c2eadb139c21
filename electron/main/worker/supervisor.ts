import type { BridgePayload } from '../../../shared/ipc/bridge.ts'
import type { Log } from '../logs/rotating-log.ts'
import { describeError } from '../logs/redact.ts'

type Reason = BridgePayload<'worker:restarting'>['reason']

/** One running data worker. `Port` is Electron's MessagePortMain; tests use their own. */
export type WorkerProcess<Port> = Readonly<{
  /** Resolves when ports can be handed over. */
  ready: Promise<void>
  handOver: (kind: 'host' | 'page', port: Port) => void
  /** Ends the process at once, also a stopped one. */
  kill: () => void
}>

export type SupervisorParts<Port> = Readonly<{
  start: (options: { partition: string; onGone: () => void }) => WorkerProcess<Port>
  /** Makes the host's end of a channel and answers the worker's end. */
  openHostPort: (fence: number) => Port
  nextFence: () => Promise<number>
  onRestarting: (reason: Reason) => void
  /** A new worker takes ports: every page needs one. */
  onReplaced: () => void
  nowMs: () => number
  log: Log
}>

const checkEveryMs = 500
const silenceMs = 5_000
// Until its first heartbeat a worker opens its database, which takes longer on old machines.
const startSilenceMs = 20_000
const longestSilenceMs = 60_000
const maxDelayMs = 30_000
const calmMs = 60_000

/** Keeps exactly one data worker alive: replaces it when it crashes or falls silent, each time with a higher fence. */
export class WorkerSupervisor<Port> {
  readonly #parts: SupervisorParts<Port>
  #process: WorkerProcess<Port> | null = null
  #partition = ''
  #fence = 0
  #deadlineMs = Infinity
  #lastCheckMs = 0
  #restarts = 0
  #lastRestartMs = -Infinity
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(parts: SupervisorParts<Port>) {
    this.#parts = parts
  }

  get fence(): number {
    return this.#fence
  }

  async start(partition: string): Promise<void> {
    this.#partition = partition
    await this.#launch()
    this.#lastCheckMs = this.#parts.nowMs()
    this.#timer = setInterval(() => this.check(), checkEveryMs)
  }

  heartbeat(fence: number): void {
    if (fence === this.#fence) this.#deadlineMs = this.#parts.nowMs() + this.#patienceMs()
  }

  /** Gives the worker its end of a page's channel, as soon as it takes ports. */
  connectPage(port: Port): void {
    const process = this.#process
    process?.ready.then(
      () => process.handOver('page', port),
      (error: unknown) => this.#parts.log.error('worker_not_ready', describeError(error)),
    )
  }

  /** Ends the worker and starts one on another account's storage. */
  async changePartition(partition: string, reason: Reason): Promise<void> {
    this.#partition = partition
    await this.#replace(reason)
  }

  /** Ends the worker and starts one with a higher fence on the same storage. */
  async restart(reason: Reason): Promise<void> {
    await this.#replace(reason)
  }

  /** Called every half second; a main process that was itself asleep grants the worker its time anew. */
  check(): void {
    const nowMs = this.#parts.nowMs()
    const sleptMs = nowMs - this.#lastCheckMs - checkEveryMs
    this.#lastCheckMs = nowMs
    if (sleptMs > 2_000) this.#deadlineMs += sleptMs
    if (nowMs <= this.#deadlineMs) return
    this.#replace('silent').catch((error: unknown) => this.#failed(error))
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer) clearInterval(this.#timer)
    this.#process?.kill()
    this.#process = null
  }

  async #replace(reason: Reason): Promise<void> {
    if (this.#isStopped) return
    const { log, onRestarting } = this.#parts
    const old = this.#process
    this.#process = null
    this.#deadlineMs = Infinity
    old?.kill()
    log.info('worker_restarting', { reason, fence: this.#fence })
    onRestarting(reason)
    if (reason === 'crashed' || reason === 'silent') await this.#waitAfterCrashes()
    await this.#launch()
  }

  /** Twice as long after each replacement in a row: a worker that is slow and not dead must come to an end of its work. */
  #patienceMs(): number {
    return Math.min(longestSilenceMs, silenceMs * 2 ** this.#restarts)
  }

  async #waitAfterCrashes(): Promise<void> {
    const nowMs = this.#parts.nowMs()
    this.#restarts = nowMs - this.#lastRestartMs > calmMs ? 0 : this.#restarts + 1
    this.#lastRestartMs = nowMs
    if (this.#restarts < 3) return
    const delayMs = Math.min(maxDelayMs, 1_000 * 2 ** (this.#restarts - 3))
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }

  async #launch(): Promise<void> {
    const { start, nextFence, nowMs } = this.#parts
    const fence = await nextFence()
    if (this.#isStopped || fence <= this.#fence) return
    // A worker started meanwhile by another caller would be a second owner of the data.
    this.#process?.kill()
    this.#fence = fence
    const process = start({ partition: this.#partition, onGone: () => this.#gone(process) })
    this.#process = process
    this.#deadlineMs = nowMs() + Math.max(startSilenceMs, this.#patienceMs())
    this.#serveWhenReady(process, fence).catch((error: unknown) => {
      // A worker that was replaced while it loaded is no failure.
      if (this.#process === process) this.#failed(error)
    })
  }

  async #serveWhenReady(process: WorkerProcess<Port>, fence: number): Promise<void> {
    await process.ready
    if (this.#process !== process) return
    process.handOver('host', this.#parts.openHostPort(fence))
    this.#parts.onReplaced()
  }

  #gone(process: WorkerProcess<Port>): void {
    if (this.#process !== process) return
    this.#replace('crashed').catch((error: unknown) => this.#failed(error))
  }

  #failed(error: unknown): void {
    this.#parts.log.error('worker_start_failed', describeError(error))
  }
}
