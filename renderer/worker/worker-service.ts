import type {
  CaseDetailV1,
  OutboxItemV1,
  QueueQueryV1,
  QueueRowV1,
  ReferenceV1,
  SlaFiguresV1,
  SyncStatusV1,
  ViewName,
} from '../../shared/ipc/worker-contract.ts'
import { builtInViews } from '../../shared/ipc/worker-contract.ts'
import { dayList } from './figures/day-list.ts'
import type { DayListAnswer } from './figures/day-list.ts'
import { monthsHeld, slaFigures } from './figures/sla-figures.ts'
import type { SlaQuery } from './figures/sla-figures.ts'
import { readMeta } from './db/meta.ts'
import { bucketOf } from './db/records.ts'
import type { CancelTimer, WorkerEnvironment } from './environment.ts'
import { listOutbox } from './outbox/outbox-view.ts'
import type { DeskSession } from './session/desk-session.ts'
import type { WorkerCore } from './worker-core.ts'

type QueuePage = { total: number; offset: number; rows: QueueRowV1[]; asOfMs: number }
type QueueWish = Readonly<{ query: QueueQueryV1; offset: number; limit: number }>

const headRows = 100
const headDelayMs = 3_000

/** What the pages ask for, one method per question. Before the index is loaded the queue's first screen comes from the stored head. */
export class WorkerService {
  readonly #core: WorkerCore
  readonly #environment: WorkerEnvironment
  #headTimer: CancelTimer = () => undefined

  constructor(core: WorkerCore, environment: WorkerEnvironment) {
    this.#core = core
    this.#environment = environment
  }

  async queuePage(wish: QueueWish): Promise<QueuePage> {
    const session = await this.#core.session()
    if (!session.isReady) {
      const early = fromHead(session, wish)
      if (early) {
        session.firstScreen.resolve()
        return early
      }
      await session.whenReady()
    }
    if (wish.offset === 0) this.#keepHead(session, wish.query)
    return session.queue.page(wish.query, wish.offset, wish.limit)
  }

  async queueCounts(search: string): Promise<Record<ViewName, number>> {
    const session = await this.#core.session()
    const { head } = session
    if (!session.isReady && head !== null && search === '' && head.cursor === session.rows.state.cursor)
      return { ...noCounts(), ...head.counts }
    return (await this.#core.ready()).queue.counts(search)
  }

  /** Who is signed in and the names: as last known until everything is loaded. */
  async reference(): Promise<ReferenceV1> {
    const session = await this.#core.session()
    if (!session.isReady && session.head !== null) return session.head.reference
    await session.whenReady()
    return referenceOf(session)
  }

  async queueIndexOf(query: QueueQueryV1, caseId: string): Promise<number> {
    return (await this.#core.ready()).queue.indexOf(query, caseId)
  }

  async caseDetail(caseId: string): Promise<CaseDetailV1 | null> {
    return (await this.#core.ready()).cases.get(caseId)
  }

  async outboxList(): Promise<OutboxItemV1[]> {
    const session = await this.#core.ready()
    return listOutbox(session.outbox, session.attempt())
  }

  async syncStatus(): Promise<SyncStatusV1> {
    return (await this.#core.ready()).engine.status.current()
  }

  /** Drafts count as work: they are queued before the cycle. */
  async syncNow(): Promise<void> {
    const session = await this.#core.ready()
    await session.drafts.queueNow()
    session.engine.wake()
  }

  async sla(query: SlaQuery): Promise<SlaFiguresV1> {
    const session = await this.#core.ready()
    const months = monthsHeld([...session.rows.catalog.memberships()].map(bucketOf))
    const complete = session.engine.status.completeAtMs !== null
    return slaFigures(
      { index: session.index, nowMs: session.serverNowMs(), zone: session.identity.zone(), months, complete },
      query,
    )
  }

  async dayList(): Promise<DayListAnswer> {
    const session = await this.#core.ready()
    const shownDate = (await readMeta(session.database, 'dayListShown')) ?? null
    const { index, queue: reader, identity } = session
    return dayList({ index, reader, nowMs: session.serverNowMs(), zone: identity.zone(), shownDate })
  }

  async markDayListShown(): Promise<void> {
    const session = await this.#core.ready()
    const { forDate } = await this.dayList()
    await session.storeMeta('dayListShown', forDate)
  }

  /** Stores the first screen a moment after it was asked for, when nothing newer asked. */
  #keepHead(session: DeskSession, query: QueueQueryV1): void {
    this.#headTimer()
    this.#headTimer = this.#environment.setTimer(() => {
      const { rows, total, asOfMs } = session.queue.page(query, 0, headRows)
      const counts = session.queue.counts('')
      const reference = referenceOf(session)
      const head = { cursor: session.rows.state.cursor, query, total, rows, asOfMs, counts, reference }
      this.#core.reporter.watch('head_write', session.headStore.write(head))
    }, headDelayMs)
  }
}

function referenceOf({ reference, identity }: DeskSession): ReferenceV1 {
  const { id, username, displayName, grants } = identity.official()
  return {
    me: { id, username, displayName, grants },
    agencies: reference.list('agency'),
    teams: reference.list('team'),
    officials: reference.list('official'),
    areas: reference.list('area'),
    categories: reference.list('category'),
    routings: reference.list('routing'),
    grounds: reference.list('ground'),
    templates: reference.list('template'),
    notices: reference.list('notice'),
  }
}

function fromHead(session: DeskSession, wish: QueueWish): QueuePage | null {
  const { head } = session
  if (head === null || JSON.stringify(head.query) !== JSON.stringify(wish.query)) return null
  const end = Math.min(wish.offset + wish.limit, head.total)
  if (end > head.rows.length) return null
  return { total: head.total, offset: wish.offset, rows: head.rows.slice(wish.offset, end), asOfMs: head.asOfMs }
}

function noCounts(): Record<ViewName, number> {
  return Object.fromEntries(builtInViews.map((view) => [view, 0])) as Record<ViewName, number>
}
