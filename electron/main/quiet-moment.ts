/** A promise of the first moment at which nothing has been touched for a while. */
export class QuietMoment {
  readonly promise: Promise<void>
  readonly #quietMs: number
  #resolve: () => void = () => undefined
  #timer: NodeJS.Timeout | null = null

  /** Comes at the latest after `latestMs`, touched or not. */
  constructor({ quietMs, latestMs }: { quietMs: number; latestMs: number }) {
    this.promise = new Promise((resolve) => (this.#resolve = resolve))
    this.#quietMs = quietMs
    setTimeout(this.#resolve, latestMs)
  }

  touch(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#resolve, this.#quietMs)
  }
}
