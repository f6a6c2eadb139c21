import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { QueueQueryV1, QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { queueBlockRows, workerQueries } from '../../platform/worker-queries.ts'

export type QueueRows = Readonly<{
  /** Null until the first answer. */
  total: number | null
  /** The rows still answer the question before this one. */
  outdated: boolean
  rowAt: (index: number) => QueueRowV1 | undefined
  failed: boolean
  retry: () => void
}>

/** The blocks that hold the rows from `first` to `last`, without block 0, which is always asked for because it tells the total. */
export function blocksFor(first: number, last: number): number[] {
  const blocks: number[] = []
  const from = Math.max(1, Math.floor(first / queueBlockRows))
  for (let block = from; block <= Math.floor(last / queueBlockRows); block += 1) blocks.push(block)
  return blocks
}

/**
 * The rows of a query around the visible range, fetched from the worker by offset. While a new query waits for its first
 * answer the rows of the one before stay, so that typing in the search box never blanks the list.
 */
export function useQueueRows(query: QueueQueryV1, first: number, last: number): QueueRows {
  const { worker } = useServices()
  const head = useQuery({ ...workerQueries.queueBlock(worker, query, 0), placeholderData: keepPreviousData })
  const shown = head.data?.query ?? query
  const blocks = blocksFor(first, last)
  const answers = useQueries({ queries: blocks.map((block) => workerQueries.queueBlock(worker, shown, block)) })
  const pages = new Map([
    [0, head.data?.page] as const,
    ...blocks.map((block, place) => [block, answers[place]?.data?.page] as const),
  ])
  return {
    total: head.data?.page.total ?? null,
    outdated: head.isPlaceholderData,
    rowAt: (index) => pages.get(Math.floor(index / queueBlockRows))?.rows[index % queueBlockRows],
    failed: head.isError && head.data === undefined,
    retry: () => void head.refetch(),
  }
}
