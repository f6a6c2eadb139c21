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
  /** False when the file is cut off or damaged: the rest of it was not seen. */
  complete: boolean
  elapsedMs: number
}>

/** Where an import stands, after each chunk. */
export type ImportProgress = Readonly<{ rowsRead: number; imported: number; refused: number; elapsedMs: number }>

const listedRefusals = 200

/** The progress line (English, for stderr). */
export function progressLine(progress: ImportProgress): string {
  const perSecond = Math.round(progress.rowsRead / Math.max(0.001, progress.elapsedMs / 1000))
  return `import: ${progress.rowsRead} rows read, ${progress.imported} imported, ${progress.refused} refused, ${perSecond} rows/s`
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
  for (const row of refused.slice(0, listedRefusals))
    lines.push(`  line ${row.line} refused (${row.code}): ${row.detail}`)
  if (refused.length > listedRefusals) lines.push(`  … and ${refused.length - listedRefusals} more refused rows`)
  if (!report.complete) {
    lines.push(
      '  the file is not complete: get the whole file and import it again; rows taken over now stay as they are',
    )
  }
  return lines
}
