import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ChangeV1 } from '../../shared/ipc/worker-contract.ts'
import { useServices } from './desk-services.tsx'

const resubscribeDelayMs = 200

/** Marks stale what a change of the worker's data makes stale; queries on screen are asked again at once. */
export function applyChange(client: QueryClient, change: ChangeV1): void {
  const stale = (key: readonly unknown[]) => void client.invalidateQueries({ queryKey: key })
  switch (change.kind) {
    case 'queue':
      stale(['queue'])
      stale(['figures'])
      return
    case 'case':
      stale(['case', change.caseId])
      stale(['outbox', 'compare'])
      return
    case 'sync':
      client.setQueryData(['sync'], change.status)
      return
    case 'outbox':
      stale(['outbox'])
      return
    case 'reference':
      stale(['reference'])
      return
    case 'first_screen':
      stale(['first-screen'])
      return
    case 'recovered':
    case 'rescued':
    case 'vault':
      stale([])
      return
  }
}

/**
 * Follows the worker's changes for as long as the component lives. When the worker is replaced the stream ends with an error:
 * it is opened again and everything on screen is asked anew, because changes may have been missed in between.
 */
export function useWorkerChanges(onChange: (change: ChangeV1) => void): void {
  const { worker } = useServices()
  const client = useQueryClient()
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    const stop = new AbortController()
    const follow = async () => {
      for (let round = 0; !stop.signal.aborted; round += 1) {
        try {
          const changes = await worker.changes(undefined, { signal: stop.signal })
          if (round > 0) void client.invalidateQueries()
          for await (const change of changes) {
            applyChange(client, change)
            latest.current(change)
          }
        } catch (reason) {
          if (!stop.signal.aborted) console.info('worker_changes_ended', reason)
        }
        await new Promise((resolve) => setTimeout(resolve, resubscribeDelayMs))
      }
    }
    void follow()
    return () => stop.abort()
  }, [worker, client])
}
