import { hanoiZone } from '../../../shared/domain/time/zone.ts'
import type { CellKind, CellV1 } from '../../../shared/ipc/export.ts'
import { longestCell } from '../../../shared/ipc/sheet-limits.ts'

/** How Excel shows a cell of each kind. `@` keeps a text that begins like a formula a text, also when somebody edits the cell. */
export const numberFormats: Readonly<Record<CellKind, string>> = {
  text: '@',
  date: 'dd/mm/yyyy hh:mm',
  number: '#,##0.0',
}

// What XML cannot hold (Excel would call the whole file damaged), and half characters.
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Noncharacter_Code_Point}\p{Surrogate}]/gu

/**
 * The value of a cell as the writer takes it. Excel's dates know no zone: the city's wall clock is written as if it were UTC. What is not
 * of the column's kind is written as text, never guessed at; a text is a string to Excel whatever it begins with.
 */
export function cellValue(kind: CellKind, value: CellV1): Date | number | string | null {
  if (value === null) return null
  if (typeof value === 'string') return value.replace(unwritable, '').slice(0, longestCell)
  if (!Number.isFinite(value)) return null
  if (kind === 'number') return value
  return kind === 'date' ? new Date(value + hanoiZone.offsetMs(value)) : String(value)
}
