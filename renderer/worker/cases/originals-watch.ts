import type { RowOf } from '../../../shared/contract/rows.ts'
import { caseStates, isOpen } from '../../../shared/domain/states.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { RowStore } from '../db/row-store.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import type { CaseParts } from '../index/case-parts.ts'
import { flag } from '../index/columns.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import { filesOf } from '../outbox/evidence-files.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import type { Reporter } from '../reporter.ts'

export type OriginalsWatchParts = Readonly<{
  host: HostPort
  fence: number
  environment: Pick<WorkerEnvironment, 'setTimer'>
  feed: Pick<ChangeFeed, 'events'>
  reporter: Reporter
  rows: RowStore
  index: QueueIndex
  caseParts: CaseParts
  commands: () => Iterable<QueuedCommand>
  me: () => string
  nowMs: () => number
}>

type Original = Readonly<{ hash: string; sizeBytes: number; isPicture: boolean; stored: boolean }>

/** What was checked out is fetched at once, the rest when the desk has been quiet for a while. */
const soonMs = 300
const idleMs = 5_000

/**
 * Tells the main process which originals this official should have at hand without the server: those of the cases checked out, and of
 * the own open cases; and which of those that are kept belong to no case of this device any more.
 */
export class OriginalsWatch {
  readonly #parts: OriginalsWatchParts
  /** What was read of a file's row, and at which sequence number. */
  readonly #read = new Map<string, Readonly<{ seq: number; original: Original }>>()
  readonly #stopFeed: () => void
  #isSynced = false
  #soon: CancelTimer | null = null
  #idle: CancelTimer | null = null
  /** Of the own open cases, as they were when all was looked at last. */
  #own: readonly Original[] = []
  #told = '[]'
  #stopped = false

  constructor(parts: OriginalsWatchParts) {
    this.#parts = parts
    this.#stopFeed = parts.feed.events.on(({ kind }) => {
      if (kind === 'queue' && this.#isSynced) this.#plan()
    })
  }

  /** Everything is here: before that a file might seem to belong to no case. */
  synced(): void {
    if (this.#isSynced) return
    this.#isSynced = true
    this.#plan()
  }

  stop(): void {
    this.#stopped = true
    this.#stopFeed()
    this.#soon?.()
    this.#idle?.()
  }

  /** What goes on changing must not put it off for ever: a planned look stays planned. */
  #plan(): void {
    const { environment } = this.#parts
    this.#soon ??= environment.setTimer(() => {
      this.#soon = null
      this.#watch(this.#wantHeld())
    }, soonMs)
    this.#idle ??= environment.setTimer(() => {
      this.#idle = null
      this.#watch(this.#wantAll())
    }, idleMs)
  }

  #watch(work: Promise<void>): void {
    this.#parts.reporter.watch('originals', work)
  }

  async #wantHeld(): Promise<void> {
    const { held } = this.#cases()
    if (held.length > 0) await this.#tell([...(await this.#originalsOf(held)), ...this.#own])
  }

  async #wantAll(): Promise<void> {
    const { held, own } = this.#cases()
    this.#own = await this.#originalsOf(own)
    await this.#tell([...(await this.#originalsOf(held)), ...this.#own])
    await this.#release()
  }

  /** The cases this person holds offline, and the other open ones assigned to them. */
  #cases(): { held: string[]; own: string[] } {
    const { index, me, nowMs } = this.#parts
    const { values, length } = index.columns
    const mine = index.texts.find(me())
    const found = { held: [] as string[], own: [] as string[] }
    for (let place = 0; place < length; place += 1) {
      if (((values.flags[place] ?? 0) & flag.alive) === 0) continue
      const id = index.ids[place] ?? ''
      if (values.heldBy[place] === mine && (values.heldUntil[place] ?? 0) > nowMs()) found.held.push(id)
      else if (values.assignee[place] === mine && isOpen(caseStates[values.state[place] ?? 0] ?? 'closed'))
        found.own.push(id)
    }
    return found
  }

  /** Pictures first: a film may take hours on a slow line. */
  async #originalsOf(caseIds: readonly string[]): Promise<readonly Original[]> {
    const ids = caseIds.flatMap((caseId) => this.#parts.caseParts.idsOf('file', caseId))
    const found: Original[] = []
    for (const id of ids) {
      const original = await this.#original(id)
      if (original?.stored === true) found.push(original)
    }
    return [...found.filter((one) => one.isPicture), ...found.filter((one) => !one.isPicture)]
  }

  async #original(id: string): Promise<Original | null> {
    const { rows } = this.#parts
    const slot = rows.catalog.find('file', id)
    if (slot === undefined || this.#stopped) return null
    const seq = rows.catalog.seq(slot)
    const known = this.#read.get(id)
    if (known?.seq === seq) return known.original
    const row = (await rows.read('file', id)) as RowOf<'file'> | undefined
    if (row === undefined) return null
    const { hash, sizeBytes, type, stored } = row
    const original = { hash, sizeBytes, isPicture: type.startsWith('image/'), stored }
    this.#read.set(id, { seq, original })
    return original
  }

  async #tell(originals: readonly Original[]): Promise<void> {
    const { host, fence } = this.#parts
    const sizes = new Map(originals.map(({ hash, sizeBytes }) => [hash, sizeBytes]))
    const files = [...sizes].map(([hash, sizeBytes]) => ({ hash, sizeBytes }))
    const text = JSON.stringify(files)
    if (text === this.#told || this.#stopped) return
    this.#told = text
    await host.evidence.bring({ files, fence })
  }

  /** What is kept and belongs to no file row and no command of this device is let go. */
  async #release(): Promise<void> {
    const { host, fence, caseParts, commands } = this.#parts
    const { hashes } = await host.evidence.kept()
    const named = new Set([...commands()].flatMap((command) => filesOf(command).map((file) => file.hash)))
    const gone = hashes.filter((hash) => !named.has(hash) && !caseParts.holdsContent(hash))
    if (gone.length > 0 && !this.#stopped) await host.evidence.release({ hashes: gone, fence })
  }
}
