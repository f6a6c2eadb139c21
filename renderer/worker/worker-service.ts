import type { StillV1 } from '../../shared/ipc/first-screen.ts'
import type { QueueQueryV1, QueueRowV1, ReferenceV1, ViewName } from '../../shared/ipc/queue-contract.ts'
import type { CaseDetailV1, OutboxItemV1, SlaFiguresV1, SyncStatusV1 } from '../../shared/ipc/worker-contract.ts'
import { ExportLists } from './cases/export-lists.ts'
import type { ExportRows } from './cases/export-lists.ts'
import { dayList } from './figures/day-list.ts'
import type { DayListAnswer } from './figures/day-list.ts'
import { monthsHeld, slaFigures } from './figures/sla-figures.ts'
import type { SlaQuery } from './figures/sla-figures.ts'
import { readMeta } from './db/meta.ts'
import { bucketOf } from './db/records.ts'
import { listOutbox } from './outbox/outbox-view.ts'
import type { OfferedScreen } from './session/first-screen-keeper.ts'
import type { WorkerCore } from './worker-core.ts'

type QueuePage = { total: number; offset: number; rows: QueueRowV1[]; asOfMs: number }
type QueueWish = Readonly<{ query: QueueQueryV1; offset: number; limit: number }>

/** What the pages ask for, one method per question. All wait until every row is in memory. */
export class WorkerService {
  readonly #core: WorkerCore
  readonly #exports = new ExportLists()

  constructor(core: WorkerCore) {
    this.#core = core
  }

  async queuePage(wish: QueueWish): Promise<QueuePage> {
    const session = await this.#core.ready()
    if (wish.offset === 0) session.firstScreen.plan()
    return session.queue.page(wish.query, wish.offset, wish.limit)
  }

  async firstScreen(): Promise<OfferedScreen> {
    return (await this.#core.ready()).firstScreen.offer()
  }

  async keepStill(drawn: Readonly<{ edition: number; still: StillV1 }>): Promise<{ kept: boolean }> {
    return { kept: await (await this.#core.ready()).firstScreen.keepStill(drawn) }
  }

  async queueCounts(search: string): Promise<Record<ViewName, number>> {
    return (await this.#core.ready()).queue.counts(search)
  }

  /** Who is signed in and the names. */
  async reference(): Promise<ReferenceV1> {
    return (await this.#core.ready()).referenceData()
  }

  async queueIndexOf(query: QueueQueryV1, caseId: string): Promise<number> {
    return (await this.#core.ready()).queue.indexOf(query, caseId)
  }

  async openExport(query: QueueQueryV1): Promise<{ list: string; total: number; asOfMs: number }> {
    const session = await this.#core.ready()
    const list = session.parts.environment.newId()
    return { list, ...this.#exports.open(list, session, query) }
  }

  async exportRows({ list, ...part }: { list: string; offset: number; limit: number }): Promise<ExportRows> {
    return this.#exports.rows(list, await this.#core.ready(), part)
  }

  closeExport(list: string): void {
    this.#exports.close(list)
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
      {
        index: session.index,
        organisation: session.reference.rules().organisation,
        nowMs: session.serverNowMs(),
        zone: session.identity.zone(),
        months,
        complete,
      },
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
}
