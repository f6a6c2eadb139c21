import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorState, LoadingState } from '../../../components/screen-states.tsx'
import { useServices } from '../../../platform/desk-services.tsx'
import type { Directory } from '../../../platform/use-reference.ts'
import { workerQueries } from '../../../platform/worker-queries.ts'
import styles from '../outbox.module.css'
import { ChangedBy, FactsTable } from './facts-table.tsx'
import { ThreeTexts } from './three-texts.tsx'

/** A command that was not applied beside what it stood on and what stands now. */
export function Comparison({ itemKey, directory }: Readonly<{ itemKey: string; directory: Directory }>) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const { data, isError, refetch } = useQuery(workerQueries.comparison(worker, itemKey))
  if (isError) return <ErrorState onRetry={() => void refetch()} />
  if (data === undefined) return <LoadingState lines={3} />
  if (data === null) return null
  return (
    <section className={styles.comparison} aria-label={t('outbox.compare')}>
      <p className={styles.quiet}>
        <ChangedBy comparison={data} directory={directory} />
      </p>
      <FactsTable comparison={data} directory={directory} />
      {data.texts !== null && <ThreeTexts texts={data.texts} />}
    </section>
  )
}
