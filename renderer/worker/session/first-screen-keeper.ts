import { firstScreenPlace } from '../../../shared/ipc/first-screen-place.ts'
import type { FirstScreenV1, KeptScreenV1, StillV1 } from '../../../shared/ipc/first-screen.ts'
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
  /** A newer first screen can be drawn. */
  onOffered: () => void
}>

/** The newest first screen as JSON, to be drawn; `edition` changes with every newer one. */
export type OfferedScreen = Readonly<{ screen: string; edition: number }>

const delayMs = 2_000
/** For the page to draw the still: until then the screen before this one stays, with its still. */
const drawMs = 8_000

/**
 * Gives main the first screen of the next start, sealed, with the still that the page draws of it: a moment after a change, at
 * most once in that time. Where no page draws in time it is kept without one.
 */
export class FirstScreenKeeper {
  readonly #parts: FirstScreenParts
  #timer: CancelTimer | null = null
  #offered: OfferedScreen | null = null
  #waiting: CancelTimer | null = null

  constructor(parts: FirstScreenParts) {
    this.#parts = parts
  }

  plan(): void {
    this.#timer ??= this.#parts.environment.setTimer(() => {
      this.#timer = null
      this.#offer()
    }, delayMs)
  }

  offer(): OfferedScreen {
    return this.#offered ?? this.#take()
  }

  /** Keeps the screen as it is now, without a still. */
  async keep(): Promise<void> {
    await this.#put({ screen: this.#take().screen, still: null })
  }

  /** False for the still of an older screen: of that nothing is kept. */
  async keepStill({ edition, still }: Readonly<{ edition: number; still: StillV1 }>): Promise<boolean> {
    const offered = this.#offered
    if (offered === null || offered.edition !== edition) return false
    this.#waiting?.()
    this.#waiting = null
    await this.#put({ screen: offered.screen, still })
    return true
  }

  stop(): void {
    this.#timer?.()
    this.#waiting?.()
  }

  #take(): OfferedScreen {
    this.#offered = { screen: JSON.stringify(this.#parts.read()), edition: (this.#offered?.edition ?? 0) + 1 }
    return this.#offered
  }

  #offer(): void {
    const { environment, reporter, onOffered } = this.#parts
    const { screen } = this.#take()
    onOffered()
    this.#waiting?.()
    this.#waiting = environment.setTimer(() => {
      this.#waiting = null
      reporter.watch('first_screen_write', this.#put({ screen, still: null }))
    }, drawMs)
  }

  async #put(content: KeptScreenV1): Promise<void> {
    const { accountId, fence, sealer, host } = this.#parts
    await host.firstScreen.put({ sealed: await sealToText(sealer, firstScreenPlace(accountId), content), fence })
  }
}
