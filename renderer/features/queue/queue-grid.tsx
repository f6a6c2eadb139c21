import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { mostChosen } from '../../../shared/ipc/chosen-limit.ts'
import type { QueueQueryV1 } from '../../../shared/ipc/queue-contract.ts'
import { useAfterPaint } from '../../components/use-after-paint.ts'
import { columnIds, defaultWidths, moveColumn, nextSort } from './columns/column-layout.ts'
import type { ColumnId, ColumnLayout } from './columns/column-layout.ts'
import { GridHeader } from './grid-header.tsx'
import type { Chosen } from './choose/use-chosen.ts'
import { gridChoice, gridMove } from './grid-keys.ts'
import type { GridChoice } from './grid-keys.ts'
import { GridRow, rowElementId, WaitingRow } from './grid-row.tsx'
import styles from './grid.module.css'
import type { QueueMemory, QueueSort } from './queue-memory.ts'
import { rowViewOf } from './row-view.ts'
import type { RowWords } from './row-view.ts'
import type { ColumnTable } from './columns/use-column-table.ts'
import type { QueueRows } from './use-queue-rows.ts'

export type QueueGridProps = Readonly<{
  table: ColumnTable
  layout: ColumnLayout
  onLayout: (update: (now: ColumnLayout) => ColumnLayout) => void
  rows: QueueRows
  onRange: (first: number, last: number) => void
  query: QueueQueryV1
  onSort: (sort: QueueSort) => void
  selected: QueueMemory['selected']
  onSelect: (index: number) => void
  onOpen: (caseId: string) => void
  onLeave: () => void
  chosen: Chosen
  words: RowWords
  rowHeight: number
  /** Asked once, when the grid is first shown. */
  initialScroll: () => number
  onScroll: (scrollTop: number) => void
}>

const overscanRows = 12
const headerHeight = 30

function visibleColumns(table: ColumnTable): ColumnId[] {
  return table.getVisibleLeafColumns().flatMap((column) => columnIds.find((id) => id === column.id) ?? [])
}

const templateOf = (columns: readonly ColumnId[], layout: ColumnLayout) =>
  columns
    .map((id) => {
      const width = layout.widths[id] ?? defaultWidths[id]
      return id === 'title' ? `minmax(${width}px, 1fr)` : `${width}px`
    })
    .reduce((all, width) => `${all} ${width}`, '30px')

/** The row an event happened in, by its place in the list. */
function rowIndexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('tr[aria-rowindex]') : null
  const place = row?.getAttribute('aria-rowindex')
  return typeof place === 'string' ? Number(place) - 1 : null
}

/** Does what a key asks of the chosen cases; false where it asks nothing. */
function applyChoice(choice: GridChoice | null, chosen: Chosen, selected: QueueMemory['selected']): boolean {
  if (choice === 'toggle' && selected !== null) chosen.toggle(selected.index)
  if (choice === 'all') chosen.all()
  if (choice === 'clear') chosen.clear()
  return choice !== null
}

/** Back to the top whenever the question changes, but not when the grid is first shown: there it returns to its place. */
function useScrollReset(query: QueueQueryV1, toTop: () => void): void {
  const asked = useRef(query)
  useEffect(() => {
    if (asked.current === query) return
    asked.current = query
    toTop()
  }, [query, toTop])
}

/** What title bar, tabs, filters and status bar take of a window's height, in CSS pixels; only an estimate for the first rendering. */
const frameHeight = 120

function useRowWindow(props: QueueGridProps, box: RefObject<HTMLDivElement | null>) {
  const [initialOffset] = useState(props.initialScroll)
  // Rows outside the window are made when those inside are on the screen.
  const [overscan, setOverscan] = useState(0)
  useAfterPaint(() => setOverscan(overscanRows))
  const virtualizer = useVirtualizer({
    count: props.rows.total ?? 0,
    getScrollElement: () => box.current,
    estimateSize: () => props.rowHeight,
    overscan,
    initialOffset,
    scrollPaddingStart: headerHeight,
    scrollMargin: 0,
    // Until the box is measured the window's height stands in for its own: the first frame already has its rows, and no more.
    initialRect: { width: window.innerWidth, height: window.innerHeight - frameHeight },
    useFlushSync: false,
  })
  useEffect(() => virtualizer.measure(), [props.rowHeight, virtualizer])
  useScrollReset(
    props.query,
    useCallback(() => virtualizer.scrollToOffset(0), [virtualizer]),
  )
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { onRange } = props
  useEffect(() => onRange(first, last), [first, last, onRange])
  return { virtualizer, items }
}

const firstRowsMark = 'queue:first-rows'

/**
 * Marks the moment after the frame that first showed rows; the start benchmark reads it. The frame is asked for before it is painted:
 * one asked for after painting would be the next one.
 */
function useFirstRowsMark(hasRows: boolean): void {
  useLayoutEffect(() => {
    if (!hasRows || performance.getEntriesByName(firstRowsMark).length > 0) return
    const frame = requestAnimationFrame(() => setTimeout(() => performance.mark(firstRowsMark)))
    return () => cancelAnimationFrame(frame)
  }, [hasRows])
}

/** The virtual grid: only what is seen exists, whatever the number of cases. One tab stop; the arrow keys move inside. */
export function QueueGrid(props: QueueGridProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const { rows, selected, chosen } = props
  const total = rows.total ?? 0
  const { virtualizer, items } = useRowWindow(props, box)
  useFirstRowsMark(items.some((item) => rows.rowAt(item.index) !== undefined))
  const columns = visibleColumns(props.table)
  const template = templateOf(columns, props.layout)
  // A row that is scrolled out of sight or filtered away does not exist, so it cannot be named as the active one.
  const active = items.some((item) => rows.rowAt(item.index)?.id === selected?.id) ? (selected?.id ?? null) : null

  useEffect(() => {
    // Coming back from a case the keyboard is where it was: on the list, unless something else was chosen meanwhile.
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true })
  }, [])

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.target !== event.currentTarget) return
    if (applyChoice(gridChoice(event, chosen.ids.size), chosen, selected)) event.preventDefault()
    if (event.isDefaultPrevented() || event.ctrlKey) return
    const pageRows = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / props.rowHeight) - 2)
    const move = gridMove({ key: event.key, index: selected?.index ?? -1, total, pageRows })
    if (move === null) return
    event.preventDefault()
    if (move.kind === 'leave') props.onLeave()
    else if (move.kind === 'go') {
      virtualizer.scrollToIndex(move.index, { align: 'auto' })
      if (event.shiftKey) chosen.extendTo(move.index, selected?.index ?? move.index)
      props.onSelect(move.index)
    } else if (selected !== null && selected.id !== null) props.onOpen(selected.id)
  }
  const click = (event: MouseEvent) => {
    const index = rowIndexOf(event.target)
    if (index === null) return
    const isBox = event.target instanceof Element && event.target.closest('[data-choose]') !== null
    if (event.shiftKey) chosen.extendTo(index, selected?.index ?? index)
    else if (event.ctrlKey || isBox) chosen.toggle(index)
    props.onSelect(index)
  }
  const openRow = (event: MouseEvent) => {
    const isBox = event.target instanceof Element && event.target.closest('[data-choose]') !== null
    const index = isBox ? null : rowIndexOf(event.target)
    const row = index === null ? undefined : rows.rowAt(index)
    if (row !== undefined) props.onOpen(row.id)
  }
  return (
    <div ref={box} className={styles.scroller} onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}>
      <table
        ref={grid}
        id="queue-grid"
        role="grid"
        className={styles.grid}
        tabIndex={0}
        aria-label={t('queue.grid')}
        aria-rowcount={total}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={rows.total === null || rows.outdated}
        aria-activedescendant={active === null ? undefined : rowElementId(active)}
        onKeyDown={press}
        onClick={click}
        onDoubleClick={openRow}
      >
        <GridHeader
          table={props.table}
          template={template}
          sort={props.query.sort}
          choice={{ all: total > 0 && chosen.ids.size >= Math.min(total, mostChosen), chosen }}
          onSort={(column, keepOthers) => props.onSort(nextSort(props.query.sort, column, keepOthers))}
          onMove={(moved, target) => props.onLayout((now) => ({ ...now, order: moveColumn(now.order, moved, target) }))}
        />
        <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows.rowAt(item.index)
            return row === undefined ? (
              <WaitingRow key={item.key} top={item.start} />
            ) : (
              <GridRow
                key={row.id}
                row={row}
                view={rowViewOf(row, props.words)}
                index={item.index}
                top={item.start}
                active={selected?.id === row.id}
                selected={chosen.ids.size > 0 ? chosen.ids.has(row.id) : selected?.id === row.id}
                chosen={chosen.ids.has(row.id)}
                columns={columns}
                template={template}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
