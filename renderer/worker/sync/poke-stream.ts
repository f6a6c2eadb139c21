import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import { Backoff } from './backoff.ts'
import { readPokes } from './server-events.ts'
import type { PokeV1 } from './server-events.ts'
import type { SyncApi } from './sync-api.ts'

export type PokeStreamParts = Readonly<{
  api: SyncApi
  environment: WorkerEnvironment
  onPoke: (poke: PokeV1) => void
  /** An open stream broke off: the server may be gone. */
  onEnded: () => void
}>

/** Holds the server's event stream open and opens it again after it ends; while it is not open the engine polls. */
export class PokeStream {
  readonly #parts: PokeStreamParts
  readonly #backoff: Backoff
  #abort: AbortController | null = null
  #loop: Promise<void> | null = null
  #wait: CancelTimer = () => undefined
  #endWait: () => void = () => undefined
  isOpen = false

  constructor(parts: PokeStreamParts) {
    this.#parts = parts
    this.#backoff = new Backoff(parts.environment.random)
  }

  /** Starts once; calling it while it runs does nothing. */
  start(clientId: string): void {
    if (this.#loop) return
    const abort = new AbortController()
    this.#abort = abort
    this.#loop = this.#run(clientId, abort.signal).finally(() => {
      this.#loop = null
      this.isOpen = false
    })
  }

  async stop(): Promise<void> {
    this.#abort?.abort()
    this.#wait()
    this.#endWait()
    await this.#loop
  }

  async #run(clientId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.#parts.api.poke(clientId, signal)
      if (outcome.kind === 'ok') await this.#listen(outcome.value, signal)
      this.isOpen = false
      if (outcome.kind === 'ok' && !signal.aborted) this.#parts.onEnded()
      if (outcome.kind === 'unauthenticated' || outcome.kind === 'locked') return
      if (!signal.aborted) await this.#pause(this.#backoff.nextMs())
    }
  }

  async #listen(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    this.isOpen = true
    try {
      for await (const poke of readPokes(stream)) {
        if (signal.aborted) return
        this.#backoff.reset()
        this.#parts.onPoke(poke)
      }
    } catch {
      // The stream broke off: the loop opens another, and the engine polls until then.
      this.isOpen = false
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#endWait = resolve
      this.#wait = this.#parts.environment.setTimer(resolve, ms)
    })
  }
}
