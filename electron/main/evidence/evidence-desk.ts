import { localEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import type { LocalEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import { shellText } from '../../../shared/text/shell.ts'
import { describeError } from '../logs/redact.ts'
import type { Log } from '../logs/rotating-log.ts'
import { problemResponse } from '../protocol/response-headers.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import type { OpenAccount } from '../vault/account-store.ts'
import type { EvidenceRecord } from './evidence-records.ts'
import type { EvidenceStore } from './evidence-store.ts'
import { Originals } from './originals.ts'
import type { WantedOriginal } from './originals.ts'
import type { UploadQueue } from './upload-queue.ts'

export type EvidenceDeskParts = Readonly<{
  account: () => OpenAccount | null
  token: () => Readonly<{ get: () => Promise<string>; refused: () => void }>
  call: ServerCall
  onChange: (files: readonly LocalEvidenceV1[]) => void
  log: Log
}>

type Running = Readonly<{ account: OpenAccount; queue: UploadQueue }>
type Looking = Readonly<{ account: OpenAccount; originals: Originals }>
type Word = Readonly<{ held: readonly string[]; paused: boolean }>

/** Pages are told of progress at most this often. */
const tellEveryMs = 250

/** The evidence of the account that is signed in: what pages see of it, and the queue that sends it. */
export class EvidenceDesk {
  readonly #parts: EvidenceDeskParts
  #running: Running | null = null
  #looking: Looking | null = null
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
    // A locked device fetches nothing either.
    if (word.paused) this.#looking?.originals.bring([])
    else this.#looking?.originals.wake()
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
    this.#looking?.originals.wake()
  }

  /** Another account, or none: nothing of the former one is sent any more. */
  async accountChanged(): Promise<void> {
    const account = this.#parts.account()
    const served = this.#running ?? this.#looking
    if (served === null || served.account === account) return
    await this.#stopAll()
    this.changed()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#stopAll()
  }

  /** The original of a file for a page: from this device, or from the server and then kept. */
  async original(hash: string, asked: Readonly<{ method: string; range: string | null }>): Promise<Response> {
    const originals = await this.#originals()
    if (originals !== null) return originals.content(hash, asked)
    return problemResponse(401, 'unauthenticated', shellText.problem.unauthenticated)
  }

  /** The worker's word on which originals are wanted here. */
  async bring(files: readonly WantedOriginal[]): Promise<void> {
    const originals = await this.#originals()
    originals?.bring(files)
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

  async #originals(): Promise<Originals | null> {
    const store = await this.store()
    const account = this.#parts.account()
    if (store === null || account?.evidence !== store) return null
    if (this.#looking?.account !== account) {
      const { call, log } = this.#parts
      this.#looking = { account, originals: new Originals({ store, call, token: this.#token(), log }) }
    }
    return this.#looking.originals
  }

  #token(): Readonly<{ get: () => Promise<string>; refused: () => void }> {
    const { token } = this.#parts
    return { get: () => token().get(), refused: () => token().refused() }
  }

  async #stopAll(): Promise<void> {
    const [running, looking] = [this.#running, this.#looking]
    this.#running = null
    this.#looking = null
    await running?.queue.stop()
    await looking?.originals.stop()
  }

  async #queueOf(account: OpenAccount): Promise<UploadQueue | null> {
    if (this.#running?.account === account) return this.#running.queue
    // The tus client is read only when there is something to send with it.
    const { UploadQueue } = await import('./upload-queue.ts')
    if (this.#parts.account() !== account) return null
    const known = this.#running
    if (known?.account === account) return known.queue
    const { call, log } = this.#parts
    const queue = new UploadQueue({
      store: account.evidence,
      call,
      token: this.#token(),
      random: Math.random,
      isRescueWaiting: () => account.work.rescueCount > 0,
      onChange: () => this.changed(),
      log,
    })
    this.#running = { account, queue }
    return queue
  }
}
