import { implement, ORPCError } from '@orpc/server'
import { workerContract } from '../../shared/ipc/worker-contract.ts'
import type { ChangeV1 } from '../../shared/ipc/worker-contract.ts'
import { codeOf, WorkerFailure } from './failure.ts'
import type { WorkerCore } from './worker-core.ts'
import type { WorkerService } from './worker-service.ts'

const worker = implement(workerContract)

/** Runs a question of a page. Failures travel by code; what has none is logged and travels as `worker_error`. */
async function answer<T>(core: WorkerCore, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof WorkerFailure)) core.reporter.error('page_call', { reason: codeOf(error) })
    throw new ORPCError(error instanceof WorkerFailure ? error.code : 'worker_error', { message: codeOf(error) })
  }
}

/** The routes of `workerContract` for every page's port. */
export function createWorkerRouter(core: WorkerCore, service: WorkerService) {
  return worker.router({
    changes: worker.changes.handler(({ signal }) => changesOf(core, signal)),
    queue: {
      page: worker.queue.page.handler(({ input }) => answer(core, () => service.queuePage(input))),
      counts: worker.queue.counts.handler(({ input }) => answer(core, () => service.queueCounts(input.search))),
      indexOf: worker.queue.indexOf.handler(({ input }) =>
        answer(core, async () => ({ index: await service.queueIndexOf(input.query, input.caseId) })),
      ),
      ids: worker.queue.ids.handler(({ input }) =>
        answer(core, async () => (await core.ready()).queue.idsAt(input.query, input.offset, input.limit)),
      ),
      facts: worker.queue.facts.handler(({ input }) =>
        answer(core, async () => (await core.ready()).queue.facts(input.caseIds)),
      ),
    },
    ...listRoutes(core, service),
    case: {
      get: worker.case.get.handler(({ input }) => answer(core, () => service.caseDetail(input.caseId))),
      heldContact: worker.case.heldContact.handler(({ input }) =>
        answer(core, async () => (await core.ready()).contacts.get(input.caseId)),
      ),
      extensionLimit: worker.case.extensionLimit.handler(({ input }) =>
        answer(core, async () => {
          const lastDate = await (await core.ready()).commands.extensionLimit(input.caseId)
          return lastDate === null ? null : { lastDate }
        }),
      ),
    },
    ...workRoutes(core, service),
    sync: {
      status: worker.sync.status.handler(() => answer(core, () => service.syncStatus())),
      now: worker.sync.now.handler(() => answer(core, () => service.syncNow().then(nothing))),
    },
    figures: {
      sla: worker.figures.sla.handler(({ input }) => answer(core, () => service.sla(input))),
      dayList: worker.figures.dayList.handler(() => answer(core, () => service.dayList())),
      markDayListShown: worker.figures.markDayListShown.handler(() =>
        answer(core, () => service.markDayListShown().then(nothing)),
      ),
    },
    reference: { all: worker.reference.all.handler(() => answer(core, () => service.reference())) },
  })
}

function listRoutes(core: WorkerCore, service: WorkerService) {
  return {
    firstScreen: {
      read: worker.firstScreen.read.handler(() => answer(core, () => service.firstScreen())),
      keepStill: worker.firstScreen.keepStill.handler(({ input }) => answer(core, () => service.keepStill(input))),
    },
    exports: {
      open: worker.exports.open.handler(({ input }) => answer(core, () => service.openExport(input.query))),
      rows: worker.exports.rows.handler(({ input }) => answer(core, () => service.exportRows(input))),
      close: worker.exports.close.handler(({ input }) =>
        answer(core, async () => {
          service.closeExport(input.list)
          return {}
        }),
      ),
    },
  }
}

function workRoutes(core: WorkerCore, service: WorkerService) {
  return {
    command: {
      run: worker.command.run.handler(({ input }) =>
        answer(core, async () => (await core.ready()).commands.run(input.caseId, input.name, input.args)),
      ),
      preview: worker.command.preview.handler(({ input }) =>
        answer(core, async () => (await core.ready()).commands.preview(input.caseId, input.name, input.args)),
      ),
    },
    draft: {
      save: worker.draft.save.handler(({ input }) =>
        answer(core, async () => {
          const session = await core.ready()
          return { savedAtMs: await session.drafts.save(input.caseId, input.text, input.baseRevision) }
        }),
      ),
    },
    outbox: outboxRoutes(core, service),
  }
}

function outboxRoutes(core: WorkerCore, service: WorkerService) {
  const { outbox } = worker
  const session = () => core.ready()
  return {
    list: outbox.list.handler(() => answer(core, () => service.outboxList())),
    withdraw: outbox.withdraw.handler(({ input }) =>
      answer(core, async () => ({ ok: await (await session()).outbox.withdraw(input.key) })),
    ),
    dismiss: outbox.dismiss.handler(({ input }) =>
      answer(core, async () => ({ ok: await (await session()).troubles.giveUp(input.key) })),
    ),
    redo: outbox.redo.handler(({ input }) => answer(core, async () => (await session()).troubles.redo(input.key))),
    edit: outbox.edit.handler(({ input }) =>
      answer(core, async () => (await session()).troubles.edit(input.key, input.text)),
    ),
    rewrite: outbox.rewrite.handler(({ input }) =>
      answer(core, async () => (await session()).troubles.rewrite(input.key, input.text)),
    ),
    compare: outbox.compare.handler(({ input }) =>
      answer(core, async () => (await session()).troubles.compare(input.key)),
    ),
    dropped: outbox.dropped.handler(() => answer(core, async () => (await session()).outbox.dropped.list())),
    restore: outbox.restore.handler(({ input }) =>
      answer(core, async () => ({ ok: await (await session()).troubles.restore(input.key) })),
    ),
    carryOut: outbox.carryOut.handler(({ input }) =>
      answer(core, async () => (await session()).carriedWork.out(input.passphrase)),
    ),
    chooseCarried: outbox.chooseCarried.handler(() => answer(core, async () => (await session()).carriedWork.choose())),
    carryIn: outbox.carryIn.handler(({ input }) =>
      answer(core, async () => (await session()).carriedWork.in(input.passphrase)),
    ),
  }
}

/** Every change from now on, until the page goes away. */
async function* changesOf(core: WorkerCore, signal: AbortSignal | undefined): AsyncGenerator<ChangeV1> {
  const waiting: ChangeV1[] = []
  let wake: () => void = () => undefined
  const stop = core.feed.events.on((change) => {
    waiting.push(change)
    wake()
  })
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      const next = waiting.shift()
      if (next) yield next
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    stop()
  }
}

function nothing(): Record<string, never> {
  return {}
}
