import type { TFunction } from 'i18next'
import type { QueueRowV1 } from '../../../../shared/ipc/queue-contract.ts'
import type { CellKind, CellV1, SheetColumnV1 } from '../../../../shared/ipc/export.ts'
import { defaultWidths } from '../columns/column-layout.ts'
import type { ColumnId, ColumnLayout } from '../columns/column-layout.ts'
import { rowViewOf } from '../row-view.ts'
import type { RowView, RowWords } from '../row-view.ts'

type Shown = Readonly<{ row: QueueRowV1; view: RowView; level: string; provisional: string }>
type SheetColumn = SheetColumnV1 & Readonly<{ cell: (shown: Shown) => CellV1 }>

const hourMs = 3_600_000
/** Of Excel's standard font. */
const pixelsPerCharacter = 7
/** What a column needs at least: a moment is sixteen characters, and a header has its filter button. */
const leastWidth: Readonly<Record<CellKind, number>> = { text: 14, date: 17, number: 14 }
const titleWidth = 60

/** The columns of the list that show, in their order. */
export const shownColumns = ({ order, hidden }: ColumnLayout): ColumnId[] => order.filter((id) => !hidden.includes(id))

/**
 * The columns of the sheet for those of the list. A deadline is three: the words as shown, the moment and the hours left, so that the
 * sheet can be sorted and counted. While a clock is paused its moment moves on, and is left out as in the list.
 */
export function sheetColumns(layout: ColumnLayout, t: TFunction): SheetColumn[] {
  const column = (id: ColumnId, kind: CellKind, cell: SheetColumn['cell'], header = t(`queue.column.${id}`)) => {
    const pixels = layout.widths[id] ?? defaultWidths[id]
    const least = id === 'title' ? titleWidth : leastWidth[kind]
    return { header, kind, cell, width: Math.max(least, Math.round(pixels / pixelsPerCharacter)) }
  }
  const of: Readonly<Record<ColumnId, () => SheetColumn[]>> = {
    level: () => [column('level', 'text', ({ level }) => level)],
    number: () => [column('number', 'text', ({ row }) => row.caseNumber)],
    title: () => [column('title', 'text', ({ row }) => row.title)],
    state: () => [
      column('state', 'text', ({ row, view, provisional }) =>
        row.provisional ? `${view.state} (${provisional})` : view.state,
      ),
    ],
    due: () => [
      column('due', 'text', ({ row, view }) => dueWordsOf(row, view), t('export.column.dueWords')),
      { ...column('due', 'date', ({ row }) => dueAt(row)), width: leastWidth.date },
      {
        ...column('due', 'number', ({ row }) => hoursLeft(row), t('export.column.hoursLeft')),
        width: leastWidth.number,
      },
    ],
    category: () => [column('category', 'text', ({ view }) => view.category)],
    area: () => [column('area', 'text', ({ view }) => view.area)],
    assignee: () => [column('assignee', 'text', ({ view }) => view.assignee)],
    submitted: () => [column('submitted', 'date', ({ row }) => row.submittedAtMs)],
  }
  return shownColumns(layout).flatMap((id) => of[id]())
}

/** The cells of a row, in the order of the columns. */
export function cellsOf(columns: readonly SheetColumn[], row: QueueRowV1, words: RowWords, t: TFunction): CellV1[] {
  const shown = {
    row,
    view: rowViewOf(row, words),
    level: t(`words.level.${row.level}`),
    provisional: words.provisional,
  }
  return columns.map(({ cell }) => cell(shown))
}

/** With the mark that the list gives a deadline by a rule that is not confirmed; the second sheet says what it means. */
export const provisionalMark = '*'
const dueWordsOf = ({ dueIsProvisional }: QueueRowV1, { due }: RowView): string =>
  dueIsProvisional && due !== '' ? `${due} ${provisionalMark}` : due

function dueAt(row: QueueRowV1): number | null {
  if (row.dueStatus === 'paused') return null
  return row.receivedAtMs === null ? row.receptionDueAtMs : row.dueAtMs
}

const hoursLeft = ({ workingMsLeft }: QueueRowV1): number | null =>
  workingMsLeft === null ? null : Math.round((workingMsLeft / hourMs) * 10) / 10
