import { localEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import type { LocalEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import { describeError } from '../logs/redact.ts'
import type { Log } from '../logs/rotating-log.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import type { OpenAccount } from '../vault/account-store.ts'
import type { EvidenceRecord } from './evidence-records.ts'
import type { EvidenceStore } from './evidence-store.ts'
import type { UploadQueue } from './upload-queue.ts'

export type EvidenceDeskParts = Readonly<{
  account: () => OpenAccount | null
  token: () => Readonly<{ get: () => Promise<string>; refused: () => void }>
  call: ServerCall
  onChange: (files: readonly LocalEvidenceV1[]) => void
  log: Log
}>

type Running = Readonly<{ account: OpenAccount; queue: UploadQueue }>
type Word = Readonly<{ held: readonly string[]; paused: boolean }>

/** Pages are told of progress at most this often. */
const tellEveryMs = 250

/** The evidence of the account that is signed in: what pages see of it, and the queue that sends it. */
export class EvidenceDesk {
  readonly #parts: EvidenceDeskParts
  #running: Running | null = null
  #tidied: OpenAccount | null = null
  #timer: NodeJS.Timeout | null = null
  #tail: Promise<unknown> = Promise.resolve()

  constructor(parts: EvidenceDeskParts) {
    this.#parts = parts
  }

  /** The open account's files; null while nobody is signed in. */
  async store(): Promise<EvidenceStore | null> {
    const account = this.#parts.account()
    if (account === null) return null
    if (this.#tidied !== account) {
      this.#tidied = account
      this.#tail = account.evidence
        .tidy()
        .catch((error: unknown) => this.#parts.log.error('evidence_tidy', describeError(error)))
    }
    await this.#tail
    return account.evidence
  }

  /** The worker's word on which files wait for their commands; from here on the others are sent. */
  async follow(word: Word): Promise<void> {
    const account = this.#parts.account()
    if (account === null) return
    const { records } = account.evidence
    for (const id of word.held) {
      const record = records.get(id)
      if (record === undefined || (record.given && record.refused !== 'not_announced')) continue
      await records.change(id, { given: true, refused: record.refused === 'not_announced' ? null : record.refused })
    }
    const queue = await this.#queueOf(account)
    queue?.follow(word)
    this.changed()
  }

  async discard(ids: readonly string[]): Promise<void> {
    await this.#parts.account()?.evidence.discard(ids)
    this.changed()
  }

  async retry(ids: readonly string[]): Promise<void> {
    const account = this.#parts.account()
    for (const id of ids) await account?.evidence.records.change(id, { refused: null })
    this.wake()
    this.changed()
  }

  /** A network, a token or a wish came. */
  wake(): void {
    this.#running?.queue.wake()
  }

  /** Another account, or none: nothing of the former one is sent any more. */
  async accountChanged(): Promise<void> {
    const running = this.#running
    if (running === null || running.account === this.#parts.account()) return
    this.#running = null
    await running.queue.stop()
    this.changed()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running?.queue.stop()
    this.#running = null
  }

  list(): readonly LocalEvidenceV1[] {
    const account = this.#parts.account()
    return account?.evidence.records.all().map((record) => this.#shown(record)) ?? []
  }

  /** Tells the pages soon. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#parts.onChange(this.list())
    }, tellEveryMs)
  }

  #shown({ id, hash, sizeBytes, addedAtMs, given, refused, detail }: EvidenceRecord): LocalEvidenceV1 {
    const state = this.#running?.queue.stateOf({ id, hash, sizeBytes, addedAtMs, given, refused, detail })
    const idle = { phase: refused === null ? 'on_device' : 'refused', percent: 0, code: refused } as const
    return localEvidenceV1.parse({
      ...{ id, hash, sizeBytes, addedAtMs, given },
      caseId: detail?.caseId ?? null,
      name: detail?.name ?? '',
      type: detail?.type ?? '',
      ...(state ?? idle),
    })
  }

  async #queueOf(account: OpenAccount): Promise<UploadQueue | null> {
    if (this.#running?.account === account) return this.#running.queue
    // The tus client is read only when there is something to send with it.
    const { UploadQueue } = await import('./upload-queue.ts')
    if (this.#parts.account() !== account) return null
    const known = this.#running
    if (known?.account === account) return known.queue
    const { call, token, log } = this.#parts
    const queue = new UploadQueue({
      store: account.evidence,
      call,
      token: { get: () => token().get(), refused: () => token().refused() },
      random: Math.random,
      isRescueWaiting: () => account.work.rescueCount > 0,
      onChange: () => this.changed(),
      log,
    })
    this.#running = { account, queue }
    return queue
  }
}
