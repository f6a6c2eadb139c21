import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueFactsV1 } from '../../../../shared/ipc/queue-contract.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import { workerQueries } from '../../../platform/worker-queries.ts'
import styles from './bulk.module.css'
import { BulkAssignDialog } from './bulk-assign-dialog.tsx'
import { BulkNoteDialog } from './bulk-note-dialog.tsx'
import { BulkOutcome } from './bulk-outcome.tsx'
import { useBulkRun } from './use-bulk-run.ts'
import type { BulkRun } from './use-bulk-run.ts'

export type BulkBarProps = Readonly<{
  ids: readonly string[]
  onClear: () => void
  /** Chooses these cases alone. */
  onKeep: (ids: readonly string[]) => void
  onOpen: (caseId: string) => void
}>

type Asked = 'assign' | 'note' | null

type ActionsProps = Readonly<{ rows: readonly QueueFactsV1[]; bulk: BulkRun; onAsk: (asked: Asked) => void }>

/** The commands that make sense on many cases at once; each case is decided by itself. */
function BulkActions({ rows, bulk, onAsk }: ActionsProps) {
  const { t } = useTranslation()
  const once = { size: 'compact-sm', variant: 'default' } as const
  return (
    <>
      <Button {...once} onClick={() => onAsk('assign')}>
        {t('command.name.assign')}
      </Button>
      <Button {...once} onClick={() => void bulk.run('start', rows, () => ({}))}>
        {t('command.name.start')}
      </Button>
      <Button {...once} onClick={() => onAsk('note')}>
        {t('command.name.addNote')}
      </Button>
      <Button
        {...once}
        onClick={() => void bulk.run('mark', rows, ({ rowVersion }) => ({ read: rowVersion, pinned: null }))}
      >
        {t('command.name.mark')}
      </Button>
      <Button {...once} onClick={() => void bulk.run('mark', rows, () => ({ read: null, pinned: true }))}>
        {t('bulk.pin')}
      </Button>
    </>
  )
}

/** The chosen cases: how many, what may be done with them together, and what came of it. Stands in the place of the filters. */
export function BulkBar({ ids, onClear, onKeep, onOpen }: BulkBarProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const directory = useReference()
  const { worker } = useServices()
  const bulk = useBulkRun()
  const [asked, setAsked] = useState<Asked>(null)
  const { data: rows = [] } = useQuery({ ...workerQueries.facts(worker, ids), placeholderData: keepPreviousData })
  const close = () => setAsked(null)
  const isRunning = bulk.state.kind === 'running'
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('bulk.title')}>
      <span className={styles.count} aria-live="polite">
        {t('bulk.chosen', { n: formatCount(ids.length, language) })}
      </span>
      {!isRunning && <BulkActions rows={rows} bulk={bulk} onAsk={setAsked} />}
      <BulkOutcome bulk={bulk} onKeep={onKeep} onOpen={onOpen} />
      <Button size="compact-sm" variant="subtle" className={styles.clear ?? ''} disabled={isRunning} onClick={onClear}>
        {t('bulk.clear')}
      </Button>
      {asked === 'assign' && <BulkAssignDialog rows={rows} directory={directory} bulk={bulk} onClose={close} />}
      {asked === 'note' && <BulkNoteDialog rows={rows} bulk={bulk} onClose={close} />}
    </div>
  )
}
