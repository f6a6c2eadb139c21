import { firstScreenPlace } from '../../../shared/ipc/first-screen-place.ts'
import type { FirstScreenV1 } from '../../../shared/ipc/first-screen.ts'
import { sealToText } from '../db/sealed-text.ts'
import type { Sealer } from '../db/sealing.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import type { Reporter } from '../reporter.ts'

export type FirstScreenParts = Readonly<{
  accountId: string
  fence: number
  sealer: Sealer
  host: HostPort
  environment: WorkerEnvironment
  reporter: Reporter
  /** The first screen as it is now. */
  read: () => FirstScreenV1
}>

const delayMs = 3_000

/** Gives main the first screen of the next start, sealed: a moment after a change, at most once in that time. */
export class FirstScreenKeeper {
  readonly #parts: FirstScreenParts
  #timer: CancelTimer | null = null

  constructor(parts: FirstScreenParts) {
    this.#parts = parts
  }

  plan(): void {
    const { environment, reporter } = this.#parts
    this.#timer ??= environment.setTimer(() => {
      this.#timer = null
      reporter.watch('first_screen_write', this.keep())
    }, delayMs)
  }

  async keep(): Promise<void> {
    const { accountId, fence, sealer, host, read } = this.#parts
    await host.firstScreen.put({ sealed: await sealToText(sealer, firstScreenPlace(accountId), read()), fence })
  }

  stop(): void {
    this.#timer?.()
  }
}
