import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSyncStatus } from '../../../platform/use-sync-status.ts'

export type ExportButtonProps = Readonly<{
  total: number | null
  /** The export itself, whose code comes with the first one; it calls `onEnd` when it is over. */
  renderExport: (onEnd: () => void) => ReactNode
}>

/** Why the list cannot be exported now, as the key of its words; null where it can. */
function reasonOf(state: string | undefined, total: number | null) {
  if (state === 'offline') return 'queue.exportOffline'
  if (state === 'needs_sign_in' || state === 'locked') return 'status.needs_sign_in'
  return total ? null : 'queue.emptyFiltered'
}

/** Writes the list as it is shown to a workbook. Its reason is its title, which costs the start script nothing. */
export function ExportButton({ total, renderExport }: ExportButtonProps) {
  const { t } = useTranslation()
  const reason = reasonOf(useSyncStatus()?.state, total)
  const [running, setRunning] = useState(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        {...(reason === null
          ? { onClick: () => setRunning(true) }
          : { 'data-disabled': true, 'aria-disabled': true, title: t(reason) })}
      >
        {t('queue.export')}
      </Button>
      {running && renderExport(() => setRunning(false))}
    </>
  )
}
