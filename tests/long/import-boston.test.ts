import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '../../server/import/import-report.ts'
import { runImport } from '../../server/import/run-import.ts'
import { roles } from '../../shared/domain/roles.ts'
import type { Role } from '../../shared/domain/roles.ts'
import { openMemoryContext } from '../support/intake/memory-context.ts'

const file = resolve(import.meta.dirname, '../../../shared/data/complaints/boston311-2011-jul-oct.csv.gz')
const present = existsSync(file)

function split(line: string): string[] {
  const out = ['']
  let quoted = false
  for (const sign of line) {
    if (sign === '"') quoted = !quoted
    else if (sign === ',' && !quoted) out.push('')
    else out[out.length - 1] += sign
  }
  return out
}

/** A reader of its own, sharing nothing with the import: splits at commas outside quotes and compares the dates as text. */
function readIndependently(): Record<string, string>[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  const names = split(head)
  return lines.map((line) => Object.fromEntries(split(line).map((value, index) => [names[index] ?? '', value.trim()])))
}

type Tally = Record<string, { all: number; onTime: number; withTarget: number; open: number }>

function tallyOf(rows: readonly Record<string, string>[]): Tally {
  const tally: Tally = {}
  for (const row of rows) {
    const own = (tally[row['department'] ?? ''] ??= { all: 0, onTime: 0, withTarget: 0, open: 0 })
    const { closed_dt: closed = '', target_dt: target = '' } = row
    own.all += 1
    if (closed === '') own.open += 1
    else if (target !== '') {
      own.withTarget += 1
      if (closed <= target) own.onTime += 1
    }
  }
  return tally
}

describe.skipIf(!present)('importing the real Boston file (skipped where ../shared/data is absent)', () => {
  let context: Awaited<ReturnType<typeof openMemoryContext>>
  let report: ImportReport
  beforeAll(async () => {
    context = await openMemoryContext()
    report = await runImport(context, { file, mapping: 'boston311' })
  }, 300_000)
  afterAll(() => context.close())

  it('imports all 41,827 rows and reports the 113 blank on-time flags', () => {
    expect(report).toMatchObject({
      rowsRead: 41_827,
      imported: 41_827,
      changed: 0,
      unchanged: 0,
      refused: [],
      complete: true,
    })
    expect(report.notes).toEqual({ on_time_flag_blank: 113, on_time_flag_differs: 0 })
  })

  it('gives every department the on-time numbers that an independent reading of the file gives', async () => {
    const { rows } = await sql<{ name: string; all: number; onTime: number; withTarget: number; open: number }>`
      select a.name, count(*) as "all",
        count(*) filter (where c.state = 'closed' and c.closed_at_ms <= c.due_at_ms) as "onTime",
        count(*) filter (where c.state = 'closed' and c.due_at_ms is not null) as "withTarget",
        count(*) filter (where c.state <> 'closed') as "open"
      from complaint as c join agency as a on a.id = c.agency group by a.name`.execute(context.database.kysely)
    const stored = Object.fromEntries(rows.map(({ name, ...counts }) => [name, counts]))
    expect(stored).toEqual(tallyOf(readIndependently()))
    expect(stored['PWDx']).toMatchObject({ onTime: 18_781, withTarget: 21_080 })
  })

  it('keeps agencies of one row, and a team for each of the 100 queues', async () => {
    const { kysely } = context.database
    const agencies = await kysely.selectFrom('agency').select('short_name').where('kind', '=', 'imported').execute()
    const names = agencies.map((row) => row.short_name)
    expect(names).toEqual(expect.arrayContaining(['No Q', 'BPS_', 'BHA_', 'PWDx']))
    expect(names).toHaveLength(12)
    const { count } = await kysely
      .selectFrom('team')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(100)
  })

  it('keeps the closing text as received and puts it on the timeline', async () => {
    const row = await context.database.kysely
      .selectFrom('event')
      .select('data')
      .where('case_id', '=', 'boston311-101000295613')
      .executeTakeFirstOrThrow()
    expect(row.data).toMatchObject({
      kind: 'system',
      code: 'closed_by_source',
      atMs: Date.UTC(2011, 6, 1, 9, 6, 58),
      text: 'Case Closed Case Resolved replaced 100 amp fuse and reset breaker',
    })
  })

  it('makes one account for every role of every agency, those of the whole city once', async () => {
    const { kysely } = context.database
    const grants = await kysely
      .selectFrom('role_grant as g')
      .innerJoin('official as o', 'o.id', 'g.official_id')
      .innerJoin('agency as a', 'a.id', 'g.agency')
      .select(['o.username', 'g.role', 'a.short_name as agency'])
      .orderBy('o.username')
      .execute()
    expect(grants.filter(({ agency }) => agency === 'PWDx').map(({ username, role }) => [username, role])).toEqual([
      ['admin.pwdx', 'agency_admin'],
      ['approver.pwdx', 'approver'],
      ['field.pwdx', 'field_officer'],
      ['intake.pwdx', 'intake_officer'],
      ['officer.pwdx', 'case_officer'],
      ['supervisor.pwdx', 'team_supervisor'],
      ['warning-approver.pwdx', 'warning_approver'],
      ['warnings.pwdx', 'warning_editor'],
    ])
    const cityWide: readonly Role[] = ['city_coordinator', 'oversight_officer', 'security_monitor', 'system_admin']
    const agencies = new Set(grants.filter(({ role }) => role === 'approver').map(({ agency }) => agency))
    expect(agencies.size).toBe(11)
    for (const role of roles) {
      const held = grants.filter((grant) => grant.role === role).map(({ agency }) => agency)
      expect(held, role).toHaveLength(cityWide.includes(role) ? 1 : agencies.size)
    }
  })

  it('gives an open case that is in progress to the case officer of its agency', async () => {
    const rows = await context.database.kysely
      .selectFrom('complaint')
      .select(['agency', 'assignee', 'team'])
      .where('state', '=', 'in_progress')
      .execute()
    expect(rows).toHaveLength(24)
    expect(rows.every((row) => row.assignee === `case_officer.${row.agency}` && row.team !== null)).toBe(true)
  })

  it('leaves no notice and a finished job', async () => {
    const { kysely } = context.database
    expect(await kysely.selectFrom('notice').selectAll().execute()).toEqual([])
    expect(await kysely.selectFrom('job').select(['kind', 'state']).execute()).toEqual([
      { kind: 'import', state: 'done' },
    ])
  })

  it('changes nothing when the same file is imported again', async () => {
    const { kysely } = context.database
    const before = await kysely
      .selectFrom('complaint')
      .select((eb) => eb.fn.max('row_version').as('top'))
      .executeTakeFirstOrThrow()
    const second = await runImport(context, { file, mapping: 'boston311' })
    expect(second).toMatchObject({ imported: 0, changed: 0, unchanged: 41_827, refused: [] })
    const after = await kysely
      .selectFrom('complaint')
      .select((eb) => eb.fn.max('row_version').as('top'))
      .executeTakeFirstOrThrow()
    expect(after).toEqual(before)
  }, 120_000)
})
