import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting, SettingName } from '../../../shared/contract/admin/settings.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useServices } from '../../platform/desk-services.tsx'
import { ServerProblem } from '../../platform/server-ask.ts'
import { adminQueries } from './admin-server.ts'

/** What failed to load: no connection, no right, or anything else with a way to try again. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const code = error instanceof ServerProblem ? error.code : 'internal'
  if (code === 'forbidden') return <EmptyState title={t('admin.noRight')} hint={t('admin.noRightHint')} />
  if (code === 'offline' || code === 'unauthenticated')
    return <ErrorState title={t('admin.offline')} hint={t('admin.offlineHint')} onRetry={onRetry} />
  return <ErrorState title={t('admin.loadFailed')} hint={t('admin.loadFailedHint')} onRetry={onRetry} />
}

export type SettingsViewProps<S extends SettingName> = Readonly<{
  kind: S
  render: (settings: readonly Setting<S>[]) => ReactNode
}>

/** The settings of a kind once they are there; until then loading, offline, no right or failed. */
export function SettingsView<S extends SettingName>({ kind, render }: SettingsViewProps<S>) {
  const { ask } = useServices()
  const { data, error, refetch } = useQuery(adminQueries.settings(ask, kind))
  if (error !== null && data === undefined) return <LoadFailure error={error} onRetry={() => void refetch()} />
  return data === undefined ? <LoadingState lines={8} /> : render(data)
}
