/** Runs tasks one after another in the order they were given; a task that fails does not hold those behind it. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(task, task)
    this.#last = run.then(
      () => undefined,
      () => undefined,
    )
    return run
  }

  /** Resolves when everything given so far has run. */
  async settled(): Promise<void> {
    await this.#last
  }
}
