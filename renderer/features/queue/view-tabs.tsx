import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ViewName } from '../../../shared/ipc/queue-contract.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { workerQueries } from '../../platform/worker-queries.ts'
import styles from './queue.module.css'
import { views } from './queue-memory.ts'

export type ViewTabsProps = Readonly<{ view: ViewName; search: string; onChange: (view: ViewName) => void }>

/** The saved views with their counts; the arrow keys move between them. */
export function ViewTabs({ view, search, onChange }: ViewTabsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { worker } = useServices()
  const { data: counts } = useQuery({
    ...workerQueries.counts(worker, search.trim()),
    placeholderData: (previous) => previous,
  })
  const choose = (chosen: string | null) => {
    const next = views.find((candidate) => candidate === chosen)
    if (next !== undefined) onChange(next)
  }
  return (
    <Tabs value={view} onChange={choose} classNames={{ tab: styles.tab ?? '', list: styles.tabs ?? '' }}>
      <Tabs.List aria-label={t('queue.views')}>
        {views.map((name) => (
          <Tabs.Tab key={name} value={name} aria-controls="queue-grid">
            {t(`queue.view.${name}`)}
            <span className={styles.count}>{counts === undefined ? '' : formatCount(counts[name] ?? 0, language)}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
