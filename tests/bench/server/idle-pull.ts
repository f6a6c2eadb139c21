import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { pino } from 'pino'
import { commandForms } from '../../../shared/contract/command-upgrades.ts'
import type { AppContext } from '../../../server/app-context.ts'
import { openDatabase } from '../../../server/db/database.ts'
import type { Database } from '../../../server/db/database.ts'
import { loadOfficial } from '../../../server/identity/officials.ts'
import { pull } from '../../../server/sync/pull/pull.ts'
import { spokenSchemas, maxPullLimit, wireSchema } from '../../../shared/contract/versions.ts'
import { percentile, reportFigure } from '../measure.ts'
import type { Figure } from '../measure.ts'
import type { Rows } from './rows.ts'
import { SimulatedClient, tokenOf } from './simulated-client.ts'

const warmUps = 50
const mostSqlMs = 2
const mostHttpMs = 10

type Asker = Readonly<{ id: string; username: string; held: string }>
type Times = Readonly<{ sqlMs: readonly number[]; httpMs: readonly number[] }>

/**
 * A pull with nothing new: the transaction alone, called in this process on a connection of its own, and the same request over HTTP on
 * loopback, each beside the least such a request can take. Asked by who holds most: the official of the largest agency, and one who sees the whole city.
 */
export async function benchIdlePull(
  server: Readonly<{ url: string; databaseUrl: string; rows: Rows }>,
  pulls: number,
): Promise<readonly Figure[]> {
  const [counted] = await server.rows<{ cases: string; members: string }>(
    'select (select count(*) from complaint) as cases, (select count(*) from sync_member) as members',
  )
  console.log(
    `pull with nothing new: ${counted?.cases} cases, ${counted?.members} rows in the log, ${pulls} pulls each`,
  )
  const database = await openDatabase({ url: server.databaseUrl })
  try {
    const all: Times[] = []
    for (const asker of await largest(server.rows)) all.push(await timesOf(server.url, database, asker, pulls))
    const worst = (of: (times: Times) => readonly number[]): number =>
      Math.max(...all.map((times) => percentile(of(times), 0.95)))
    const name = '  slowest p95 of a pull with nothing new'
    return [
      reportFigure({ name: `${name}, SQL`, value: worst((t) => t.sqlMs), unit: 'ms', target: mostSqlMs }),
      reportFigure({ name: `${name}, HTTP`, value: worst((t) => t.httpMs), unit: 'ms', target: mostHttpMs }),
    ]
  } finally {
    await database.close()
  }
}

async function largest(rows: Rows): Promise<readonly Asker[]> {
  return rows<Asker>(`
    (select o.id, o.username, 'agency ' || g.agency || ', ' || sum(b.cases) || ' cases' as held
     from role_grant as g join official as o on o.id = g.official_id join sync_bucket_now as b on b.unit = 'agency:' || g.agency
     where g.role = 'intake_officer' and o.active group by o.id, o.username, g.agency order by sum(b.cases) desc, o.id limit 1)
    union all
    (select o.id, o.username, 'the whole city' from role_grant as g join official as o on o.id = g.official_id
     where g.role = 'city_coordinator' and o.active order by o.id limit 1)`)
}

async function timesOf(url: string, database: Database, asker: Asker, pulls: number): Promise<Times> {
  const client = new SimulatedClient({ url, token: await tokenOf(url, asker.username) })
  const startedMs = performance.now()
  const pages = await client.load()
  const loadedMs = performance.now() - startedMs
  const context = contextOf(database)
  const official = await loadOfficial(database.kysely, asker.id, Date.now())
  if (official === null) throw new Error('the official is gone')
  const { clientId, cursor } = client
  const request = { clientId, cursor, schema: wireSchema, limit: maxPullLimit }
  const [sqlMs = [], bareSqlMs = [], httpMs = [], bareHttpMs = []] = await inTurns(pulls, [
    async () => void (await pull(context, official, request)),
    async () => void (await sql`select 1`.execute(database.kysely)),
    async () => {
      const { status, complete } = await client.pull()
      if (status !== 200 || !complete) throw new Error(`pulling answered ${status}`)
    },
    async () => void (await (await fetch(`${url}/healthz`)).text()),
  ])
  const p = (values: readonly number[]) =>
    `p50 ${percentile(values, 0.5).toFixed(2)} ms, p95 ${percentile(values, 0.95).toFixed(2)} ms`
  console.log(`  ${asker.held} (loaded in ${pages} pages, ${(loadedMs / 1000).toFixed(1)} s)`)
  console.log(`    SQL  ${p(sqlMs)}   beside it "select 1" ${p(bareSqlMs)}`)
  console.log(`    HTTP ${p(httpMs)}   beside it the health route ${p(bareHttpMs)}`)
  return { sqlMs, httpMs }
}

/** The times of each work, all taking turns, so that what else this machine does meets them alike. */
async function inTurns(
  count: number,
  works: readonly (() => Promise<void>)[],
): Promise<readonly (readonly number[])[]> {
  const times = works.map((): number[] => [])
  for (let n = -warmUps; n < count; n += 1) {
    for (const [index, work] of works.entries()) {
      const startedMs = performance.now()
      await work()
      if (n >= 0) times[index]?.push(performance.now() - startedMs)
    }
  }
  return times
}

function contextOf(database: Database): AppContext {
  return {
    config: {
      host: '127.0.0.1',
      port: 0,
      filesFolder: tmpdir(),
      maxFileBytes: 0,
      mayBeDevelopment: true,
      schemas: spokenSchemas,
    },
    database,
    log: pino({ level: 'silent' }),
    clock: () => Date.now(),
    newId: () => randomUUID(),
    commandForms,
  }
}
