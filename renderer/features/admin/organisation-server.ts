import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type {
  AbsenceEndV1,
  AbsenceEntryV1,
  AbsenceSaveV1,
  OwnAbsenceSaveV1,
  SuccessionWithdrawalV1,
} from '../../../shared/contract/admin/organisation.ts'
import { organisationPaths } from '../../../shared/contract/admin/paths.ts'
import type { SuccessionPreviewV1, SuccessionStateV1 } from '../../../shared/contract/succession.ts'
import type { SuccessionPlan } from '../../../shared/domain/units/succession.ts'
import { useServices } from '../../platform/desk-services.tsx'
import type { ServerAsk, ServerProblem } from '../../platform/server-ask.ts'

const followMs = 2_000

// The server checks its replies against the contract, whose schemas a page has no use for.
const asked = async <T>(ask: ServerAsk, request: Parameters<ServerAsk>[0]): Promise<T> => (await ask(request)) as T

/** The questions about absences and reorganisations; one that runs is followed. */
export const organisationQueries = {
  absences: (ask: ServerAsk, agency: string) =>
    queryOptions({
      queryKey: ['admin', 'absences', 'of', agency],
      queryFn: async () => {
        const { method, path } = organisationPaths.absences
        const search = new URLSearchParams({ agency }).toString()
        return (await asked<{ absences: readonly AbsenceEntryV1[] }>(ask, { method, path: `${path}?${search}` }))
          .absences
      },
      staleTime: 0,
      retry: 1,
    }),
  ownAbsences: (ask: ServerAsk) =>
    queryOptions({
      queryKey: ['admin', 'absences', 'own'],
      queryFn: async () =>
        (await asked<{ absences: readonly AbsenceEntryV1[] }>(ask, organisationPaths.ownAbsences)).absences,
      staleTime: 0,
      retry: 1,
    }),
  successions: (ask: ServerAsk) =>
    queryOptions({
      queryKey: ['admin', 'successions'],
      queryFn: async () =>
        (await asked<{ successions: readonly SuccessionStateV1[] }>(ask, organisationPaths.successions)).successions,
      staleTime: 0,
      retry: 1,
      refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') === true ? followMs : false),
    }),
  successionPreview: (ask: ServerAsk, plan: SuccessionPlan) =>
    queryOptions({
      queryKey: ['admin', 'preview', 'succession', plan],
      queryFn: () => asked<SuccessionPreviewV1>(ask, { ...organisationPaths.previewSuccession, body: plan }),
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
}

type Bodies = Readonly<{
  saveAbsence: AbsenceSaveV1
  endAbsence: AbsenceEndV1
  saveOwnAbsence: OwnAbsenceSaveV1
  endOwnAbsence: AbsenceEndV1
  startSuccession: SuccessionPlan
  withdrawSuccession: SuccessionWithdrawalV1
}>

/** Asks for a change of the organisation; afterwards everything of the administration is asked anew. Throws `ServerProblem`. */
export function useOrganisationChange(): <N extends keyof Bodies>(name: N, body: Bodies[N]) => Promise<void> {
  const { ask } = useServices()
  const client = useQueryClient()
  return useCallback(
    async (name, body) => {
      await ask({ ...organisationPaths[name], body })
      await client.invalidateQueries({ queryKey: ['admin'] })
    },
    [ask, client],
  )
}

/** The code of the rule that refused a change; null where something else did. */
export const refusedBy = (problem: ServerProblem): string | null => {
  const { current } = problem
  const code: unknown = typeof current === 'object' && current !== null ? Reflect.get(current, 'problem') : null
  return typeof code === 'string' ? code : null
}
