import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LocalEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import { useServices } from '../desk-services.tsx'

const listKey = ['evidence', 'list'] as const
const none: readonly LocalEvidenceV1[] = []

/** The files on this device that the server may not have yet, kept current; empty until first known. */
export function useLocalEvidence(): readonly LocalEvidenceV1[] {
  const { bridge } = useServices()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: listKey,
    networkMode: 'always',
    staleTime: Infinity,
    queryFn: async () => (await bridge.call('evidence:list')).files,
  })
  useEffect(
    () =>
      bridge.on('evidence:changed', ({ files }) => {
        client.setQueryData(listKey, files)
      }),
    [bridge, client],
  )
  return query.data ?? none
}

/** The thumbnail of a file on this device, a JPEG in base64; null where there is none, or `id` is null. */
export function useLocalThumb(id: string | null): string | null {
  const { bridge } = useServices()
  const query = useQuery({
    queryKey: ['evidence', 'thumb', id],
    networkMode: 'always',
    staleTime: Infinity,
    enabled: id !== null,
    queryFn: async () => (await bridge.call('evidence:get-thumb', { id: id ?? '' })).thumb,
  })
  return query.data ?? null
}

/** The largest file that this device takes now, in bytes: the server's limit, also without it. Null until known. */
export function useFileLimit(): number | null {
  const { bridge } = useServices()
  const query = useQuery({
    queryKey: ['evidence', 'limit'],
    networkMode: 'always',
    // Asked anew by every dialog: a registration may have changed it.
    staleTime: 0,
    queryFn: async () => (await bridge.call('evidence:get-limit')).fileBytes,
  })
  return query.data ?? null
}

/** Tries files again, or gives them up. */
export function useEvidenceActions(): Readonly<{ retry: (id: string) => void; giveUp: (id: string) => void }> {
  const { bridge } = useServices()
  const failed = (reason: unknown) => console.error('evidence_action_failed', reason)
  return {
    retry: (id) => void bridge.call('evidence:retry', { ids: [id] }).catch(failed),
    giveUp: (id) => void bridge.call('evidence:discard', { ids: [id] }).catch(failed),
  }
}
