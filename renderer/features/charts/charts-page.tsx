import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaFiguresV1 } from '../../../shared/ipc/worker-contract.ts'
import { formatMonth } from '../../../shared/text/format-moment.ts'
import { formatCount, formatShare } from '../../../shared/text/format-number.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useMoments } from '../../components/use-moments.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { workerQueries } from '../../platform/worker-queries.ts'
import type { SlaWish } from '../../platform/worker-queries.ts'
import styles from './charts.module.css'
import { SlaChart } from './sla-chart.tsx'
import { monthsCovered } from './sla-view.ts'

const periods = { all: null, weeks13: 13, weeks4: 4 } as const
type Period = keyof typeof periods
type ChosenPeriod = Readonly<{ period: Period; fromMs: number | null }>
const weekMs = 7 * 86_400_000

/** What the figures cover, as of when, and that they come from this device. */
function Coverage({ figures }: { figures: SlaFiguresV1 }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const covered = monthsCovered(figures.months)
  const list = 'months' in covered ? covered.months.map(formatMonth).join(', ') : ''
  const summary =
    figures.finished === 0
      ? t('charts.summaryNone')
      : t('charts.summary', {
          onTime: formatCount(figures.finishedOnTime, language),
          finished: formatCount(figures.finished, language),
          percent: formatShare(figures.finishedOnTime / figures.finished, language),
        })
  return (
    <>
      <p className={styles.summary}>{summary}</p>
      <p className={styles.coverage}>
        {covered.kind === 'none' && t('charts.monthsNone')}
        {covered.kind === 'list' && t('charts.months', { months: list })}
        {covered.kind === 'range' &&
          t('charts.monthsRange', { from: formatMonth(covered.from), to: formatMonth(covered.to) })}
        {covered.kind === 'gaps' &&
          t('charts.monthsGaps', {
            n: formatCount(covered.months.length, language),
            from: formatMonth(covered.from),
            to: formatMonth(covered.to),
          })}{' '}
        {t('charts.onDevice', { moment: moment(figures.asOfMs) })}
      </p>
      {covered.kind === 'gaps' && (
        <details className={styles.coverage}>
          <summary>{t('charts.monthsShow')}</summary>
          {list}
        </details>
      )}
      {!figures.complete && (
        <p className={styles.incomplete} role="note">
          {t('charts.incomplete')}
        </p>
      )}
    </>
  )
}

type AgencyViewChoiceProps = Readonly<{
  value: SlaWish['agencyView']
  onChange: (value: SlaWish['agencyView']) => void
}>

/** Whether cases of an agency that has ended count under its own name or under that of today's successor. */
function AgencyViewChoice({ value, onChange }: AgencyViewChoiceProps) {
  const { t } = useTranslation()
  return (
    <SegmentedControl
      size="xs"
      className={styles.choice}
      aria-label={t('charts.agencyView.label')}
      value={value}
      onChange={(chosen) => onChange(chosen === 'now' ? 'now' : 'then')}
      data={[
        { value: 'then', label: t('charts.agencyView.atTheTime') },
        { value: 'now', label: t('charts.agencyView.today') },
      ]}
    />
  )
}

export function ChartsPage() {
  const { t } = useTranslation()
  const { worker } = useServices()
  const directory = useReference()
  // The start is fixed when the period is chosen, so that the question stays the same while the page is open.
  const [{ period, fromMs }, setPeriod] = useState<ChosenPeriod>({ period: 'all', fromMs: null })
  const [agencyView, setAgencyView] = useState<SlaWish['agencyView']>('then')
  const { data, isError, refetch } = useQuery(workerQueries.sla(worker, { by: 'week', agencyView: 'then', fromMs }))
  const groups = ['week', 'category', directory.data.agencies.length > 1 ? 'agency' : 'team'] as const
  const choose = (value: string) => {
    const chosen: Period = value === 'weeks13' || value === 'weeks4' ? value : 'all'
    const weeks = periods[chosen]
    setPeriod({ period: chosen, fromMs: weeks === null ? null : Date.now() - weeks * weekMs })
  }
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('charts.title')}</h1>
        <SegmentedControl
          size="xs"
          aria-label={t('charts.period')}
          value={period}
          onChange={choose}
          data={[
            { value: 'all', label: t('charts.periodAll') },
            { value: 'weeks13', label: t('charts.period13') },
            { value: 'weeks4', label: t('charts.period4') },
          ]}
        />
      </header>
      {data === undefined && (isError ? <ErrorState onRetry={() => void refetch()} /> : <LoadingState />)}
      {data !== undefined && <Coverage figures={data} />}
      {data?.agencyEnded === true && groups.includes('agency') && (
        <AgencyViewChoice value={agencyView} onChange={setAgencyView} />
      )}
      {data !== undefined && data.rows.length === 0 ? (
        <EmptyState title={t('charts.empty')} hint={t('charts.emptyHint')} />
      ) : (
        groups.map((by) => (
          <SlaChart
            key={by}
            wish={{ by, agencyView: by === 'agency' ? agencyView : 'then', fromMs }}
            directory={directory}
          />
        ))
      )}
    </div>
  )
}
