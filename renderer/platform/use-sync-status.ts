import { useQuery } from '@tanstack/react-query'
import type { SyncStatusV1 } from '../../shared/ipc/worker-contract.ts'
import { useServices } from './desk-services.tsx'
import { workerQueries } from './worker-queries.ts'

/** The worker's sync status, pushed by its `changes`; null until first known. */
export function useSyncStatus(): SyncStatusV1 | null {
  const { worker } = useServices()
  return useQuery(workerQueries.syncStatus(worker)).data ?? null
}
