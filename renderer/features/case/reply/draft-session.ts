export type DraftStatus =
  | Readonly<{ kind: 'untouched' }>
  | Readonly<{ kind: 'saving' }>
  | Readonly<{ kind: 'saved'; atMs: number }>
  | Readonly<{ kind: 'failed' }>

export type DraftEffects = Readonly<{
  /** Resolves with the time of saving when the text is on the disk; `base` is the revision it was written on. */
  save: (text: string, base: number) => Promise<number>
  onStatus: (status: DraftStatus) => void
  schedule: (work: () => void, delayMs: number) => () => void
}>

const pauseMs = 300
const longestWaitMs = 1000
const retryMs = 2000

/**
 * Saves a text per group of keystrokes: at a pause of 300 ms, at the latest every second while typing goes on, and at once
 * when asked to. Saves never overlap; a failed one is tried again and never loses later typing.
 */
export class DraftSession {
  readonly #effects: DraftEffects
  #text = ''
  #base: number
  #dirty = false
  #running: Promise<void> | null = null
  #cancelPause: (() => void) | null = null
  #cancelLongest: (() => void) | null = null

  constructor(effects: DraftEffects, base: number) {
    this.#effects = effects
    this.#base = base
  }

  get dirty(): boolean {
    return this.#dirty
  }

  /** The server has a newer revision: what is saved from now on is written on that one. */
  rebase(base: number): void {
    this.#base = base
  }

  edit(text: string): void {
    this.#text = text
    this.#dirty = true
    this.#effects.onStatus({ kind: 'saving' })
    const flush = () => void this.flush()
    this.#cancelPause?.()
    this.#cancelPause = this.#effects.schedule(flush, pauseMs)
    this.#cancelLongest ??= this.#effects.schedule(flush, longestWaitMs)
  }

  /** Saves what is not yet saved; resolves when it is, or when saving has failed (the retry is then scheduled). */
  async flush(): Promise<void> {
    this.#cancelTimers()
    while (this.#running !== null) await this.#running
    if (!this.#dirty) return
    this.#running = this.#saveOnce()
    await this.#running
  }

  async #saveOnce(): Promise<void> {
    const text = this.#text
    this.#dirty = false
    try {
      const atMs = await this.#effects.save(text, this.#base)
      if (!this.#dirty) this.#effects.onStatus({ kind: 'saved', atMs })
    } catch (reason) {
      console.error('draft_not_saved', reason)
      this.#dirty = true
      this.#effects.onStatus({ kind: 'failed' })
      this.#cancelPause ??= this.#effects.schedule(() => void this.flush(), retryMs)
    } finally {
      this.#running = null
    }
  }

  #cancelTimers(): void {
    this.#cancelPause?.()
    this.#cancelLongest?.()
    this.#cancelPause = null
    this.#cancelLongest = null
  }
}
