import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { adminPaths } from '../../../shared/contract/admin/paths.ts'
import type {
  CalendarPreviewV1,
  ConfigChangeV1,
  PolicyPreviewV1,
  Setting,
  SettingName,
  SettingRequest,
} from '../../../shared/contract/admin/settings.ts'
import type { UnappliedCommandV1, UnappliedStatus } from '../../../shared/contract/admin/unapplied.ts'
import type { ConfigKind } from '../../../shared/domain/admin/administration.ts'
import { settingProblemCodes } from '../../../shared/domain/admin/setting-problem.ts'
import type { SettingProblem } from '../../../shared/domain/admin/setting-problem.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { ServerProblem } from '../../platform/server-ask.ts'
import type { ServerAsk } from '../../platform/server-ask.ts'

const listOf = {
  policy: 'policies',
  calendar: 'calendars',
  category: 'categories',
  routing: 'routings',
  ground: 'grounds',
  template: 'templates',
  team: 'teams',
  grant: 'grants',
} as const satisfies Record<SettingName, keyof typeof adminPaths>

const saveOf = {
  policy: 'savePolicy',
  calendar: 'saveCalendar',
  category: 'saveCategory',
  routing: 'saveRouting',
  ground: 'saveGround',
  template: 'saveTemplate',
  team: 'saveTeam',
  grant: 'saveGrant',
} as const satisfies Record<SettingName, keyof typeof adminPaths>

// The server checks its replies against the contract, whose schemas a page has no use for.
const asked = async <T>(ask: ServerAsk, request: Parameters<ServerAsk>[0]): Promise<T> => (await ask(request)) as T

export type Saved = Readonly<{ id: string; change: number; recomputing: number }>
export type UnappliedPage = Readonly<{ commands: readonly UnappliedCommandV1[]; more: boolean }>
export type HistoryPage = Readonly<{ changes: readonly ConfigChangeV1[]; more: boolean }>

/** One page of a list; what is null is not asked for. */
const pageOf = <Page>(
  ask: ServerAsk,
  list: 'history' | 'unapplied',
  wanted: Readonly<Record<string, string | number | null>>,
): Promise<Page> => {
  const given = Object.entries(wanted).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
  const { method, path } = adminPaths[list]
  return asked<Page>(ask, { method, path: `${path}?${new URLSearchParams(given).toString()}` })
}

/** The questions of the administration; an answer is asked anew each time a tab is opened. */
export const adminQueries = {
  settings: <S extends SettingName>(ask: ServerAsk, kind: S) =>
    queryOptions({
      queryKey: ['admin', 'settings', kind],
      queryFn: async () => (await asked<{ settings: readonly Setting<S>[] }>(ask, adminPaths[listOf[kind]])).settings,
      staleTime: 0,
      retry: 1,
    }),
  history: (ask: ServerAsk, kind: ConfigKind | null, before: number | null) =>
    queryOptions({
      queryKey: ['admin', 'history', kind, before],
      queryFn: () => pageOf<HistoryPage>(ask, 'history', { kind, before }),
      staleTime: 0,
      retry: 1,
    }),
  unapplied: (ask: ServerAsk, status: UnappliedStatus | null, before: string | null) =>
    queryOptions({
      queryKey: ['admin', 'unapplied', status, before],
      queryFn: () => pageOf<UnappliedPage>(ask, 'unapplied', { status, before }),
      staleTime: 0,
      retry: 1,
    }),
  calendarPreview: (ask: ServerAsk, request: SettingRequest<'calendar'>) =>
    queryOptions({
      queryKey: ['admin', 'preview', 'calendar', request],
      queryFn: () => asked<CalendarPreviewV1>(ask, { ...adminPaths.previewCalendar, body: request }),
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
  policyPreview: (ask: ServerAsk, request: SettingRequest<'policy'>) =>
    queryOptions({
      queryKey: ['admin', 'preview', 'policy', request],
      queryFn: () => asked<PolicyPreviewV1>(ask, { ...adminPaths.previewPolicy, body: request }),
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
}

const isProblem = (entry: unknown): entry is SettingProblem =>
  typeof entry === 'object' &&
  entry !== null &&
  'code' in entry &&
  'path' in entry &&
  typeof entry.path === 'string' &&
  settingProblemCodes.some((code) => code === entry.code)

/** Why the server refused a setting, as far as this desk knows the codes; none for every other failure. */
export function invalidPlaces(failure: unknown): readonly SettingProblem[] {
  if (!(failure instanceof ServerProblem) || failure.code !== 'config_invalid') return []
  const { current } = failure
  const problems: unknown = typeof current === 'object' && current !== null ? Reflect.get(current, 'problems') : null
  return Array.isArray(problems) ? problems.filter(isProblem) : []
}

/** Saves a setting; afterwards every list of the administration is asked anew. Throws `ServerProblem`. */
export function useSaveSetting(): <S extends SettingName>(kind: S, request: SettingRequest<S>) => Promise<Saved> {
  const { ask } = useServices()
  const client = useQueryClient()
  return useCallback(
    async (kind, request) => {
      const saved = await asked<Saved>(ask, { ...adminPaths[saveOf[kind]], body: request })
      await client.invalidateQueries({ queryKey: ['admin', 'settings'] })
      await client.invalidateQueries({ queryKey: ['admin', 'history'] })
      return saved
    },
    [ask, client],
  )
}
