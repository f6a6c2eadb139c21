import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigChangeV1 } from '../../../../shared/contract/admin/settings.ts'
import { configKinds } from '../../../../shared/domain/admin/administration.ts'
import type { ConfigKind } from '../../../../shared/domain/admin/administration.ts'
import { EmptyState, LoadingState } from '../../../components/screen-states.tsx'
import { useMoments } from '../../../components/use-moments.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { adminQueries } from '../admin-server.ts'
import { ChangeTable } from './change-table.tsx'
import { OlderPages } from './older-pages.tsx'
import { LoadFailure } from '../settings-view.tsx'

const fieldOf = (value: unknown, field: string): string | null => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : null
  return typeof found === 'string' ? found : null
}

/** What a setting is called: by its own name, by whom it is about, or by the category that it sends somewhere. */
function useSettingName(): (value: unknown) => string | null {
  const { officialName, categoryName } = useReference()
  return (value) => {
    const [name, official, category] = ['name', 'official', 'category'].map((field) => fieldOf(value, field))
    if (typeof name === 'string') return name
    if (typeof official === 'string') return officialName(official)
    return typeof category === 'string' ? categoryName(category) : null
  }
}

function Change({ change }: { change: ConfigChangeV1 }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { agencyName } = useReference()
  const nameOf = useSettingName()
  const name = nameOf(change.after) ?? nameOf(change.before) ?? change.target
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
      <OlderPages more={data.more} label={t('admin.history.more')}>
        <ChangePage kind={kind} before={last.n} />
      </OlderPages>
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
