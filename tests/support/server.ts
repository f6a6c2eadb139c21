import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe } from 'vitest'
import { defaultMaxFileBytes } from '../../shared/contract/files/file-types.ts'
import { commandForms } from '../../shared/contract/command-upgrades.ts'
import { spokenSchemas } from '../../shared/contract/versions.ts'
import type { AppContext, ServerConfig } from '../../server/app-context.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { Database } from '../../server/db/database.ts'
import { buildApp } from '../../server/http/app.ts'
import { startPostgres, whyNoPostgres } from './postgres.ts'
import type { PostgresCluster } from './postgres.ts'

/** A server under test: its context, its application (use `inject`), and a clock the test moves. */
export type TestServer = {
  engine: Database['engine']
  context: AppContext
  app: FastifyInstance
  clock: { nowMs: number }
}

/** Builds a server on an open database without listening. */
export async function testServer(
  database: Database,
  config: Partial<ServerConfig> = {},
  forms = commandForms,
): Promise<TestServer> {
  const clock = { nowMs: Date.parse('2026-03-10T03:00:00Z') }
  const context: AppContext = {
    config: {
      host: '127.0.0.1',
      port: 0,
      filesFolder: mkdtempSync(join(tmpdir(), 'desk-files-')),
      maxFileBytes: defaultMaxFileBytes,
      mayBeDevelopment: true,
      schemas: spokenSchemas,
      ...config,
    },
    database,
    log: pino({ level: 'silent' }),
    clock: () => clock.nowMs,
    newId: () => randomUUID(),
    commandForms: forms,
  }
  return { engine: database.engine, context, app: await buildApp(context), clock }
}

/**
 * Runs one contract suite on PGlite and on a real PostgreSQL. `serverOf` gives the suite its server, one database for the whole
 * suite. Where PostgreSQL is missing its half is skipped, and its name says why.
 */
export function onBothEngines(name: string, suite: (serverOf: () => TestServer) => void): void {
  describe(`${name} (PGlite)`, () => {
    suite(prepared(() => openDatabase({ memory: true })))
  })
  onPostgres(name, suite)
}

/** The half of `onBothEngines` that needs concurrent connections. */
export function onPostgres(name: string, suite: (serverOf: () => TestServer) => void): void {
  const missing = whyNoPostgres()
  if (missing !== null) {
    describe.skip(`${name} (PostgreSQL) SKIPPED: ${missing}`, () => suite(() => unprepared()))
    return
  }
  describe(`${name} (PostgreSQL)`, () => {
    let cluster: PostgresCluster | undefined
    suite(
      prepared(
        async () => {
          cluster = await startPostgres()
          return openDatabase({ url: await cluster.createDatabase('desk') })
        },
        async () => cluster?.stop(),
      ),
    )
  })
}

function prepared(open: () => Promise<Database>, after?: () => Promise<void>): () => TestServer {
  let server: TestServer | undefined
  const folder = mkdtempSync(join(tmpdir(), 'desk-files-'))
  beforeAll(async () => {
    server = await testServer(await open(), { filesFolder: folder })
  }, 60_000)
  afterAll(async () => {
    const closing = server?.app.close().then(() => server?.context.database.close())
    // A transaction that a failed test left open would hold the database, and with it the cluster, for ever.
    await Promise.race([closing, wait(5000)])
    await after?.()
    rmSync(folder, { recursive: true, force: true })
  }, 30_000)
  return () => server ?? unprepared()
}

function unprepared(): never {
  throw new Error('the server is not there yet')
}
