import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { workerQueries } from '../../platform/worker-queries.ts'

export type CaseAnswer =
  | Readonly<{ kind: 'loading' }>
  | Readonly<{ kind: 'error'; retry: () => void }>
  | Readonly<{ kind: 'missing' }>
  | Readonly<{ kind: 'here'; detail: CaseDetailV1 }>

export function useCaseDetail(caseId: string): CaseAnswer {
  const { worker } = useServices()
  const query = useQuery(workerQueries.caseDetail(worker, caseId))
  if (query.data === undefined) {
    return query.isError ? { kind: 'error', retry: () => void query.refetch() } : { kind: 'loading' }
  }
  return query.data === null ? { kind: 'missing' } : { kind: 'here', detail: query.data }
}

const readAfterMs = 1500

/** Marks the case as read at its present version once it has been on screen for a moment; a failure only leaves it bold. */
export function useMarkRead(detail: CaseDetailV1 | null): void {
  const { worker } = useServices()
  const marked = useRef(new Set<string>())
  const caseId = detail?.case.id ?? null
  const version = detail?.case.rowVersion ?? 0
  useEffect(() => {
    const key = `${caseId} ${version}`
    if (caseId === null || marked.current.has(key)) return undefined
    const timer = setTimeout(() => {
      marked.current.add(key)
      worker.command
        .run({ caseId, name: 'mark', args: { read: version, pinned: null } })
        .catch((reason: unknown) => console.info('read_mark_not_stored', reason))
    }, readAfterMs)
    return () => clearTimeout(timer)
  }, [caseId, version, worker])
}
