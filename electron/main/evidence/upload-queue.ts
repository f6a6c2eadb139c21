import type { EvidencePhase } from '../../../shared/ipc/evidence.ts'
import { codeOf } from '../desk-error.ts'
import type { Log } from '../logs/rotating-log.ts'
import { describeError } from '../logs/redact.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import type { EvidenceRecord } from './evidence-records.ts'
import type { EvidenceStore } from './evidence-store.ts'
import { openLostKeys } from './lost-keys.ts'
import { uploadOne } from './upload-one.ts'
import type { UploadOutcome } from './upload-one.ts'

export type UploadQueueParts = Readonly<{
  store: EvidenceStore
  call: ServerCall
  token: Readonly<{ get: () => Promise<string>; refused: () => void }>
  random: () => number
  /** Commands wait for the server to open them; one of them may name a file that seems unknown. */
  isRescueWaiting: () => boolean
  onChange: () => void
  log: Log
}>

/** How one file stands for the officer. */
export type UploadState = Readonly<{ phase: EvidencePhase; percent: number; code: string | null }>

const firstDelayMs = 1_000
const longestDelayMs = 60_000
/** A hash that is wrong once may have been hurt on its way; twice it is not the way. */
const mostHashTries = 2

/**
 * Sends the files whose commands the server has, one at a time, oldest first. A file is named by its command before (`text first`): the
 * worker tells which commands still wait, and the server answers `not found` for a file it has not been told of. What fails for a
 * while is tried again after 1-60 s with full jitter; what can never be sent is kept and listed with its code.
 */
export class UploadQueue {
  readonly #parts: UploadQueueParts
  /** Files of commands that the server has not taken; null until the worker has told. */
  #held: ReadonlySet<string> | null = null
  readonly #unknown = new Set<string>()
  readonly #hashTries = new Map<string, number>()
  #sending: Readonly<{ id: string; sentBytes: number }> | null = null
  #lastCode: string | null = null
  #ceilingMs = firstDelayMs
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #wished = false
  readonly #stop = new AbortController()

  constructor(parts: UploadQueueParts) {
    this.#parts = parts
  }

  /** The worker's word: `held` names every file of a command that waits or was refused, `paused` that nothing may be sent now. */
  follow(word: Readonly<{ held: readonly string[]; paused: boolean }>): void {
    this.#held = word.paused ? null : new Set(word.held)
    this.#unknown.clear()
    if (!word.paused) this.wake()
  }

  /** Tries now: a network, a token or a wish came. */
  wake(): void {
    if (this.#stop.signal.aborted) return
    this.#ceilingMs = firstDelayMs
    this.#wished = true
    this.#endTimer()
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#wished) this.wake()
    })
  }

  stateOf(record: EvidenceRecord): UploadState {
    if (record.refused !== null) return { phase: 'refused', percent: 0, code: record.refused }
    if (this.#sending?.id === record.id) {
      const percent = Math.min(99, Math.floor((this.#sending.sentBytes * 100) / record.sizeBytes))
      return { phase: 'sending', percent, code: null }
    }
    return { phase: 'on_device', percent: 0, code: this.#lastCode }
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#wished = false
    this.#stop.abort()
    this.#endTimer()
    await this.#running
  }

  /** Resolves when what could be sent now has been tried. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#wished && !this.#stop.signal.aborted) {
        this.#wished = false
        await this.#openLost()
        for (let next = this.#next(); next !== undefined; next = this.#next()) {
          if (!(await this.#decide(next, await this.#send(next)))) return
        }
      }
    } catch (error) {
      this.#parts.log.error('evidence_queue', describeError(error))
      this.#later('disk_failed')
    }
  }

  /** Files sealed with a key that is lost are sent once the server has opened theirs. */
  async #openLost(): Promise<void> {
    const { store, call, token, log } = this.#parts
    if (this.#held === null) return
    try {
      const opened = await openLostKeys({ store, call, token })
      if (opened > 0) log.info('evidence_keys_opened', { files: opened })
    } catch (error) {
      // The next try asks again; other files need no key of the server.
      log.info('evidence_keys_wait', { code: codeOf(error) })
    }
  }

  #next(): EvidenceRecord | undefined {
    const held = this.#held
    if (held === null) return undefined
    return this.#parts.store.records
      .all()
      .find(({ id, refused }) => refused === null && !held.has(id) && !this.#unknown.has(id))
  }

  async #send(record: EvidenceRecord): Promise<UploadOutcome> {
    const { store, call, token } = this.#parts
    const outcome = await uploadOne(record, {
      files: store.files,
      call,
      token,
      signal: this.#stop.signal,
      onProgress: (sentBytes) => {
        this.#sending = { id: record.id, sentBytes }
        this.#parts.onChange()
      },
    })
    this.#sending = null
    return outcome
  }

  /** False where the next file must wait as well. */
  async #decide(record: EvidenceRecord, outcome: UploadOutcome): Promise<boolean> {
    const { store, log, token } = this.#parts
    switch (outcome.kind) {
      case 'stopped':
        return false
      case 'stored':
        this.#lastCode = null
        this.#ceilingMs = firstDelayMs
        await store.sent(record.id)
        log.info('evidence_sent', { bytes: record.sizeBytes })
        break
      case 'not_announced':
        await this.#notAnnounced(record)
        break
      case 'unauthenticated':
        token.refused()
        this.#lastCode = 'unauthenticated'
        this.#parts.onChange()
        return false
      case 'refused':
        await this.#refuse(record, outcome.code)
        break
      case 'later':
        this.#later(outcome.code)
        return false
    }
    this.#parts.onChange()
    return true
  }

  /** A file that a command named and the server was never told of: its command is gone, and the officer decides over it. */
  async #notAnnounced(record: EvidenceRecord): Promise<void> {
    this.#unknown.add(record.id)
    if (record.given && !this.#parts.isRescueWaiting())
      await this.#parts.store.records.change(record.id, { refused: 'not_announced' })
  }

  async #refuse(record: EvidenceRecord, code: string): Promise<void> {
    const tries = (this.#hashTries.get(record.id) ?? 0) + 1
    this.#hashTries.set(record.id, tries)
    if (code === 'file_hash_wrong' && tries < mostHashTries) return
    // Only the server can open it: it waits for the key, and is not refused.
    if (code === 'key_lost') {
      this.#unknown.add(record.id)
      return
    }
    this.#hashTries.delete(record.id)
    await this.#parts.store.records.change(record.id, { refused: code })
    this.#parts.log.error('evidence_refused', { code })
  }

  #later(code: string): void {
    this.#lastCode = code
    this.#ceilingMs = Math.min(longestDelayMs, this.#ceilingMs * 2)
    const delayMs = firstDelayMs + (this.#ceilingMs - firstDelayMs) * this.#parts.random()
    this.#endTimer()
    this.#timer = setTimeout(() => this.#again(), delayMs)
    this.#timer.unref()
    this.#parts.onChange()
  }

  /** Like `wake`, but the delay goes on growing. */
  #again(): void {
    const ceilingMs = this.#ceilingMs
    this.wake()
    this.#ceilingMs = ceilingMs
  }

  #endTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
