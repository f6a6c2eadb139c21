import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen } from './choose/use-chosen.ts'
import { columnIds } from './columns/column-layout.ts'
import type { ColumnId } from './columns/column-layout.ts'
import type { QueueSort } from './queue-memory.ts'
import styles from './grid.module.css'
import type { ColumnTable } from './columns/use-column-table.ts'

export type GridHeaderProps = Readonly<{
  table: ColumnTable
  template: string
  sort: QueueSort
  onSort: (column: ColumnId, keepOthers: boolean) => void
  onMove: (moved: ColumnId, target: ColumnId) => void
  choice: Readonly<{ all: boolean; chosen: Chosen }>
}>

type SortMarkProps = Readonly<{ sort: QueueSort; column: ColumnId }>

function SortMark({ sort, column }: SortMarkProps) {
  const place = sort.findIndex((entry) => entry.column === column)
  const entry = sort[place]
  if (entry === undefined) return null
  const Arrow = entry.descending ? IconChevronDown : IconChevronUp
  return (
    <span className={styles.sortMark} aria-hidden>
      <Arrow size={13} />
      {sort.length > 1 && place + 1}
    </span>
  )
}

const sortState = (sort: QueueSort, column: ColumnId) => {
  const entry = sort.find((candidate) => candidate.column === column)
  if (entry === undefined) return 'none' as const
  return entry.descending ? ('descending' as const) : ('ascending' as const)
}

/** Column names: a click sorts, Shift adds a column to the sorting, dragging reorders, the right edge resizes. */
export function GridHeader({ table, template, sort, onSort, onMove, choice }: GridHeaderProps) {
  const { t } = useTranslation()
  const [dragged, setDragged] = useState<ColumnId | null>(null)
  const headers = table.getHeaderGroups()[0]?.headers ?? []
  return (
    <thead className={styles.head}>
      <tr className={styles.header} style={{ gridTemplateColumns: template }} aria-label={t('queue.headerRow')}>
        <th scope="col" aria-colindex={1} className={styles.choice}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('queue.chooseAll')}
            title={t('queue.chooseAll')}
            checked={choice.all}
            onChange={choice.all ? choice.chosen.clear : choice.chosen.all}
          />
        </th>
        {headers.map((header, place) => {
          const id = columnIds.find((column) => column === header.column.id) ?? 'title'
          const name = t(`queue.column.${id}`)
          return (
            <th
              key={id}
              scope="col"
              aria-colindex={place + 2}
              aria-sort={sortState(sort, id)}
              className={styles.headerCell}
            >
              <button
                type="button"
                tabIndex={-1}
                className={styles.sortButton}
                draggable
                onDragStart={() => setDragged(id)}
                onDragOver={(event) => event.preventDefault()}
                onDrop={() => {
                  if (dragged !== null && dragged !== id) onMove(dragged, id)
                  setDragged(null)
                }}
                title={t('queue.sortHint')}
                onClick={(event: MouseEvent) => onSort(id, event.shiftKey)}
              >
                <span className={id === 'level' ? 'visually-hidden' : styles.headerName}>{name}</span>
                <SortMark sort={sort} column={id} />
              </button>
              <span
                className={styles.resizer}
                title={t('queue.resizeColumn', { name })}
                aria-hidden
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
              />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
