import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { startServer } from '../support/running-server.ts'
import type { Figure } from './measure.ts'
import { fillBySql } from './server/fill-by-sql.ts'
import { benchIdlePull } from './server/idle-pull.ts'
import { connectRows } from './server/rows.ts'
import { benchStamping } from './server/stamping.ts'
import { benchStorm } from './server/storm.ts'

/** How much the server bench does; shorter and smaller for a trial. */
export type ServerBenchOptions = Readonly<{
  cases: number
  clients: number
  /** How long the writers write, for each of the two ways to commit. */
  stampSeconds: number
  /** How long pulls and pushes keep coming. */
  loadSeconds: number
}>

/** What `npm run bench -- server` does unless told otherwise. */
export const fullServerBench: ServerBenchOptions = {
  cases: 200_000,
  clients: 500,
  stampSeconds: 30,
  loadSeconds: 60,
}

const idlePulls = 500

/**
 * The server process on a PostgreSQL whose commits wait for the disk: what stamping costs, a pull with nothing new in a full database,
 * and many clients at once.
 */
export async function runServerBench(options: ServerBenchOptions): Promise<readonly Figure[]> {
  const cluster = await startPostgres({ durable: true })
  const files = mkdtempSync(join(tmpdir(), 'desk-bench-files-'))
  try {
    const databaseUrl = await cluster.createDatabase('desk')
    const startedMs = performance.now()
    const place = ['--port', '0', '--database-url', databaseUrl, '--files', files]
    const server = await startServer([...place, '--seed', 'sample'])
    const { rows, end } = await connectRows(databaseUrl)
    try {
      await fillBySql(rows, options.cases)
      console.log(
        `server: sample city, then copies by SQL with the stamping written beside, in ${Math.round((performance.now() - startedMs) / 1000)} s`,
      )
      const { url } = server
      const idle = await benchIdlePull({ url, databaseUrl, rows }, idlePulls)
      const storm = await benchStorm({ url, rows }, { clients: options.clients, seconds: options.loadSeconds })
      const stamping = await benchStamping(databaseUrl, options.stampSeconds)
      return [...idle, ...storm, ...stamping]
    } finally {
      await end()
      await server.stop()
    }
  } finally {
    await cluster.stop()
    rmSync(files, { recursive: true, force: true })
  }
}
