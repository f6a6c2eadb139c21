import { OriginalsWatch } from '../cases/originals-watch.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { RowStore } from '../db/row-store.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { HostPort } from '../host-port.ts'
import type { CaseBoard } from '../index/case-board.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import { EvidenceWatch } from '../outbox/evidence-watch.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Reporter } from '../reporter.ts'
import type { SyncEngine } from '../sync/sync-engine.ts'
import type { Identity } from './identity.ts'
import type { OpenVault } from './identity.ts'

/** What the files of a session are followed by. */
export type FileSources = Readonly<{
  parts: Readonly<{
    vault: OpenVault
    host: HostPort
    environment: WorkerEnvironment
    reporter: Reporter
    feed: ChangeFeed
  }>
  identity: Identity
  index: QueueIndex
  board: CaseBoard
  rows: RowStore
  outbox: Outbox
  engine: SyncEngine
  serverNowMs: () => number
}>

/** What main is told of the files of one open account: which wait for their commands, and which originals are wanted here. */
export class SessionFiles {
  readonly #evidence: EvidenceWatch
  readonly #originals: OriginalsWatch

  constructor(session: FileSources) {
    const { identity, index, board, rows, outbox, engine } = session
    const { vault, host, environment, reporter, feed } = session.parts
    this.#evidence = new EvidenceWatch({ outbox, status: engine.status })
    this.#originals = new OriginalsWatch({
      fence: vault.fence,
      caseParts: board.caseParts,
      commands: () => outbox.parts.store.all(),
      me: () => identity.actor().id,
      nowMs: () => session.serverNowMs(),
      ...{ host, environment, reporter, feed, rows, index },
    })
  }

  /** To be called when the outbox is whole. */
  start(): void {
    this.#evidence.start()
  }

  changed(): void {
    this.#evidence.changed()
  }

  /** A pull is complete. */
  synced(): void {
    this.#evidence.synced()
    this.#originals.synced()
  }

  stop(): void {
    this.#originals.stop()
  }
}
