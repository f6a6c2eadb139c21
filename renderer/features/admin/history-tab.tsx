import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigChangeV1 } from '../../../shared/contract/admin/settings.ts'
import { configKinds } from '../../../shared/domain/admin/administration.ts'
import type { ConfigKind } from '../../../shared/domain/admin/administration.ts'
import { EmptyState, LoadingState } from '../../components/screen-states.tsx'
import { useMoments } from '../../components/use-moments.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import styles from './admin.module.css'
import { adminQueries } from './admin-server.ts'
import { ChangeTable } from './change-table.tsx'
import { LoadFailure } from './settings-view.tsx'

const nameOf = (value: unknown): string => {
  const name: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : null
  return typeof name === 'string' ? name : ''
}

function Change({ change }: { change: ConfigChangeV1 }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { agencyName } = useReference()
  const name = nameOf(change.after) || nameOf(change.before) || change.target
  const standing =
    change.before === null ? t('admin.history.made') : change.after === null ? t('admin.history.removed') : ''
  const whose = change.agency === null ? t('admin.city') : agencyName(change.agency)
  return (
    <article className={styles.change} aria-label={`${t(`admin.history.kinds.${change.kind}`)}: ${name}`}>
      <h3>
        {t(`admin.history.kinds.${change.kind}`)}: {name} {standing !== '' && <span>({standing})</span>}
      </h3>
      <p className={styles.quiet}>
        {change.actorName} · {moment(change.atMs)} · {whose}
      </p>
      <p className={styles.words}>
        {t('admin.reason')}: {change.reason}
      </p>
      <details>
        <summary>{t('admin.changes')}</summary>
        <ChangeTable before={change.before} after={change.after} />
      </details>
    </article>
  )
}

type PageProps = Readonly<{ kind: ConfigKind | null; before: number | null }>

/** One page of changes and, when asked for, the older ones below it. */
function ChangePage({ kind, before }: PageProps) {
  const { t } = useTranslation()
  const { ask } = useServices()
  const [older, setOlder] = useState(false)
  const { data, error, refetch } = useQuery(adminQueries.history(ask, kind, before))
  if (data === undefined)
    return error === null ? <LoadingState lines={6} /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  const last = data.changes.at(-1)
  if (last === undefined) return <EmptyState title={t('admin.history.empty')} hint={t('admin.history.emptyHint')} />
  return (
    <>
      {data.changes.map((change) => (
        <Change key={change.n} change={change} />
      ))}
      {data.more && !older && (
        <Button size="xs" variant="default" onClick={() => setOlder(true)}>
          {t('admin.history.more')}
        </Button>
      )}
      {older && <ChangePage kind={kind} before={last.n} />}
    </>
  )
}

/** Every change of a setting: who, when, why, before and after. */
export function HistoryTab() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<ConfigKind | null>(null)
  return (
    <>
      <Select
        size="xs"
        w={260}
        mb="sm"
        label={t('admin.history.kind')}
        placeholder={t('admin.all')}
        data={configKinds.map((option) => ({ value: option, label: t(`admin.history.kinds.${option}`) }))}
        value={kind}
        clearable
        onChange={(next) => setKind(configKinds.find((option) => option === next) ?? null)}
      />
      <ChangePage key={kind} kind={kind} before={null} />
    </>
  )
}
