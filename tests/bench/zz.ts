import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { startServer } from '../support/running-server.ts'
import { benchStamping } from './server/stamping.ts'
import { connectRows } from './server/rows.ts'
import { fillBySql } from './server/fill-by-sql.ts'
const cluster = await startPostgres({ durable: true })
const files = mkdtempSync(join(tmpdir(), 'zz-'))
const databaseUrl = await cluster.createDatabase('desk')
const server = await startServer(['--port', '0', '--database-url', databaseUrl, '--files', files, '--seed', 'sample'])
const { rows, end } = await connectRows(databaseUrl)
await fillBySql(rows, 5000)
try {
  for (const file of process.argv.slice(2)) {
    console.log('=====', file)
    if (file !== 'now') await rows(readFileSync(file, 'utf8'))
    await benchStamping(databaseUrl, 20)
  }
} finally {
  await end()
  await server.stop()
  await cluster.stop()
}
