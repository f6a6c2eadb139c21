import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { AppContext } from '../../server/app-context.ts'
import { boston311 } from '../../server/import/mappings/boston311.ts'
import { progressLine, reportLines } from '../../server/import/import-report.ts'
import { runImport } from '../../server/import/run-import.ts'
import { onBothEngines, onPostgres } from '../support/server.ts'

const header = boston311.columns.join(',')
const line = (n: number, changes: Record<string, string> = {}): string => {
  const row: Record<string, string> = {
    case_enquiry_id: String(1000 + n),
    open_dt: '2011-07-01 08:00:00',
    target_dt: '2011-07-03 08:00:00',
    closed_dt: '2011-07-02 08:00:00',
    ontime: 'ONTIME',
    case_status: 'Closed',
    closure_reason: `done, "number" ${n}`,
    case_title: `Case ${n}`,
    subject: 'Works',
    reason: 'Lights',
    type: 'Lamp',
    queue: `Queue ${n % 3}`,
    department: `DEP${n % 2}`,
    location: '1 Main St',
    neighborhood: 'Center',
    latitude: '42.3',
    longitude: '-71.1',
    source: 'Call',
    ...changes,
  }
  return boston311.columns.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(',')
}
/** The bytes with one in the middle changed. */
const changedByte = (bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes)
  const at = bytes.length >> 1
  changed[at] = (bytes[at] ?? 0) ^ 1
  return changed
}
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

onBothEngines('an import as a job', (serverOf) => {
  let folder = ''
  let context: AppContext
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-import-'))
    context = serverOf().context
  })
  afterEach(async () => {
    await sql`truncate complaint, event, import_row, job, notice, reporter, file, draft, draft_revision, mark`.execute(
      context.database.kysely,
    )
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  const importText = async (text: string | Uint8Array, onProgress?: () => void) => {
    const file = join(folder, 'cases.csv')
    await writeFile(file, text)
    return runImport(context, { file, mapping: 'boston311', ...(onProgress === undefined ? {} : { onProgress }) })
  }
  const counts = async () => {
    const { kysely } = context.database
    const cases = await kysely
      .selectFrom('complaint')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    const events = await kysely
      .selectFrom('event')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return { cases: cases.n, events: events.n }
  }

  it('refuses bad rows by line and imports their neighbours whole', async () => {
    const lines = [
      line(1),
      line(2, { open_dt: 'never' }),
      'only,three,columns',
      line(3).slice(0, -4),
      line(4, { case_title: 'x'.repeat(400) }),
      line(1, { case_title: 'again' }),
      line(5),
    ]
    const report = await importText(`${header}\n${lines.join('\n')}\n`)
    expect(report.refused.map((row) => [row.line, row.code])).toEqual([
      [3, 'time_invalid'],
      [4, 'columns_wrong'],
      [5, 'row_malformed'],
      [6, 'value_too_long'],
      [7, 'duplicate_in_file'],
    ])
    expect(report).toMatchObject({ rowsRead: 7, imported: 2, complete: true })
    expect(await counts()).toEqual({ cases: 2, events: 2 })
    expect(reportLines(report).join('\n')).toContain(
      'line 3 refused (time_invalid): open_dt is no date and time: never',
    )
  })

  it('imports the whole rows before a cut and says where the file ends', async () => {
    const whole = gzipSync(
      `${header}\n${numbers(6000)
        .map((n) => line(n, { closure_reason: `${(n * 7919) % 99_991}` }))
        .join('\n')}\n`,
    )
    const report = await importText(whole.subarray(0, Math.floor(whole.length * 0.7)))
    expect(report.complete).toBe(false)
    expect(report.refused).toHaveLength(1)
    expect(report.refused[0]).toMatchObject({ code: 'file_damaged', line: report.imported + 2 })
    expect(await counts()).toEqual({ cases: report.imported, events: report.imported })
    const again = await importText(whole)
    expect(again).toMatchObject({
      imported: 6000 - report.imported,
      unchanged: report.imported,
      refused: [],
      complete: true,
    })
  }, 120_000)

  it('takes no row whose end is cut off a plain file, and takes it once the file is whole', async () => {
    const text = `${header}\n${[1, 2, 3].map((n) => line(n)).join('\n')}\n`
    for (const cut of [1, 3]) {
      const report = await importText(text.slice(0, -cut))
      expect(report).toMatchObject({ rowsRead: 2, complete: false })
      expect(report.refused.map((row) => [row.line, row.code])).toEqual([[4, 'file_damaged']])
      expect(await counts()).toEqual({ cases: 2, events: 2 })
    }
    expect(await importText(text)).toMatchObject({ imported: 1, unchanged: 2, complete: true })
  })

  it('goes on after its last whole chunk when it was killed', async () => {
    const text = `${header}\n${numbers(1000)
      .map((n) => line(n))
      .join('\n')}\n`
    const killed = importText(text, () => {
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await counts()).toEqual({ cases: 400, events: 400 })
    const notices = await context.database.kysely.selectFrom('notice').select(['code', 'count']).execute()
    expect(notices).toEqual([{ code: 'import_running', count: 400 }])
    const report = await importText(text)
    expect(report).toMatchObject({ rowsRead: 1000, resumed: 400, imported: 600, unchanged: 0, refused: [] })
    expect(await counts()).toEqual({ cases: 1000, events: 1000 })
    expect(await context.database.kysely.selectFrom('notice').selectAll().execute()).toEqual([])
  })

  it('takes over a row that changed in the source, once', async () => {
    await importText(`${header}\n${line(1, { case_status: 'Open', closed_dt: '', closure_reason: '' })}\n${line(2)}\n`)
    const report = await importText(`${header}\n${line(1)}\n${line(2)}\n`)
    expect(report).toMatchObject({ imported: 0, changed: 1, unchanged: 1 })
    const row = await context.database.kysely
      .selectFrom('complaint')
      .selectAll()
      .where('external_id', '=', '1001')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ state: 'closed', row_version: 2, flow_version: 2 })
    expect(await importText(`${header}\n${line(1)}\n${line(2)}\n`)).toMatchObject({ changed: 0, unchanged: 2 })
  })

  it('refuses a changed row once officials have worked on the case', async () => {
    await importText(`${header}\n${line(1, { case_status: 'Open', closed_dt: '', closure_reason: '' })}\n`)
    await sql`update complaint set data = jsonb_set(data, '{rowVersion}', '2')`.execute(context.database.kysely)
    const report = await importText(`${header}\n${line(1)}\n`)
    expect(report.refused).toMatchObject([{ line: 2, code: 'worked_on_since' }])
    expect(report).toMatchObject({ imported: 0, changed: 0 })
  })

  it.each([
    ['an empty file', '', /does not look like a CSV file/],
    ['a web page', '<!doctype html>\n<html></html>\n', /does not look like a CSV file/],
    [
      'bytes that are no text',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254]),
      /does not look like a CSV file/,
    ],
    ['a header without some columns', 'case_enquiry_id,open_dt\n1,2\n', /lacks columns .*target_dt/],
    ['a gzip file cut in its first line', gzipSync(header).subarray(0, 30), /does not look like a CSV file/],
    [
      'a gzip file of which a byte was changed',
      changedByte(
        gzipSync(
          `${header}\n${numbers(2000)
            .map((n) => line(n))
            .join('\n')}\n`,
        ),
      ),
      /was changed on its way/,
    ],
  ])('refuses %s whole and writes nothing', async (_what, bytes, message) => {
    await expect(importText(bytes)).rejects.toThrow(message)
    expect(await counts()).toEqual({ cases: 0, events: 0 })
    expect(await context.database.kysely.selectFrom('job').selectAll().execute()).toEqual([])
  })

  it('refuses a missing file, a folder and an unknown mapping, saying what to do', async () => {
    const missing = join(folder, 'nowhere.csv')
    await expect(runImport(context, { file: missing, mapping: 'boston311' })).rejects.toThrow(
      /Cannot find the file .*--import/,
    )
    await expect(runImport(context, { file: folder, mapping: 'boston311' })).rejects.toThrow(/is not a file/)
    await expect(runImport(context, { file: missing, mapping: 'nyc' })).rejects.toThrow(/one of: boston311/)
  })

  it('shows its progress in one line', () => {
    expect(progressLine({ rowsRead: 800, imported: 790, unchanged: 0, refused: 10, elapsedMs: 2000 })).toBe(
      'import: 800 rows read, 790 imported, 10 refused, 400 rows/s',
    )
  })
})

onPostgres('two imports of one file at once', (serverOf) => {
  it('take over every row exactly once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-import-'))
    const file = join(folder, 'cases.csv')
    const lines = numbers(2500).map((n) => line(n))
    await writeFile(file, `${header}\n${lines.join('\n')}\n`)
    const { context } = serverOf()
    const reports = await Promise.all([1, 2].map(() => runImport(context, { file, mapping: 'boston311' })))
    expect(reports.flatMap((report) => report.refused)).toEqual([])
    expect(reports.reduce((sum, report) => sum + report.imported, 0)).toBe(2500)
    const { rows } = await sql<{ n: number; teams: number }>`
      select (select count(*) from complaint)::int as n, (select count(*) from team)::int as teams`.execute(
      context.database.kysely,
    )
    // Each of the two departments has every queue whose number meets it: three each.
    expect(rows).toEqual([{ n: 2500, teams: 6 }])
    await rm(folder, { recursive: true, force: true })
  })
})
