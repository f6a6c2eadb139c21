import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boston311 } from '../../server/import/mappings/boston311.ts'
import { startPostgres, whyNoPostgres } from '../support/postgres.ts'
import type { PostgresCluster } from '../support/postgres.ts'
import { askAs, spawnServer } from '../support/running-server.ts'
import type { SpawnedServer } from '../support/running-server.ts'

const whole: Record<string, string> = {
  open_dt: '2011-07-01 08:00:00',
  target_dt: '2011-07-03 08:00:00',
  closed_dt: '2011-07-02 08:00:00',
  ontime: 'ONTIME',
  case_status: 'Closed',
  closure_reason: 'done',
  case_title: 'Lamp out',
  subject: 'Works',
  reason: 'Lights',
  type: 'Lamp',
  queue: 'Queue',
  department: 'PWDx',
  location: '1 Main St',
  neighborhood: 'Center',
  latitude: '42.3',
  longitude: '-71.1',
  source: 'Call',
}
const header = boston311.columns.join(',')
const line = (n: number, changes: Record<string, string> = {}): string => {
  const row: Record<string, string> = {
    ...whole,
    case_enquiry_id: String(5000 + n),
    closure_reason: `done ${(n * 7919) % 99_991}`,
    ...changes,
  }
  return boston311.columns.map((name) => row[name] ?? '').join(',')
}
const table = (lines: readonly string[]) => `${header}\n${lines.join('\n')}\n`
const numbered = (count: number) => Array.from({ length: count }, (_, n) => line(n))

/** Ten rows with a defect each, by the line they stand on in a file of 50 rows, and the code each must be refused with. */
const defects: Readonly<Record<number, readonly [string, string]>> = {
  4: [line(2, { open_dt: 'yesterday' }), 'time_invalid'],
  9: [line(7, { closed_dt: '2011-06-30 08:00:00' }), 'order_of_times'],
  14: [line(12, { case_enquiry_id: '' }), 'value_missing'],
  19: [line(17, { case_status: 'Lost' }), 'status_unknown'],
  23: [line(21, { latitude: '142.3' }), 'point_invalid'],
  27: [line(25, { case_title: 'x'.repeat(301) }), 'value_too_long'],
  33: [`${line(31)},one,more`, 'columns_wrong'],
  38: [line(36, { closure_reason: '"never closed' }), 'row_malformed'],
  44: [line(0, { case_title: 'The first once more' }), 'duplicate_in_file'],
  49: [line(47, { case_title: 'bell \u0007' }), 'control_characters'],
}

const missing = whyNoPostgres()
// Every test starts several servers one after the other.
const options = { timeout: 120_000, skip: missing !== null }
describe(`the import command${missing === null ? '' : ` SKIPPED: ${missing}`}`, options, () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-import-command-'))
  const started = new Set<SpawnedServer>()
  let cluster: PostgresCluster
  beforeAll(async () => {
    cluster = await startPostgres()
  })
  afterAll(async () => {
    await Promise.all([...started].map((server) => server.kill()))
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const saved = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const run = (url: string, file: string, ...more: string[]): SpawnedServer => {
    const args = ['--port', '0', '--database-url', url, '--files', join(folder, 'files')]
    const server = spawnServer([...args, '--import', file, '--mapping', 'boston311', ...more])
    started.add(server)
    return server
  }
  const ask = async <T>(url: string, text: string): Promise<T[]> => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return (await client.query(text)).rows as T[]
    } finally {
      await client.end()
    }
  }
  const countOf = async (url: string): Promise<number> =>
    (await ask<{ n: number }>(url, 'select count(*)::int as n from complaint'))[0]?.n ?? 0
  /** Waits until a chunk of the import is stored. */
  const untilSome = async (url: string): Promise<void> => {
    const some = async () =>
      ask(url, 'select 1 from complaint limit 1').then(
        (found) => found.length,
        () => 0,
      )
    await expect.poll(some, { timeout: 30_000, interval: 20 }).toBe(1)
  }

  it('imports on PostgreSQL, reports on stderr, serves its cases, and changes nothing the second time', async () => {
    const url = await cluster.createDatabase('twice')
    const file = saved('cases.csv.gz', gzipSync(table(numbered(1500))))
    const first = run(url, file)
    const address = await first.listening
    expect(first.said()).toContain('1500 imported, 0 changed, 0 unchanged, 0 refused')
    const officer = await askAs(address, 'officer.pwdx')
    const { clientId } = (await officer('/sync/v1/register', { deviceName: 'd', appVersion: '1', schema: 1 })) as {
      clientId: string
    }
    const page = (await officer('/sync/v1/pull', { clientId, cursor: null, schema: 1, limit: 5000 })) as {
      ops: { entity: string; row?: { state: string } }[]
    }
    expect(page.ops.filter((op) => op.entity === 'case' && op.row?.state === 'closed')).toHaveLength(1500)
    expect(await first.stop()).toBe(0)
    const second = run(url, file)
    await second.listening
    expect(second.said()).toContain('0 imported, 0 changed, 1500 unchanged, 0 refused')
    expect(await second.stop()).toBe(0)
    expect(await countOf(url)).toBe(1500)
  })

  it('goes on after a kill and after a stop in the middle, and ends complete', async () => {
    const url = await cluster.createDatabase('killed')
    const file = saved('many.csv', table(numbered(4000)))
    const killed = run(url, file)
    await untilSome(url)
    await killed.kill()
    const afterKill = await countOf(url)
    expect(afterKill % 400).toBe(0)
    const stopped = run(url, file)
    await expect.poll(() => stopped.said(), { timeout: 30_000, interval: 20 }).toContain('rows read')
    expect([await stopped.stop(), stopped.said()]).toEqual([0, expect.not.stringContaining('ihanoi-desk-server:')])
    const last = run(url, file)
    await last.listening
    expect(last.said()).toMatch(/\d+ rows had been taken over by an earlier run/)
    expect(await last.stop()).toBe(0)
    const state = 'select (select count(*)::int from complaint) as cases, (select count(*)::int from event) as events,'
    expect(await ask(url, `${state} (select count(*)::int from notice) as notices, state from job`)).toEqual([
      { cases: 4000, events: 4000, notices: 0, state: 'done' },
    ])
  })

  it('ends with an error after a file that is cut off, keeps its whole rows, and takes the whole file later', async () => {
    const url = await cluster.createDatabase('cut')
    const zipped = gzipSync(table(numbered(3000)))
    const cut = run(url, saved('cut.csv.gz', zipped.subarray(0, Math.floor(zipped.length * 0.6))))
    expect(await cut.ended).toBe(1)
    expect(cut.said()).toMatch(/line \d+ refused \(file_damaged\): the file is damaged or cut off after line \d+/)
    expect(cut.said()).toMatch(
      /cut\.csv\.gz is damaged or cut off: .*Get the whole file and run the same command again/,
    )
    const kept = await countOf(url)
    expect(kept).toBeGreaterThan(0)
    expect(await ask(url, `select 1 from complaint where data ->> 'body' not like '%source: Call'`)).toEqual([])
    const whole = run(url, saved('cut.csv.gz', zipped))
    await whole.listening
    expect(whole.said()).toContain(`${3000 - kept} imported, 0 changed, ${kept} unchanged, 0 refused`)
    await whole.stop()
  })

  it('refuses ten rows of fifty, each with its line and reason, lists them in a file, and imports the others whole', async () => {
    const url = await cluster.createDatabase('defects')
    const lines = numbered(50).map((text, n) => defects[n + 2]?.[0] ?? text)
    const list = join(folder, 'refused.csv')
    const server = run(url, saved('defects.csv', table(lines)), '--report', list)
    await server.listening
    expect(server.said()).toContain('40 imported, 0 changed, 0 unchanged, 10 refused')
    for (const [at, [, code]] of Object.entries(defects))
      expect(server.said()).toContain(`line ${at} refused (${code})`)
    const listed = readFileSync(list, 'utf8').trimEnd().split('\n')
    expect(listed.map((text) => text.split(',').slice(0, 2).join(' '))).toEqual([
      'line code',
      ...Object.entries(defects).map(([at, [, code]]) => `${at} ${code}`),
    ])
    expect(await server.stop()).toBe(0)
    expect(await countOf(url)).toBe(40)
  })

  it('names columns it does not read, and refuses a header that names one twice', async () => {
    const url = await cluster.createDatabase('columns')
    const more = `${header},fee,note\n${line(1)},5,x\n`
    const server = run(url, saved('more.csv', more))
    await server.listening
    expect(server.said()).toContain('columns this mapping does not read: fee, note')
    await server.stop()
    const twice = run(url, saved('twice.csv', `${header},queue\n${line(2)},Other\n`))
    expect([await twice.ended, twice.said()]).toEqual([1, expect.stringContaining('names columns twice: queue')])
    expect(await countOf(url)).toBe(1)
  })
})
