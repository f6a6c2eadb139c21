import type { StatusBoard } from '../sync/status-board.ts'
import { heldFiles } from './evidence-files.ts'
import type { Outbox } from './outbox.ts'

export type EvidenceWatchParts = Readonly<{
  outbox: Outbox
  status: Pick<StatusBoard, 'current'>
}>

/** Tells the main process which files wait for their commands: text first, the bytes when the server knows what they are. */
export class EvidenceWatch {
  readonly #parts: EvidenceWatchParts
  #told = ''
  #isStarted = false

  constructor(parts: EvidenceWatchParts) {
    this.#parts = parts
  }

  /** To be called when the outbox is whole: before that a file would seem to wait for nothing. */
  start(): void {
    this.#isStarted = true
    this.#parts.outbox.changed.on(() => this.changed())
    this.changed()
  }

  /** Tells it where it differs from what was told last. */
  changed(): void {
    if (!this.#isStarted) return
    const { outbox, status } = this.#parts
    // A locked device may neither pull nor push.
    const word = { held: heldFiles(outbox.parts.store.all()), paused: status.current().state === 'locked' }
    const text = JSON.stringify(word)
    if (text === this.#told) return
    this.#told = text
    this.#tell(word)
  }

  /** Tells it again: the server is there, and what failed may go now. */
  synced(): void {
    this.#told = ''
    this.changed()
  }

  #tell(word: { held: string[]; paused: boolean }): void {
    const { host, fence, reporter } = this.#parts.outbox.parts
    reporter.watch('evidence_follow', host.evidence.follow({ ...word, fence }))
  }
}
