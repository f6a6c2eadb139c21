/** Lets many wait for the next change of one thing. */
export class ChangeSignal {
  readonly #waiting = new Set<() => void>()

  fire(): void {
    const all = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of all) wake()
  }

  /** Resolves at the next `fire`, or when the signal is aborted. */
  next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake)
    })
  }
}
