import type { LineRefusalCode } from './csv-rows.ts'
import type { RowNoteCode, RowRefusalCode } from './mappings/mapping.ts'

/** Why a row was not imported. */
export type ImportRefusalCode = LineRefusalCode | RowRefusalCode | 'duplicate_in_file' | 'worked_on_since'

/** A line of the file that was not imported; `line` counts from 1, the header included. */
export type RefusedRow = Readonly<{ line: number; code: ImportRefusalCode; detail: string }>

/** The outcome of an import. Rows read = imported + changed + unchanged + resumed + refused rows (a damage line is no row). */
export type ImportReport = Readonly<{
  file: string
  mapping: string
  rowsRead: number
  imported: number
  changed: number
  unchanged: number
  /** Rows that an interrupted run of the same file had already taken over. */
  resumed: number
  refused: readonly RefusedRow[]
  /** How often each remark was made about a row that was imported or is unchanged. */
  notes: Readonly<Record<RowNoteCode, number>>
  /** Columns of the file that the mapping does not read. */
  ignoredColumns: readonly string[]
  /** False when the file is cut off or damaged: the rest of it was not seen. */
  complete: boolean
  elapsedMs: number
}>

/** Where an import stands, after each chunk. */
export type ImportProgress = Readonly<{
  rowsRead: number
  imported: number
  unchanged: number
  refused: number
  elapsedMs: number
}>

const listedRefusals = 200

/** The progress line (English, for stderr). */
export function progressLine(progress: ImportProgress): string {
  const perSecond = Math.round(progress.rowsRead / Math.max(0.001, progress.elapsedMs / 1000))
  const unchanged = progress.unchanged > 0 ? `${progress.unchanged} unchanged, ` : ''
  return `import: ${progress.rowsRead} rows read, ${progress.imported} imported, ${unchanged}${progress.refused} refused, ${perSecond} rows/s`
}

/** How many rows each code refused, the most frequent first. */
function countsByCode(refused: readonly RefusedRow[]): string {
  const counts = new Map<string, number>()
  for (const { code } of refused) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ')
}

/** The refused rows as CSV (RFC 4180) with a header, in the order of their lines. */
export function refusedAsCsv({ refused }: ImportReport): string {
  const lines = refused
    .toSorted((a, b) => a.line - b.line)
    .map((row) => `${row.line},${row.code},"${row.detail.replaceAll('"', '""')}"`)
  return `line,code,detail\n${lines.map((line) => `${line}\n`).join('')}`
}

/** The report in English, one fact a line; at most 200 refused rows are listed, the others are counted. */
export function reportLines(report: ImportReport): string[] {
  const { notes, refused } = report
  const lines = [
    `import of ${report.file} with mapping ${report.mapping}: ${report.rowsRead} rows read in ${(report.elapsedMs / 1000).toFixed(1)} s`,
    `  ${report.imported} imported, ${report.changed} changed, ${report.unchanged} unchanged, ${refused.length} refused`,
  ]
  if (report.resumed > 0)
    lines.push(`  ${report.resumed} rows had been taken over by an earlier run that was interrupted`)
  if (notes.on_time_flag_blank > 0) {
    lines.push(
      `  ${notes.on_time_flag_blank} closed rows have a target date but a blank on-time flag: their own dates decide`,
    )
  }
  if (notes.on_time_flag_differs > 0) {
    lines.push(
      `  ${notes.on_time_flag_differs} rows have an on-time flag that differs from their dates: the dates decide`,
    )
  }
  if (report.ignoredColumns.length > 0)
    lines.push(`  columns this mapping does not read: ${report.ignoredColumns.join(', ')}`)
  if (refused.length > 0) lines.push(`  refused: ${countsByCode(refused)}`)
  for (const row of refused.toSorted((a, b) => a.line - b.line).slice(0, listedRefusals))
    lines.push(`  line ${row.line} refused (${row.code}): ${row.detail}`)
  if (refused.length > listedRefusals) {
    lines.push(
      `  … and ${refused.length - listedRefusals} more refused rows; import again with --report FILE to list all of them`,
    )
  }
  return lines
}
