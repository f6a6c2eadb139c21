import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SlaFiguresV1 } from '../../../shared/ipc/worker-contract.ts'
import type { Language } from '../../../shared/text/catalogues.ts'
import { formatIsoDate } from '../../../shared/text/format-moment.ts'
import { formatCount, formatShare, formatTenth } from '../../../shared/text/format-number.ts'
import { ChartFrame } from '../../components/chart/chart-frame.tsx'
import { StackedBars } from '../../components/chart/stacked-bars.tsx'
import { ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useServices } from '../../platform/desk-services.tsx'
import type { Directory } from '../../platform/use-reference.ts'
import { workerQueries } from '../../platform/worker-queries.ts'
import type { SlaWish } from '../../platform/worker-queries.ts'
import styles from './charts.module.css'
import { groupSentence, shownRows, slaParts, tableRows, totalOf, weekSentence } from './sla-view.ts'
import type { SlaRow } from './sla-view.ts'

const colors = {
  onTime: 'var(--desk-on-time)',
  late: 'var(--desk-late)',
  openOnTime: 'var(--desk-open-on-time)',
  dueSoon: 'var(--desk-due-soon)',
  paused: 'var(--desk-stopped)',
  overdue: 'var(--desk-overdue)',
} as const

const mostColumns = 13
const mostBars = 12

function useRowName(by: SlaFiguresV1['by'], directory: Directory): (key: string) => string {
  const { t } = useTranslation()
  return (key) => {
    if (key === '') return t('charts.noKey')
    switch (by) {
      case 'week':
        return formatIsoDate(key)
      case 'category':
        return directory.categoryName(key)
      case 'agency':
        return directory.agencyName(key)
      case 'team':
        return directory.teamName(key)
    }
  }
}

function useSentence(
  figures: SlaFiguresV1,
  shown: readonly SlaRow[],
  rowName: (key: string) => string,
  language: Language,
): string {
  const { t } = useTranslation()
  if (figures.by === 'week') {
    const week = weekSentence(shown, figures.asOfMs)
    if (week.kind === 'none') return t('charts.sentence.weekNone')
    const words = {
      percent: formatShare(week.share, language),
      week: rowName(week.week),
      points: formatTenth(week.points, language),
    }
    const key = { first: 'weekFirst', same: 'weekSame', up: 'weekUp', down: 'weekDown' } as const
    return t(`charts.sentence.${key[week.kind]}`, words)
  }
  const group = groupSentence(figures.rows)
  if (group.kind === 'none') return t('charts.sentence.groupNone')
  const words = { name: rowName(group.key), n: formatCount(group.count, language) }
  return t(group.kind === 'worst' ? 'charts.sentence.groupWorst' : 'charts.sentence.groupLate', words)
}

function Figure({ figures, directory }: { figures: SlaFiguresV1; directory: Directory }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const rowName = useRowName(figures.by, directory)
  const { rows, leftOut } = shownRows(figures, figures.by === 'week' ? mostColumns : mostBars)
  const sentence = useSentence(figures, rows, rowName, language)
  const count = (value: number) => formatCount(value, language)
  const series = slaParts.map((part) => ({ key: part, label: t(`charts.series.${part}`), color: colors[part] }))
  const table = {
    head: [t(`charts.name.${figures.by}`), ...series.map((entry) => entry.label), t('charts.total')],
    rows: tableRows(figures).map((row) => [
      rowName(row.key),
      ...slaParts.map((part) => count(row[part])),
      count(totalOf(row)),
    ]),
  }
  return (
    <ChartFrame name={t(`charts.figure.${figures.by}`)} sentence={sentence} table={table}>
      <StackedBars
        rows={rows.map((row) => ({
          name: rowName(row.key),
          values: Object.fromEntries(slaParts.map((part) => [part, row[part]])),
        }))}
        series={series}
        direction={figures.by === 'week' ? 'columns' : 'bars'}
        format={count}
      />
      {leftOut > 0 && (
        <p className={styles.leftOut}>
          {t(figures.by === 'week' ? 'charts.otherWeeks' : 'charts.otherCount', { n: count(leftOut) })}
        </p>
      )}
    </ChartFrame>
  )
}

export type SlaChartProps = Readonly<{ wish: SlaWish; directory: Directory }>

/** One figure of deadlines kept, grouped by week, category, agency or team, computed by the worker from local data. */
export function SlaChart({ wish, directory }: SlaChartProps) {
  const { worker } = useServices()
  const { data, isError, refetch } = useQuery(workerQueries.sla(worker, wish))
  if (data === undefined) return isError ? <ErrorState onRetry={() => void refetch()} /> : <LoadingState lines={8} />
  return <Figure figures={data} directory={directory} />
}
