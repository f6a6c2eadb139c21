import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgeResult } from '../../../shared/ipc/bridge.ts'
import { useServices } from '../../platform/desk-services.tsx'
import styles from './settings.module.css'

type AppInfo = BridgeResult<'app:get-info'>
type Packed = Readonly<{ ok: boolean; path: string }> | null

/** Version, runtime, and the pack of technical logs for support. */
export function AboutSection() {
  const { t } = useTranslation()
  const { bridge } = useServices()
  const [info, setInfo] = useState<AppInfo | null>(null)
  const [packed, setPacked] = useState<Packed>(null)
  useEffect(() => {
    bridge.call('app:get-info').then(setInfo, (reason: unknown) => console.error('app_info', reason))
  }, [bridge])
  const pack = () => {
    bridge.call('diagnostics:pack-logs').then(
      (answer) => setPacked(answer.ok ? answer : { ok: false, path: '' }),
      (reason: unknown) => {
        console.error('logs_not_packed', reason)
        setPacked({ ok: false, path: '' })
      },
    )
  }
  return (
    <>
      {info !== null && (
        <p>
          {t('settings.version', { version: info.version })} ·{' '}
          {t('settings.runtime', { version: info.electron, platform: info.platform })}
        </p>
      )}
      {info?.developmentRuntime === true && <p className={styles.quiet}>{t('settings.developmentRuntime')}</p>}
      <div>
        <Button size="xs" variant="default" onClick={pack}>
          {t('settings.diagnosticsMake')}
        </Button>
      </div>
      <p className={styles.quiet} aria-live="polite">
        {packed === null && t('settings.diagnosticsHint')}
        {packed !== null &&
          (packed.ok ? t('settings.diagnosticsDone', { path: packed.path }) : t('settings.diagnosticsFailed'))}
      </p>
    </>
  )
}
