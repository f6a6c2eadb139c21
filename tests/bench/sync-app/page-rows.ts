import type { EntityName } from '../../../shared/contract/rows.ts'

export type PageRow = Readonly<{ entity: EntityName; id: string; row: Readonly<Record<string, unknown>> }>

/** The rows of a pull page, parsed from its text; each once. */
export function rowsOf(page: string): readonly PageRow[] {
  const { ops } = JSON.parse(page) as { ops: PageRow[] }
  return ops.filter(({ row }) => row !== undefined)
}
