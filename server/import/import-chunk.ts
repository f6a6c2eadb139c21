import { sql } from 'kysely'
import { toJson } from '../db/schema.ts'
import type { Tx } from '../db/transaction.ts'
import { importedCase } from './imported-case.ts'
import type { ImportedCase } from './imported-case.ts'
import { ensureUnits } from './import-organisation.ts'
import type { KnownUnits } from './import-organisation.ts'
import type { RefusedRow } from './import-report.ts'
import type { MappedCase, Mapping } from './mappings/mapping.ts'

/** A mapped row with the line it stands on. */
export type MappedLine = Readonly<{ line: number; value: MappedCase }>

/** What one chunk did; `known` is what exists once its transaction is committed. */
export type ChunkResult = Readonly<{
  imported: number
  changed: number
  unchanged: number
  refused: readonly RefusedRow[]
  known: KnownUnits
}>

type Earlier = Readonly<{ fingerprint: string; importedVersion: number; rowVersion: number; flowVersion: number }>

async function earlierRows(tx: Tx, source: string, cases: readonly ImportedCase[]): Promise<Map<string, Earlier>> {
  const rows = await tx
    .selectFrom('import_row as i')
    .innerJoin('complaint as c', 'c.id', 'i.case_id')
    .select(['i.external_id', 'i.fingerprint', 'i.row_version as importedVersion', 'c.row_version', 'c.flow_version'])
    .where('i.source', '=', source)
    .where(
      'i.external_id',
      'in',
      cases.map((one) => one.externalId),
    )
    .execute()
  return new Map(
    rows.map((row) => [
      row.external_id,
      {
        fingerprint: row.fingerprint,
        importedVersion: row.importedVersion,
        rowVersion: row.row_version,
        flowVersion: row.flow_version,
      },
    ]),
  )
}

/** One statement a table: a few long rows of parameters are read several times faster than one statement a case. */
async function insertNew(tx: Tx, source: string, cases: readonly ImportedCase[]): Promise<void> {
  if (cases.length === 0) return
  const complaints = cases.map(({ row, externalId }) => ({ id: row.id, data: toJson(row), external_id: externalId }))
  await tx.insertInto('complaint').values(complaints).execute()
  const events = cases.flatMap(({ event }) => (event === null ? [] : [{ id: event.id, data: toJson(event) }]))
  if (events.length > 0) await tx.insertInto('event').values(events).execute()
  const marks = cases.map(({ row, externalId, fingerprint }) => ({
    source,
    external_id: externalId,
    case_id: row.id,
    fingerprint,
    row_version: row.rowVersion,
  }))
  await tx.insertInto('import_row').values(marks).execute()
}

async function replaceOne(tx: Tx, source: string, changed: ImportedCase, before: Earlier): Promise<void> {
  const row = { ...changed.row, rowVersion: before.rowVersion + 1, flowVersion: before.flowVersion + 1 }
  await tx
    .updateTable('complaint')
    .set({ data: toJson(row) })
    .where('id', '=', row.id)
    .execute()
  const { event } = changed
  if (event !== null) {
    const stored = { id: event.id, data: toJson(event) }
    await tx
      .insertInto('event')
      .values(stored)
      .onConflict((on) => on.column('id').doUpdateSet({ data: stored.data }))
      .execute()
  }
  await tx
    .updateTable('import_row')
    .set({ fingerprint: changed.fingerprint, row_version: row.rowVersion })
    .where('source', '=', source)
    .where('external_id', '=', changed.externalId)
    .execute()
}

/**
 * Stores one chunk of whole cases inside the caller's transaction: new ones are inserted, ones whose source row changed are
 * replaced unless officials have worked on them since, and the others are left alone. Chunks of one source exclude each other.
 */
export async function importChunk(
  tx: Tx,
  mapping: Mapping,
  known: KnownUnits,
  lines: readonly MappedLine[],
): Promise<ChunkResult> {
  const source = `import:${mapping.name}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 7265402))`.execute(tx)
  const values = lines.map((line) => line.value)
  const knownAfter = await ensureUnits(tx, mapping, known, values)
  const cases = lines.map((line) => ({ line: line.line, ...importedCase(mapping.name, line.value) }))
  const earlier = await earlierRows(tx, source, cases)
  const fresh: ImportedCase[] = []
  const refused: RefusedRow[] = []
  let [changed, unchanged] = [0, 0]
  for (const one of cases) {
    const before = earlier.get(one.externalId)
    if (before === undefined) fresh.push(one)
    else if (before.fingerprint === one.fingerprint) unchanged += 1
    else if (before.rowVersion === before.importedVersion) {
      await replaceOne(tx, source, one, before)
      changed += 1
    } else {
      const detail = `case ${one.row.caseNumber} changed in the source, but officials have worked on it since it was imported`
      refused.push({ line: one.line, code: 'worked_on_since', detail })
    }
  }
  await insertNew(tx, source, fresh)
  return { imported: fresh.length, changed, unchanged, refused, known: knownAfter }
}
