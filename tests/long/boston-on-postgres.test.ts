import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, whyNoPostgres } from '../support/postgres.ts'
import type { PostgresCluster } from '../support/postgres.ts'
import { spawnServer } from '../support/running-server.ts'
import type { SpawnedServer } from '../support/running-server.ts'

const file = resolve(import.meta.dirname, '../../../shared/data/complaints/boston311-2011-jul-oct.csv.gz')
const missing = whyNoPostgres() ?? (existsSync(file) ? null : '../shared/data is absent')

describe.skipIf(missing !== null)(
  `the whole Boston file by command on PostgreSQL${missing === null ? '' : ` SKIPPED: ${missing}`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-boston-'))
    const started = new Set<SpawnedServer>()
    let cluster: PostgresCluster
    let url = ''
    beforeAll(async () => {
      cluster = await startPostgres()
      url = await cluster.createDatabase('boston')
    })
    afterAll(async () => {
      await Promise.all([...started].map((server) => server.kill()))
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    const run = (): SpawnedServer => {
      const args = ['--port', '0', '--database-url', url, '--files', folder, '--import', file, '--mapping', 'boston311']
      const server = spawnServer(args)
      started.add(server)
      return server
    }
    const ask = async (text: string): Promise<readonly unknown[]> => {
      const client = new pg.Client(url)
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(text)).rows
      } finally {
        await client.end()
      }
    }

    it('is taken over whole although it was killed in the middle, with the figures of the file', async () => {
      const killed = run()
      await expect.poll(() => killed.said(), { timeout: 300_000, interval: 100 }).toMatch(/ [1-9]\d{4} rows read/)
      await killed.kill()
      const resumed = run()
      await resumed.listening
      const [, imported = '', earlier = ''] =
        /(\d+) imported, 0 changed, 0 unchanged, 0 refused\s+(\d+) rows had been taken over/.exec(resumed.said()) ?? []
      expect(Number(imported) + Number(earlier)).toBe(41_827)
      await resumed.stop()
      expect(
        await ask(`
          select count(*)::int as cases, (select state from job) as job, (select count(*)::int from notice) as notices,
            (count(*) filter (where agency = 'boston311-pwdx' and state = 'closed' and due_at_ms is not null))::int as pwdx,
            (count(*) filter (where agency = 'boston311-pwdx' and closed_at_ms <= due_at_ms))::int as "onTime"
          from complaint`),
      ).toEqual([{ cases: 41_827, job: 'done', notices: 0, pwdx: 21_080, onTime: 18_781 }])
    }, 900_000)

    it('changes nothing the second time', async () => {
      const again = run()
      await again.listening
      expect(again.said()).toContain('0 imported, 0 changed, 41827 unchanged, 0 refused')
      expect(await again.stop()).toBe(0)
    }, 600_000)
  },
)
