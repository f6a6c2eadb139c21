import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { formatClock } from '../../../shared/text/format-duration.ts'
import { formatIsoDate } from '../../../shared/text/format-moment.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { DeadlineBar } from '../../components/marks/deadline-bar.tsx'
import { LevelMark } from '../../components/marks/level-mark.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { StateMark } from '../../components/marks/state-mark.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import type { Directory } from '../../platform/use-reference.ts'
import { useReference } from '../../platform/use-reference.ts'
import { workerQueries } from '../../platform/worker-queries.ts'
import styles from './team.module.css'
import { reasonWordOf } from './team-view.ts'

type RowProps = Readonly<{ row: QueueRowV1; directory: Directory; onOpen: (caseId: string) => void }>

function DayRow({ row, directory, onOpen }: RowProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const clock = { leftMs: row.workingMsLeft, paused: row.dueStatus === 'paused' }
  return (
    <tr className={styles.row} onClick={() => onOpen(row.id)}>
      <td className={styles.level}>
        <LevelMark level={row.level} />
      </td>
      <td className={styles.number}>
        <button
          type="button"
          className={styles.open}
          onClick={(event) => {
            event.stopPropagation()
            onOpen(row.id)
          }}
        >
          {row.caseNumber}
        </button>
      </td>
      <td className={styles.title}>{row.title}</td>
      <td className={styles.state}>
        <StateMark label={t(`words.state.${row.state}`)} provisional={row.provisional} stacked />
      </td>
      <td className={styles.assignee}>
        {row.assignee === null ? t('queue.noAssignee') : directory.officialName(row.assignee)}
      </td>
      <td className={styles.due}>
        <DeadlineBar
          status={row.dueStatus}
          receptionShare={row.receptionShare}
          processingShare={row.processingShare}
          words={formatClock(clock, directory.scaleOf(row.agency), language)}
          hint=""
          provisional={row.dueIsProvisional}
        />
      </td>
    </tr>
  )
}

const columns = ['level', 'number', 'title', 'state', 'assignee', 'due'] as const

export type TeamPageProps = Readonly<{ onOpen: (caseId: string) => void; onQueue: () => void }>

/** The list a supervisor starts the day with: what needs a decision or a push today, by reason. */
export function TeamPage({ onOpen, onQueue }: TeamPageProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { worker } = useServices()
  const directory = useReference()
  const { data, isError, refetch } = useQuery(workerQueries.dayList(worker))
  if (data === undefined) return isError ? <ErrorState onRetry={() => void refetch()} /> : <LoadingState />
  const groups = data.groups.filter((group) => group.total > 0)
  return (
    <div className={styles.page}>
      <h1>{t('team.title')}</h1>
      <p className={styles.quiet}>
        {t('team.forDate', { date: formatIsoDate(data.forDate) })}. {t('team.intro')}
      </p>
      {groups.length === 0 && (
        <EmptyState title={t('team.empty')} hint={t('team.emptyHint')}>
          <Button size="xs" variant="default" onClick={onQueue}>
            {t('team.openQueue')}
          </Button>
        </EmptyState>
      )}
      {groups.map((group) => (
        <section key={group.reason}>
          <h2>
            {t(`team.reason.${reasonWordOf(group.reason)}`)}{' '}
            <span className={styles.count}>{formatCount(group.total, language)}</span>
          </h2>
          <table className={styles.table}>
            <colgroup>
              {columns.map((column) => (
                <col key={column} className={styles[column]} />
              ))}
            </colgroup>
            <thead className="visually-hidden">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`queue.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {group.rows.map((row) => (
                <DayRow key={row.id} row={row} directory={directory} onOpen={onOpen} />
              ))}
            </tbody>
          </table>
          {group.total > group.rows.length && (
            <p className={styles.quiet}>
              {t('team.more', { n: formatCount(group.total - group.rows.length, language) })}
            </p>
          )}
        </section>
      ))}
    </div>
  )
}
