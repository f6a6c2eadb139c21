import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncStatusV1 } from '../../../../shared/ipc/worker-contract.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useSyncStatus } from '../../../platform/use-sync-status.ts'

export type ExportButtonProps = Readonly<{
  total: number | null
  /** The export itself, whose code comes with the first one; it calls `onEnd` when it is over. */
  renderExport: (onEnd: () => void) => ReactNode
}>

const reasons = {
  offline: 'queue.exportOffline',
  needs_sign_in: 'queue.exportSignIn',
  locked: 'queue.exportSignIn',
} as const

function reasonOf(state: SyncStatusV1['state'] | undefined, total: number | null) {
  if (state === 'offline' || state === 'needs_sign_in' || state === 'locked') return reasons[state]
  return total === null || total === 0 ? 'queue.exportEmpty' : null
}

/** Writes the list as it is shown to a workbook. */
export function ExportButton({ total, renderExport }: ExportButtonProps) {
  const { t } = useTranslation()
  const status = useSyncStatus()
  const [running, setRunning] = useState(false)
  const reason = reasonOf(status?.state, total)
  return (
    <>
      <ReasonedButton
        size="compact-sm"
        variant="default"
        reason={reason === null ? null : t(reason)}
        onClick={() => setRunning(true)}
      >
        {t('queue.export')}
      </ReasonedButton>
      {running && renderExport(() => setRunning(false))}
    </>
  )
}
