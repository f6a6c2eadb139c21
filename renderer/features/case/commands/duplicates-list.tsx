import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import type { QueueQueryV1, QueueRowV1 } from '../../../../shared/ipc/queue-contract.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { workerQueries } from '../../../platform/worker-queries.ts'
import styles from './commands.module.css'

const shownAtMost = 5

/** Cases of the same category in the same area, the newest first. */
export function similarQuery(category: string): QueueQueryV1 {
  return {
    view: 'unit',
    search: '',
    states: [],
    categories: [category],
    levels: [],
    teams: [],
    sort: [{ column: 'submitted', descending: true }],
    includeClosed: false,
  }
}

/** Of the cases of one category, those of the same area, without the case itself. */
export function similarTo(row: Pick<CaseRowV1, 'id' | 'area'>, rows: readonly QueueRowV1[]): QueueRowV1[] {
  return rows.filter((other) => other.id !== row.id && other.area === row.area).slice(0, shownAtMost)
}

export function DuplicatesList({ row, category }: { row: CaseRowV1; category: string }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { worker } = useServices()
  const { data } = useQuery(workerQueries.similar(worker, similarQuery(category)))
  const similar = similarTo(row, data?.rows ?? [])
  return (
    <section aria-label={t('command.duplicates')}>
      <p className={styles.label}>{t('command.duplicates')}</p>
      {data !== undefined && similar.length === 0 && <p className={styles.quiet}>{t('command.duplicatesNone')}</p>}
      <ul className={styles.duplicates}>
        {similar.map((other) => (
          <li key={other.id}>
            <strong>{other.caseNumber}</strong> {other.title}
            <span className={styles.quiet}>
              {other.place} · {moment(other.submittedAtMs)} · {t(`words.state.${other.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
