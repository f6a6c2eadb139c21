import { setTimeout as wait } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { lockDataFolder, openDataFolder } from './data-folder.ts'
import { diskFull, isDiskFull } from './folder-error.ts'
import { migrate } from './migrate.ts'
import type { ScriptRunner } from './migrate.ts'
import { PglitePool } from './pglite-pool.ts'
import type { DeskSchema } from './schema.ts'
import { StartError } from './start-error.ts'

/** An open, migrated database. */
export type Database = Readonly<{
  engine: 'pglite' | 'postgres'
  kysely: Kysely<DeskSchema>
  close: () => Promise<void>
}>

/** Which database to open: a data folder, a PostgreSQL 15 address, or (for tests) one in memory. */
export type DatabaseTarget =
  | Readonly<{ folder: string }>
  | Readonly<{ url: string }>
  | Readonly<{ memory: true; copyOf?: Blob }>

const int8 = 20
const date = 1082
const closeWithinMs = 5000

/** Opens, locks and migrates a database. Throws `StartError` with what to do for everything an operator can cause. */
export async function openDatabase(target: DatabaseTarget): Promise<Database> {
  if ('url' in target) return openPostgres(target.url)
  if ('memory' in target) {
    return openPglite(undefined, () => undefined, target.copyOf)
  }
  const folder = openDataFolder(target.folder)
  const unlock = lockDataFolder(folder)
  try {
    return await openPglite(folder.database, unlock)
  } catch (error) {
    unlock()
    if (error instanceof StartError) throw error
    if (isDiskFull(folder.root)) throw diskFull(folder.root, error)
    throw new StartError(
      'database_damaged',
      `The database in ${folder.root} cannot be opened (${String(error)}). Restore the folder from a backup, or name another one.`,
      { cause: error },
    )
  }
}

async function openPglite(path: string | undefined, unlock: () => void, copyOf?: Blob): Promise<Database> {
  const pglite = await PGlite.create({
    ...(path === undefined ? {} : { dataDir: path }),
    ...(copyOf === undefined ? {} : { loadDataDir: copyOf }),
    parsers: { [int8]: Number, [date]: (text: string) => text },
  })
  try {
    await migrate({
      script: async (sql) => void (await pglite.exec(sql)),
      rows: async (sql) => (await pglite.query<Record<string, unknown>>(sql)).rows,
    })
  } catch (error) {
    // An engine that a full disk ended may never finish closing.
    await Promise.race([pglite.close(), wait(closeWithinMs, undefined, { ref: false })])
    throw error
  }
  const kysely = new Kysely<DeskSchema>({ dialect: new PostgresDialect({ pool: new PglitePool(pglite) }) })
  // The first query connects kysely; without it `destroy` would leave the engine open.
  await kysely.selectFrom('sync_clock').select('epoch').executeTakeFirstOrThrow()
  return {
    engine: 'pglite',
    kysely,
    close: async () => {
      await kysely.destroy()
      unlock()
    },
  }
}

async function openPostgres(url: string): Promise<Database> {
  const config = { connectionString: checkedUrl(url), types: { getTypeParser: parserOf } }
  await preparePostgres(config)
  const pool = new pg.Pool({ ...config, max: 16 })
  // A connection that breaks while nothing is asked on it tells so by an event, idle or in the middle of a transaction. Unheard it
  // would end this process; heard, the next query on it fails and the pool makes a new one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const kysely = new Kysely<DeskSchema>({ dialect: new PostgresDialect({ pool }) })
  await kysely.selectFrom('sync_clock').select('epoch').executeTakeFirstOrThrow()
  return { engine: 'postgres', kysely, close: () => kysely.destroy() }
}

async function preparePostgres(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new StartError(
      'database_unreachable',
      `The database cannot be reached (${reasonOf(error)}). Check host, port, name, user and password of --database-url.`,
      { cause: error },
    )
  }
  try {
    const version = await client.query<{ server_version_num: string }>('show server_version_num')
    if (Number(version.rows[0]?.server_version_num ?? 0) < 150_000) {
      throw new StartError('database_too_old', 'The database is older than PostgreSQL 15. Use PostgreSQL 15 or newer.')
    }
    await migrate(runnerOf(client))
  } finally {
    await client.end()
  }
}

function runnerOf(client: pg.Client): ScriptRunner {
  return {
    script: async (sql) => void (await client.query(sql)),
    rows: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
  }
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new StartError(
      'database_url_wrong',
      '--database-url must look like postgres://user:password@host:5432/database.',
    )
  }
  return url
}

function parserOf(oid: number): (text: string) => unknown {
  if (oid === int8) return Number
  if (oid === date) return (text) => text
  return pg.types.getTypeParser(oid) as (text: string) => unknown
}

/** What an error says, for people; of several attempts the first. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
