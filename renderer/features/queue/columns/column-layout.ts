import type { QueueSort } from '../queue-memory.ts'

export const columnIds = [
  'level',
  'number',
  'title',
  'state',
  'due',
  'category',
  'area',
  'assignee',
  'submitted',
] as const
export type ColumnId = (typeof columnIds)[number]

/** Widths in pixels at 13 px type; the title takes what is left over. */
export const defaultWidths: Readonly<Record<ColumnId, number>> = {
  level: 36,
  number: 130,
  title: 210,
  state: 190,
  due: 226,
  category: 170,
  area: 140,
  assignee: 160,
  submitted: 144,
}

export type ColumnLayout = Readonly<{
  order: readonly ColumnId[]
  widths: Readonly<Record<string, number>>
  hidden: readonly ColumnId[]
}>

/** What shows a layout and changes it. */
export type ColumnMenuProps = Readonly<{
  layout: ColumnLayout
  onChange: (update: (now: ColumnLayout) => ColumnLayout) => void
}>

export const defaultLayout: ColumnLayout = { order: columnIds, widths: {}, hidden: [] }

const isColumn = (value: unknown): value is ColumnId => columnIds.some((id) => id === value)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const columnsIn = (value: unknown): ColumnId[] => (Array.isArray(value) ? value.filter(isColumn) : [])

/** Reads a stored layout; unknown columns go, columns that are new since are added where they stand by default. */
export function readLayout(stored: unknown): ColumnLayout {
  if (!isRecord(stored)) return defaultLayout
  const known = [...new Set(columnsIn(stored['order']))]
  const order = known.length === 0 ? [...columnIds] : [...known, ...columnIds.filter((id) => !known.includes(id))]
  const widths: Record<string, number> = {}
  if (isRecord(stored['widths'])) {
    for (const [id, width] of Object.entries(stored['widths'])) {
      if (isColumn(id) && typeof width === 'number' && width >= 32 && width <= 900) widths[id] = Math.round(width)
    }
  }
  const hidden = columnsIn(stored['hidden']).filter((id) => id !== 'number')
  return { order, widths, hidden }
}

/** Puts `moved` in the place of `target`; the others keep their order. */
export function moveColumn(order: readonly ColumnId[], moved: ColumnId, target: ColumnId): ColumnId[] {
  const to = order.indexOf(target)
  const rest = order.filter((id) => id !== moved)
  rest.splice(to, 0, moved)
  return rest
}

/** Moves a column by one place among all, staying within the ends. */
export function shiftColumn(order: readonly ColumnId[], id: ColumnId, by: -1 | 1): ColumnId[] {
  const target = order[order.indexOf(id) + by]
  return target === undefined ? [...order] : moveColumn(order, id, target)
}

/** Sorting after a click on a header: ascending, descending, none; with Shift the other columns stay (three at most). */
export function nextSort(sort: QueueSort, column: ColumnId, keepOthers: boolean): QueueSort {
  const now = sort.find((entry) => entry.column === column)
  const others = keepOthers ? sort.filter((entry) => entry.column !== column) : []
  if (now === undefined) return [...others, { column, descending: false }].slice(-3)
  if (!now.descending) {
    const flipped = { column, descending: true }
    return keepOthers ? sort.map((entry) => (entry.column === column ? flipped : entry)) : [flipped]
  }
  return others
}
