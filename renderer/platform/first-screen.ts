import type { QueryClient } from '@tanstack/react-query'
import type { FirstScreenV1 } from '../../shared/ipc/first-screen.ts'
import type { WorkerClient } from './desk-services.tsx'
import { workerQueries } from './worker-queries.ts'

/**
 * Puts the list as main kept it in place of the worker's first answers. It counts as out of date from the start: each
 * screen that shows it asks the worker at once, and takes it off when the worker answers with an error.
 */
export function showFirstScreen(client: QueryClient, worker: WorkerClient, screen: FirstScreenV1): void {
  const { query, total, rows, counts, asOfMs, reference } = screen
  const list = workerQueries.queueBlock(worker, query, 0).queryKey
  const numbers = workerQueries.counts(worker, query.search).queryKey
  const names = workerQueries.reference(worker).queryKey
  client.setQueryData(list, { query, page: { total, offset: 0, rows, asOfMs } })
  client.setQueryData(numbers, counts)
  client.setQueryData(names, reference)
  const unconfirmed = new Map(
    [list, numbers, names].map((queryKey) => {
      void client.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
      return [JSON.stringify(queryKey), queryKey] as const
    }),
  )
  const stop = client.getQueryCache().subscribe((event) => {
    const key = JSON.stringify(event.query.queryKey)
    const queryKey = unconfirmed.get(key)
    if (event.type !== 'updated' || queryKey === undefined) return
    const { type } = event.action
    if (type !== 'success' && type !== 'error') return
    unconfirmed.delete(key)
    if (unconfirmed.size === 0) stop()
    if (type === 'error') void client.resetQueries({ queryKey, exact: true })
  })
}
