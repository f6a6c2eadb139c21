/** Shortest and longest wait between tries, in milliseconds. */
export const backoffBounds = { firstMs: 1000, longestMs: 60_000 } as const

/** Exponential back-off with full jitter: the n-th wait is uniform between 1 s and min(60 s, 2^n s), never below the server's wish. */
export class Backoff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number) {
    this.#random = random
  }

  get failures(): number {
    return this.#failures
  }

  nextMs(wishMs: number | null = null): number {
    this.#failures += 1
    const ceiling = Math.min(backoffBounds.longestMs, backoffBounds.firstMs * 2 ** Math.min(this.#failures, 10))
    const spread = ceiling - backoffBounds.firstMs
    return Math.max(wishMs ?? 0, Math.round(backoffBounds.firstMs + spread * this.#random()))
  }

  reset(): void {
    this.#failures = 0
  }
}

/** The wait between polls while no event stream stands: 30 s ± 20 %. */
export function pollDelayMs(random: () => number): number {
  return Math.round(30_000 * (0.8 + 0.4 * random()))
}
