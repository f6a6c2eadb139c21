import { Button, Group } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdateStateV1 } from '../../../shared/ipc/bridge.ts'
import { useServices } from '../../platform/desk-services.tsx'
import styles from './settings.module.css'

/** What the updater last found, in words; kept current while the page is open. */
export function UpdateSection() {
  const { t } = useTranslation()
  const { bridge } = useServices()
  const [state, setState] = useState<UpdateStateV1 | null>(null)
  useEffect(() => {
    bridge.call('updater:get-state').then(setState, (reason: unknown) => console.error('update_state', reason))
    return bridge.on('updater:changed', setState)
  }, [bridge])
  if (state === null) return null
  const ask = (call: 'updater:check-now' | 'updater:install-now') => {
    const done =
      call === 'updater:check-now' ? bridge.call(call).then(setState) : bridge.call(call).then(() => undefined)
    done.catch((reason: unknown) => console.error('update_call_failed', call, reason))
  }
  const words = { version: state.version ?? '', percent: Math.round(state.percent ?? 0) }
  const busy = state.phase === 'checking' || state.phase === 'downloading'
  return (
    <>
      <p aria-live="polite">{t(`settings.updatePhase.${state.phase}`, words)}</p>
      {state.code !== null && (
        <p className={styles.failure} role="alert">
          {t(`settings.updateCode.${state.code}`)}
        </p>
      )}
      {state.phase !== 'off' && (
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={busy} onClick={() => ask('updater:check-now')}>
            {t('settings.updateCheck')}
          </Button>
          {state.phase === 'ready' && (
            <Button size="xs" onClick={() => ask('updater:install-now')}>
              {t('settings.updateInstall')}
            </Button>
          )}
        </Group>
      )}
    </>
  )
}
