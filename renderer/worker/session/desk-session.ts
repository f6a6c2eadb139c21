import type { Complaint } from '../../../shared/domain/complaint.ts'
import { firstQuery } from '../../../shared/ipc/first-query.ts'
import { firstScreenRows } from '../../../shared/ipc/first-screen.ts'
import type { ReferenceV1 } from '../../../shared/ipc/queue-contract.ts'
import { fromBase64 } from '../base64.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { AttentionWatch } from '../attention/attention-watch.ts'
import type { BoundaryWatch } from '../attention/boundary-watch.ts'
import { compact } from '../db/compaction.ts'
import type { DeskDatabase } from '../db/desk-database.ts'
import { openDatabase } from '../db/desk-database.ts'
import { assertFence, readMeta, takeFence, writeMeta } from '../db/meta.ts'
import type { MetaName, MetaValues } from '../db/meta.ts'
import { RowStore } from '../db/row-store.ts'
import { Sealer } from '../db/sealing.ts'
import type { CancelTimer, WorkerEnvironment } from '../environment.ts'
import { WorkerFailure } from '../failure.ts'
import type { HostPort } from '../host-port.ts'
import type { HeldContacts } from '../cases/held-contacts.ts'
import { knownCases } from '../cases/known-cases.ts'
import { CaseBoard } from '../index/case-board.ts'
import { CaseReader } from '../index/case-reader.ts'
import { DeadlineBook } from '../index/deadline-book.ts'
import type { Standing } from '../index/prediction.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import type { QueueReader } from '../index/queue-reader.ts'
import { ReferenceStore } from '../index/reference-store.ts'
import type { DraftKeeper } from '../outbox/draft-keeper.ts'
import { CarriedWork } from '../outbox/carried-work.ts'
import { Outbox } from '../outbox/outbox.ts'
import { OutboxStore } from '../outbox/outbox-store.ts'
import type { Attempt } from '../outbox/outbox-view.ts'
import { recoverCommands } from '../outbox/recovery.ts'
import type { Reporter } from '../reporter.ts'
import { SyncEngine } from '../sync/sync-engine.ts'
import { Deferred } from '../deferred.ts'
import { boundariesOfSession } from './boundaries-of-session.ts'
import { contactsOfSession } from './contacts-of-session.ts'
import { CommandDesk } from './command-desk.ts'
import { draftPayload, draftsOfSession } from './drafts-of-session.ts'
import type { DraftSources } from './drafts-of-session.ts'
import { SessionFiles } from './files-of-session.ts'
import { FirstScreenKeeper } from './first-screen-keeper.ts'
import { Identity } from './identity.ts'
import { indexOfSession, queueOfSession } from './queue-of-session.ts'
import { TroubleDesk } from './trouble-desk.ts'
import type { OpenVault } from './identity.ts'

export type SessionParts = Readonly<{
  vault: OpenVault
  host: HostPort
  environment: WorkerEnvironment
  reporter: Reporter
  feed: ChangeFeed
}>

const idleMs = 5_000
/** After these the first screen of the next start is another. */
const shownKinds: readonly string[] = ['queue', 'case', 'reference']
const worthCompacting = 300

/** One account's profile, open: every part of the worker that knows its data. */
export class DeskSession {
  readonly parts: SessionParts
  readonly database: DeskDatabase
  readonly reference: ReferenceStore
  readonly identity: Identity
  readonly index: QueueIndex
  readonly book: DeadlineBook
  readonly board: CaseBoard
  readonly rows: RowStore
  readonly outbox: Outbox
  readonly drafts: DraftKeeper
  readonly engine: SyncEngine
  readonly queue: QueueReader
  readonly cases: CaseReader
  readonly contacts: HeldContacts
  readonly commands: CommandDesk
  readonly troubles: TroubleDesk
  readonly carriedWork: CarriedWork
  readonly attention: AttentionWatch
  readonly boundaries: BoundaryWatch
  readonly firstScreen: FirstScreenKeeper
  readonly files: SessionFiles
  #isReady = false
  readonly #ready = new Deferred<void>()
  readonly #fence: number
  #rulesChanged = false
  readonly #stopFeed: () => void
  #idle: CancelTimer = () => undefined
  #closed = false

  private constructor(parts: SessionParts, opened: { database: DeskDatabase; sealer: Sealer }) {
    const { vault, host, environment, reporter, feed } = parts
    const { database, sealer } = opened
    const fence = vault.fence
    this.parts = parts
    this.database = database
    this.#fence = fence
    this.reference = new ReferenceStore(
      () => this.serverNowMs(),
      (code) => reporter.error('rules_unusable', { reason: code }),
    )
    this.identity = new Identity(vault, this.reference)
    const standing = () => this.#standing()
    this.book = new DeadlineBook(() => this.reference.rules())
    this.index = indexOfSession(environment, this.book)
    const { commandForms } = environment
    const store = new OutboxStore({ database, sealer, fence, commandForms })
    const me = () => this.identity.actor().id
    this.outbox = new Outbox({ store, database, sealer, host, fence, environment, reporter, me })
    this.board = this.#makeBoard()
    this.rows = new RowStore({ database, sealer, fence, sink: this.board.sink })
    const save: DraftSources['save'] = (caseId, args) => this.commands.run(caseId, 'saveDraft', args)
    const { rows: stored, board: shown, outbox: queue } = this
    this.drafts = draftsOfSession({ database, sealer, rows: stored, board: shown, outbox: queue, save })
    this.engine = this.#makeEngine()
    const nowMs = () => this.serverNowMs()
    const online = () => this.isOnline()
    const { rows, index, board, reference, book, outbox, drafts } = this
    this.queue = queueOfSession({ index, reference, book, me, nowMs })
    const attempt = () => this.attempt()
    const read = { rows, index, board, reference, book, outbox, drafts }
    this.contacts = contactsOfSession(this, sealer)
    this.cases = new CaseReader({ ...read, contacts: this.contacts, standing, nowMs, online, attempt })
    this.commands = new CommandDesk({ environment, rows, board, outbox, drafts, standing, serverNowMs: nowMs, online })
    this.troubles = new TroubleDesk({ rows, board, outbox, drafts, commands: this.commands })
    const { crypto } = environment
    this.carriedWork = new CarriedWork({ outbox, drafts, crypto, draftPayload: draftPayload(this) })
    this.attention = this.#makeAttention(database)
    this.boundaries = boundariesOfSession(this)
    this.firstScreen = this.#makeFirstScreen(sealer)
    this.files = new SessionFiles(this)
    this.#stopFeed = feed.events.on(({ kind }) => {
      if (this.#isReady && shownKinds.includes(kind)) this.firstScreen.plan()
    })
  }

  #standing(): Standing {
    const commandForm = this.parts.environment.commandForms.newest
    return { ...this.identity.standing(), cases: knownCases(this), commandForm }
  }

  #makeBoard(): CaseBoard {
    const { feed, reporter } = this.parts
    return new CaseBoard({
      index: this.index,
      reference: this.reference,
      outbox: this.outbox,
      standing: () => this.#standing(),
      onCase: (caseId) => feed.case(caseId),
      onReference: () => this.#noteRules(),
      onArrived: (complaint) => this.attention.arrived(complaint),
      onDraft: (row) => {
        if (row.author === this.identity.actor().id) {
          reporter.watch('draft_confirmed', this.drafts.confirmed(row.caseId, row.revision, row.text))
        }
        feed.case(row.caseId)
      },
    })
  }

  #makeAttention(database: DeskDatabase): AttentionWatch {
    const { host, environment, reporter } = this.parts
    return new AttentionWatch({
      index: this.index,
      host,
      environment,
      reporter,
      me: () => this.identity.actor().id,
      serverNowMs: () => this.serverNowMs(),
      loadNotified: async () => (await readMeta(database, 'dueNotified')) ?? [],
      storeNotified: (caseIds) => this.storeMeta('dueNotified', caseIds),
      loadUrgent: async () => (await readMeta(database, 'urgentArrived')) ?? [],
      storeUrgent: (caseIds) => this.storeMeta('urgentArrived', caseIds),
    })
  }

  #makeFirstScreen(sealer: Sealer): FirstScreenKeeper {
    const { vault, host, environment, reporter } = this.parts
    const { accountId, fence } = vault
    return new FirstScreenKeeper({
      accountId,
      fence,
      sealer,
      host,
      environment,
      reporter,
      onOffered: () => this.parts.feed.now({ kind: 'first_screen' }),
      read: () => {
        const query = firstQuery(this.identity.actor().grants.map((grant) => grant.role))
        const { rows, total, asOfMs } = this.queue.page(query, 0, firstScreenRows)
        return { query, total, rows, asOfMs, counts: this.queue.counts(''), reference: this.referenceData() }
      },
    })
  }

  /** Opens the account's database; `load` brings its rows in. Throws `database_too_new`, `database_damaged`, `fence_lost`. */
  static async open(parts: SessionParts): Promise<DeskSession> {
    const { vault, environment } = parts
    const sealer = await Sealer.fromRawKey(fromBase64(vault.dataKey), environment.crypto)
    const database = await openDatabase(vault.accountId, environment)
    try {
      await takeFence(database, vault.fence)
      return new DeskSession(parts, { database, sealer })
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Resolves when `load` has; rejects when it failed or the session was closed before. */
  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  /** Loads everything, compares it with the journals and starts syncing. Throws `database_damaged` or `seal_broken`. */
  async load(): Promise<{ commands: number; drafts: number }> {
    await this.outbox.parts.store.load()
    await this.rows.load()
    await this.contacts.load()
    const recovered = { commands: await recoverCommands(this.outbox), drafts: await this.drafts.load() }
    await this.outbox.sealMissing()
    await this.drafts.sealMissing()
    this.#applyRules()
    for (const command of this.outbox.parts.store.all()) await this.#refresh(command.payload.caseId)
    this.contacts.follow(this.outbox.parts.store.all())
    this.outbox.changed.on((cases) => this.#commandsChanged(cases))
    const completeAtMs = await readMeta(this.database, 'completeAtMs')
    await this.attention.start(completeAtMs !== undefined)
    this.boundaries.start()
    await this.engine.start(this.parts.vault.needsSignIn)
    this.#countOutbox()
    this.files.start()
    this.#isReady = true
    this.#ready.resolve()
    return recovered
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#ready.reject(new WorkerFailure('vault_closed'))
    this.#idle()
    this.#stopFeed()
    this.firstScreen.stop()
    this.drafts.stop()
    this.attention.stop()
    this.boundaries.stop()
    this.files.stop()
    await this.engine.stop()
    await this.contacts.stop()
    await this.rows.turn.settled()
    await this.outbox.turn.settled()
    this.database.close()
  }

  /** The server's clock as well as the device knows it. */
  serverNowMs(): number {
    return this.engine.status.serverNowMs()
  }

  isOnline(): boolean {
    const { state } = this.engine.status.current()
    return state === 'synced' || state === 'syncing'
  }

  attempt(): Attempt {
    const { lastErrorCode } = this.engine.status.current()
    return { countSince: (atMs) => this.engine.failuresSince(atMs), lastError: lastErrorCode }
  }

  /** Who is signed in, and every name. */
  referenceData(): ReferenceV1 {
    const { id, username, displayName, grants } = this.identity.official()
    const { reference } = this
    return {
      me: { id, username, displayName, grants },
      agencies: reference.list('agency'),
      teams: reference.list('team'),
      officials: reference.list('official'),
      absences: reference.list('absence'),
      areas: reference.list('area'),
      categories: reference.list('category'),
      routings: reference.list('routing'),
      grounds: reference.list('ground'),
      templates: reference.list('template'),
      notices: reference.list('notice'),
    }
  }

  async storeMeta<N extends MetaName>(name: N, value: MetaValues[N]): Promise<void> {
    await this.database.transaction('rw', this.database.meta, async () => {
      await assertFence(this.database, this.#fence)
      await writeMeta(this.database, name, value)
    })
  }

  #makeEngine(): SyncEngine {
    const { vault, host, environment, reporter, feed } = this.parts
    return new SyncEngine({
      environment,
      database: this.database,
      rows: this.rows,
      outbox: this.outbox,
      reporter,
      host,
      fence: vault.fence,
      device: { deviceName: vault.deviceName, appVersion: vault.appVersion },
      onUnauthenticated: () => reporter.watch('report_unauthenticated', host.vault.reportUnauthenticated()),
      onPage: async () => this.#applyRules(),
      sealMissing: async () => {
        await this.outbox.sealMissing()
        await this.drafts.sealMissing()
      },
      onRescued: (rescued) => feed.now({ kind: 'rescued', ...rescued }),
      onSynced: () => {
        this.attention.synced()
        this.files.synced()
        this.contacts.synced()
        this.#planIdle()
      },
      onStatus: (status) => {
        feed.now({ kind: 'sync', status })
        this.files.changed()
      },
    })
  }

  #noteRules(): void {
    this.#rulesChanged = true
    this.parts.feed.reference()
  }

  /** New policies, calendars or agencies: every clock is read anew, and predictions with them. */
  #applyRules(): void {
    if (!this.#rulesChanged) return
    this.#rulesChanged = false
    this.index.reclock()
    for (const command of this.outbox.parts.store.all()) {
      this.parts.reporter.watch('case_refresh', this.#refresh(command.payload.caseId))
    }
  }

  #commandsChanged(cases: readonly string[]): void {
    const { feed, reporter } = this.parts
    for (const caseId of cases) {
      reporter.watch('case_refresh', this.#refresh(caseId))
      this.#endSubmittedDraft(caseId)
    }
    this.contacts.follow(this.outbox.parts.store.all())
    feed.now({ kind: 'outbox' })
    this.#countOutbox()
    this.engine.status.announce()
    if (this.outbox.parts.store.all().some((command) => command.status === 'waiting')) this.engine.wake()
  }

  /** A reply the server has taken needs no draft any more. */
  #endSubmittedDraft(caseId: string): void {
    const draft = this.drafts.get(caseId)
    const submitted = this.outbox.parts.store.all().some(({ payload, status }) => {
      const taken = status === 'acked' || status === 'done'
      return (
        taken && payload.caseId === caseId && payload.name === 'submitReply' && payload.args['text'] === draft?.text
      )
    })
    if (draft && submitted) this.parts.reporter.watch('draft_forget', this.drafts.forget(caseId))
  }

  /** Shows a case anew from its confirmed row; a row that arrives meanwhile is read again. */
  async #refresh(caseId: string): Promise<void> {
    for (;;) {
      const slot = this.rows.catalog.find('case', caseId)
      if (slot === undefined || this.#closed) return
      const rank = this.rows.catalog.seq(slot)
      const confirmed = (await this.rows.read('case', caseId)) as Complaint | undefined
      if (this.rows.catalog.seq(slot) !== rank) continue
      if (confirmed) this.board.show(confirmed)
      this.parts.feed.case(caseId)
      return
    }
  }

  #countOutbox(): void {
    const waiting = this.outbox.waitingCount()
    const unsent = waiting + this.outbox.troubledCount()
    this.parts.reporter.watch('outbox_count', this.parts.host.outboxCount({ waiting, unsent }))
  }

  #planIdle(): void {
    this.#idle()
    this.#idle = this.parts.environment.setTimer(() => this.parts.reporter.watch('idle_work', this.#idleWork()), idleMs)
  }

  async #idleWork(): Promise<void> {
    if (this.rows.catalog.deltaCount < worthCompacting) return
    while (!this.#closed && (await compact(this.rows)) > 0) await this.rows.turn.settled()
  }
}
