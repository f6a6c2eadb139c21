import { queryOptions } from '@tanstack/react-query'
import type { CommandArgs, CommandName } from '../../shared/domain/command.ts'
import type { QueueQueryV1 } from '../../shared/ipc/queue-contract.ts'
import type { WorkerClient } from './desk-services.tsx'

/** A command that is thought of but not given yet. */
export type CommandWish<N extends CommandName> = Readonly<{ caseId: string; name: N; args: CommandArgs[N] }>

/** Rows fetched together; a screen of the densest grid shows about forty. */
export const queueBlockRows = 100

/** How often what depends on the clock (remaining time, due soon) is asked again without any change. */
const clockRefreshMs = 60_000

/** Which figures are asked for; see `figures.sla` of the worker. */
export type SlaWish = Readonly<{
  by: 'week' | 'category' | 'agency' | 'team'
  agencyView: 'then' | 'now'
  fromMs: number | null
}>

/**
 * Every question the screens put to the worker, with its key. The first word of a key is what a `changes` event invalidates,
 * so each kind of answer has one.
 */
export const workerQueries = {
  queueBlock: (worker: WorkerClient, query: QueueQueryV1, block: number) =>
    queryOptions({
      queryKey: ['queue', 'block', query, block],
      // The query travels with its answer: while a new one waits, the rows shown are known to belong to the old one.
      queryFn: async () => ({
        query,
        page: await worker.queue.page({ query, offset: block * queueBlockRows, limit: queueBlockRows }),
      }),
      refetchInterval: clockRefreshMs,
      gcTime: 30_000,
    }),
  counts: (worker: WorkerClient, search: string) =>
    queryOptions({
      queryKey: ['queue', 'counts', search],
      queryFn: () => worker.queue.counts({ search }),
      refetchInterval: clockRefreshMs,
    }),
  /** Of the cases chosen in the list. */
  facts: (worker: WorkerClient, caseIds: readonly string[]) =>
    queryOptions({
      queryKey: ['queue', 'facts', caseIds],
      queryFn: () => worker.queue.facts({ caseIds: [...caseIds] }),
      gcTime: 1000,
    }),
  similar: (worker: WorkerClient, query: QueueQueryV1) =>
    queryOptions({
      queryKey: ['queue', 'similar', query],
      queryFn: () => worker.queue.page({ query, offset: 0, limit: 20 }),
    }),
  caseDetail: (worker: WorkerClient, caseId: string) =>
    queryOptions({
      queryKey: ['case', caseId],
      queryFn: () => worker.case.get({ caseId }),
      refetchInterval: clockRefreshMs,
      gcTime: 60_000,
    }),
  // Below the case's own key: a change of the case makes what was foreseen for it stale too.
  preview: <N extends CommandName>(worker: WorkerClient, wish: CommandWish<N> | null) =>
    queryOptions({
      queryKey: ['case', wish?.caseId ?? null, 'preview', wish?.name ?? null, wish?.args ?? null],
      queryFn: () => (wish === null ? null : worker.command.preview({ ...wish, args: { ...wish.args } })),
      enabled: wish !== null,
      retry: false,
      gcTime: 0,
    }),
  extensionLimit: (worker: WorkerClient, caseId: string) =>
    queryOptions({
      queryKey: ['case', caseId, 'extension-limit'],
      queryFn: () => worker.case.extensionLimit({ caseId }),
      gcTime: 0,
    }),
  /** Who reported a case that is checked out on this device; nothing of it stays in the page's cache. */
  heldContact: (worker: WorkerClient, caseId: string) =>
    queryOptions({
      queryKey: ['case', caseId, 'contact'],
      queryFn: () => worker.case.heldContact({ caseId }),
      staleTime: 0,
      gcTime: 0,
    }),
  outbox: (worker: WorkerClient) => queryOptions({ queryKey: ['outbox', 'list'], queryFn: () => worker.outbox.list() }),
  // Below the outbox's own key: a change of the queue, or of the case under it, makes these stale too.
  comparison: (worker: WorkerClient, key: string) =>
    queryOptions({ queryKey: ['outbox', 'compare', key], queryFn: () => worker.outbox.compare({ key }), gcTime: 0 }),
  dropped: (worker: WorkerClient) =>
    queryOptions({ queryKey: ['outbox', 'dropped'], queryFn: () => worker.outbox.dropped() }),
  syncStatus: (worker: WorkerClient) => queryOptions({ queryKey: ['sync'], queryFn: () => worker.sync.status() }),
  reference: (worker: WorkerClient) =>
    queryOptions({ queryKey: ['reference'], queryFn: () => worker.reference.all(), staleTime: Infinity }),
  dayList: (worker: WorkerClient) =>
    queryOptions({ queryKey: ['figures', 'day'], queryFn: () => worker.figures.dayList() }),
  sla: (worker: WorkerClient, wish: SlaWish) =>
    queryOptions({
      queryKey: ['figures', 'sla', wish.by, wish.agencyView, wish.fromMs],
      queryFn: () => worker.figures.sla({ ...wish, toMs: null }),
    }),
}
