import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnappliedCommandV1, UnappliedStatus } from '../../../shared/contract/admin/unapplied.ts'
import { EmptyState, LoadingState } from '../../components/screen-states.tsx'
import { useMoments } from '../../components/use-moments.ts'
import { useCommandName } from '../../platform/outbox/command-words.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useRefusalWords } from '../../platform/refusal-words.ts'
import styles from './admin.module.css'
import { adminQueries } from './admin-server.ts'
import { ListFrame } from './list-frame.tsx'
import type { ListColumn } from './list-frame.tsx'
import { OlderPages } from './history/older-pages.tsx'
import { LoadFailure } from './settings-view.tsx'

// A page carries no schemas, so the list of the contract is written here again and checked against its type.
const statuses = ['quarantined', 'conflict', 'rejected'] as const satisfies readonly UnappliedStatus[]

function useColumns(): readonly ListColumn<UnappliedCommandV1>[] {
  const { t } = useTranslation()
  const nameOf = useCommandName()
  const words = useRefusalWords()
  const moment = useMoments()
  return [
    { id: 'at', name: t('admin.unapplied.at'), width: '14%', render: ({ atMs }) => moment(atMs) },
    { id: 'official', name: t('admin.unapplied.official'), width: '18%', render: ({ officialName }) => officialName },
    {
      id: 'command',
      name: t('admin.unapplied.command'),
      width: '18%',
      render: ({ name }) => nameOf(name),
    },
    {
      id: 'case',
      name: t('admin.unapplied.case'),
      width: '14%',
      render: ({ caseNumber }) => caseNumber ?? t('admin.unapplied.noCase'),
    },
    {
      id: 'status',
      name: t('admin.unapplied.status'),
      kind: 'words',
      render: ({ name, status, code }) => (
        <>
          {t(`outbox.status.${status}`)}
          <span className={styles.sub}>{words(name, code)}</span>
        </>
      ),
    },
    { id: 'device', name: t('admin.unapplied.device'), width: '14%', render: ({ deviceName }) => deviceName },
  ]
}

type PageProps = Readonly<{ status: UnappliedStatus | null; before: string | null }>

/** One page of commands and, when asked for, the older ones below it. */
function CommandPage({ status, before }: PageProps) {
  const { t } = useTranslation()
  const { ask } = useServices()
  const columns = useColumns()
  const { data, error, refetch } = useQuery(adminQueries.unapplied(ask, status, before))
  if (data === undefined)
    return error === null ? <LoadingState lines={6} /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  const last = data.commands.at(-1)
  if (last === undefined)
    return before === null ? (
      <EmptyState title={t('admin.unapplied.empty')} hint={t('admin.unapplied.emptyHint')} />
    ) : null
  return (
    <>
      <ListFrame rows={data.commands} keyOf={(command) => command.place} columns={columns} />
      <OlderPages more={data.more} label={t('admin.unapplied.more')}>
        <CommandPage status={status} before={last.place} />
      </OlderPages>
    </>
  )
}

/** Commands that changed nothing: who gave them, on which device, and what the server answered; not the words they carried. */
export function UnappliedTab() {
  const { t } = useTranslation()
  const [status, setStatus] = useState<UnappliedStatus | null>(null)
  return (
    <>
      <p className={styles.quiet}>{t('admin.unapplied.intro')}</p>
      <Select
        size="xs"
        w={260}
        mb="sm"
        label={t('admin.unapplied.status')}
        placeholder={t('admin.all')}
        data={statuses.map((option) => ({ value: option, label: t(`outbox.status.${option}`) }))}
        value={status}
        clearable
        onChange={(next) => setStatus(statuses.find((option) => option === next) ?? null)}
      />
      <CommandPage key={status} status={status} before={null} />
    </>
  )
}
