import { IconArrowUp, IconPhoto } from '@tabler/icons-react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { DeadlineBar } from '../../components/marks/deadline-bar.tsx'
import { LevelMark } from '../../components/marks/level-mark.tsx'
import { MarkedText } from '../../components/marks/marked-text.tsx'
import { StateMark } from '../../components/marks/state-mark.tsx'
import type { ColumnId } from './columns/column-layout.ts'
import styles from './grid.module.css'
import type { RowView } from './row-view.ts'

export type GridRowProps = Readonly<{
  row: QueueRowV1
  view: RowView
  index: number
  top: number
  /** The row the keyboard is on. */
  active: boolean
  /** Marked as selected: the chosen rows, or the active one where none is chosen. */
  selected: boolean
  chosen: boolean
  columns: readonly ColumnId[]
  template: string
}>

export const rowElementId = (caseId: string) => `queue-row-${caseId}`

function NumberCell({ row, view }: { row: QueueRowV1; view: RowView }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={styles.number}>
        <MarkedText text={row.caseNumber} />
      </span>
      {row.pendingCount > 0 && (
        <span className={styles.waiting} title={t('frame.waitingToSend')}>
          <IconArrowUp size={14} aria-hidden />
          <span className="visually-hidden">{t('frame.waitingToSend')}</span>
        </span>
      )}
      {view.held !== null && (
        <abbr className={styles.held} title={view.held.words} aria-label={view.held.words}>
          {view.held.initials}
        </abbr>
      )}
    </>
  )
}

function TitleCell({ row, view }: { row: QueueRowV1; view: RowView }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={styles.subject}>
        <MarkedText text={row.title} />
      </span>
      {view.inPlaceOf !== null && (
        <abbr className={styles.held} title={view.inPlaceOf.words} aria-label={view.inPlaceOf.words}>
          {view.inPlaceOf.short}
        </abbr>
      )}
      {row.pictureCount > 0 && (
        <span className={styles.pictures} title={t('queue.pictures', { n: row.pictureCount })}>
          <IconPhoto size={13} aria-hidden />
          {row.pictureCount}
        </span>
      )}
    </>
  )
}

function cellOf(column: ColumnId, row: QueueRowV1, view: RowView): ReactNode {
  switch (column) {
    case 'level':
      return <LevelMark level={row.level} />
    case 'number':
      return <NumberCell row={row} view={view} />
    case 'title':
      return <TitleCell row={row} view={view} />
    case 'state':
      return <StateMark label={view.state} provisional={row.provisional} stacked />
    case 'due':
      return (
        <DeadlineBar
          status={row.dueStatus}
          receptionShare={row.receptionShare}
          processingShare={row.processingShare}
          words={view.due}
          hint={view.dueHint}
          provisional={row.dueIsProvisional}
        />
      )
    case 'category':
      return <span className={styles.text}>{view.category}</span>
    case 'area':
      return <span className={styles.text}>{view.area}</span>
    case 'assignee':
      return <span className={row.assignee === null ? styles.faint : styles.text}>{view.assignee}</span>
    case 'submitted':
      return (
        <span className={styles.moment} data-at={row.submittedAtMs}>
          {view.submitted}
        </span>
      )
  }
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { t } = useTranslation()
  const { row, view, index } = props
  return (
    <tr
      id={rowElementId(row.id)}
      aria-rowindex={index + 1}
      aria-selected={props.selected}
      aria-label={view.label}
      className={styles.row}
      data-unread={row.unread || undefined}
      data-active={props.active || undefined}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
    >
      <td className={styles.choice} aria-colindex={1} data-choose>
        <input type="checkbox" tabIndex={-1} readOnly checked={props.chosen} aria-label={t('queue.choose')} />
      </td>
      {props.columns.map((column, place) => (
        <td key={column} aria-colindex={place + 2} className={styles.cell}>
          {cellOf(column, row, view)}
        </td>
      ))}
    </tr>
  )
})

/** The place of a row that the worker has not answered yet: grey, never white, when one scrolls faster than it can. */
export function WaitingRow({ top }: { top: number }) {
  return (
    <tr aria-hidden className={styles.row} style={{ transform: `translateY(${top}px)` }}>
      <td className={styles.waitingRow}>…</td>
    </tr>
  )
}
