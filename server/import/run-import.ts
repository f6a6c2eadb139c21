import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import { readCsv } from './csv-rows.ts'
import type { CsvRow } from './csv-rows.ts'
import { importChunk } from './import-chunk.ts'
import type { MappedLine } from './import-chunk.ts'
import { closeImportJob, openImportJob, recordChunk } from './import-job.ts'
import type { ImportJob } from './import-job.ts'
import { ensureImportBasics, loadKnownUnits } from './import-organisation.ts'
import type { KnownUnits } from './import-organisation.ts'
import type { ImportProgress, ImportReport, RefusedRow } from './import-report.ts'
import type { Mapping, RowNoteCode } from './mappings/mapping.ts'
import { findMapping, requireHeader } from './mappings/named-mappings.ts'
import { requireReadableFile } from './text-lines.ts'

const casesPerChunk = 400

/** What to import: a CSV file, plain or gzipped, and the name of its mapping. */
export type ImportOptions = Readonly<{
  file: string
  mapping: string
  onProgress?: (progress: ImportProgress) => void
}>

type Run = {
  readonly context: AppContext
  readonly mapping: Mapping
  readonly job: ImportJob
  known: KnownUnits
  readonly startedMs: number
  readonly seen: Set<string>
  readonly refused: RefusedRow[]
  readonly notes: Record<RowNoteCode, number>
  readonly counts: { rowsRead: number; imported: number; changed: number; unchanged: number; resumed: number }
  readonly onProgress: (progress: ImportProgress) => void
  pending: MappedLine[]
  ignoredColumns: readonly string[]
}

async function storePending(run: Run): Promise<void> {
  const lines = run.pending
  const last = lines.at(-1)
  if (last === undefined) return
  run.pending = []
  const { context, counts } = run
  const { known, ...result } = await inSystem(context.database.kysely, async (tx) => {
    const stored = await importChunk(tx, run.mapping, run.known, lines)
    await recordChunk(tx, run.job, last.line, { cases: counts.imported + stored.imported, atMs: context.clock() })
    return stored
  })
  run.known = known
  counts.imported += result.imported
  counts.changed += result.changed
  counts.unchanged += result.unchanged
  run.refused.push(...result.refused)
  const elapsedMs = performance.now() - run.startedMs
  const { rowsRead, imported, unchanged } = counts
  run.onProgress({ rowsRead, imported, unchanged, refused: run.refused.length, elapsedMs })
}

/** Sorts one row into refused, done by an earlier run, or pending for the next chunk. */
function takeRow(run: Run, header: readonly string[], row: CsvRow): void {
  if ('refusal' in row) {
    if (row.refusal !== 'file_damaged') run.counts.rowsRead += 1
    run.refused.push({ line: row.line, code: row.refusal, detail: row.detail })
    return
  }
  run.counts.rowsRead += 1
  const mapped = run.mapping.mapRow(new Map(header.map((name, index) => [name, row.fields[index] ?? ''])))
  if (!mapped.ok) {
    run.refused.push({ line: row.line, code: mapped.code, detail: mapped.detail })
    return
  }
  const { externalId } = mapped.value
  if (run.seen.has(externalId)) {
    run.refused.push({
      line: row.line,
      code: 'duplicate_in_file',
      detail: `${externalId} stands on an earlier line as well`,
    })
    return
  }
  run.seen.add(externalId)
  for (const note of mapped.notes) run.notes[note] += 1
  if (row.line <= run.job.resumeAfterLine) run.counts.resumed += 1
  else run.pending.push({ line: row.line, value: mapped.value })
}

async function importRows(run: Run, file: string): Promise<boolean> {
  let headerChecked = false
  for await (const block of readCsv(file)) {
    if (!headerChecked) {
      requireHeader(run.mapping, block.header, file)
      run.ignoredColumns = block.header.filter((name) => !run.mapping.columns.includes(name))
      headerChecked = true
    }
    for (const row of block.rows) {
      takeRow(run, block.header, row)
      if (run.pending.length >= casesPerChunk) await storePending(run)
    }
  }
  await storePending(run)
  return !run.refused.some((row) => row.code === 'file_damaged')
}

/** Refuses a file of another kind before anything is written. */
async function checkHeader(mapping: Mapping, file: string): Promise<void> {
  await requireReadableFile(file)
  for await (const block of readCsv(file)) {
    requireHeader(mapping, block.header, file)
    return
  }
}

/**
 * Imports a file through a named mapping in chunks of whole cases, one transaction each, and reports what became of every row.
 * An interrupted run goes on after its last whole chunk; a repeated one changes nothing. Throws `ImportError` when the mapping,
 * the file or its header is wrong, before anything is written.
 */
export async function runImport(context: AppContext, options: ImportOptions): Promise<ImportReport> {
  const startedMs = performance.now()
  const mapping = findMapping(options.mapping)
  await checkHeader(mapping, options.file)
  const job = await openImportJob(context, mapping, options.file)
  const known = await inSystem(context.database.kysely, async (tx) => {
    await ensureImportBasics(tx, mapping)
    return loadKnownUnits(tx, mapping)
  })
  const run: Run = {
    context,
    mapping,
    job,
    known,
    startedMs,
    seen: new Set(),
    refused: [],
    notes: { on_time_flag_blank: 0, on_time_flag_differs: 0 },
    counts: { rowsRead: 0, imported: 0, changed: 0, unchanged: 0, resumed: 0 },
    onProgress: options.onProgress ?? (() => undefined),
    pending: [],
    ignoredColumns: [],
  }
  const complete = await importRows(run, options.file)
  const report: ImportReport = {
    file: options.file,
    mapping: mapping.name,
    ...run.counts,
    refused: run.refused,
    notes: run.notes,
    ignoredColumns: run.ignoredColumns,
    complete,
    elapsedMs: performance.now() - startedMs,
  }
  await closeImportJob(context, job, { ...run.counts, refused: run.refused.length, complete })
  return report
}
