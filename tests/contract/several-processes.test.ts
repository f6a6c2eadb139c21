import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chainAudit, forgetRemovals, startBackground } from '../../server/background.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { Database } from '../../server/db/database.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { audit } from '../../server/identity/audit.ts'
import { startPostgres, whyNoPostgres } from '../support/postgres.ts'
import type { PostgresCluster } from '../support/postgres.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { until } from '../support/worker/environment.ts'

type Job = (context: TestServer['context']) => Promise<number>

const missing = whyNoPostgres()
const name = 'two server processes on one PostgreSQL'

/** The answer, or a failure when it has to be waited for. */
const atOnce = <T>(answer: Promise<T>): Promise<T | 'waited'> =>
  Promise.race([answer, new Promise<'waited'>((resolve) => setTimeout(() => resolve('waited'), 5000))])

describe.skipIf(missing !== null)(missing === null ? name : `${name} SKIPPED: ${missing}`, () => {
  let cluster: PostgresCluster
  let databases: Database[] = []
  let servers: TestServer[] = []
  const at = (n: number) => servers[n] ?? expect.fail('no server')

  beforeAll(async () => {
    cluster = await startPostgres()
    const url = await cluster.createDatabase('desk')
    databases = [await openDatabase({ url }), await openDatabase({ url })]
    servers = [await testServer(databases[0] as Database), await testServer(databases[1] as Database)]
  })
  afterAll(async () => {
    for (const server of servers) await server.app.close()
    for (const database of databases) await database.close()
    await cluster.stop()
  })

  const addAudit = (server: TestServer, count: number) =>
    inSystem(server.context.database.kysely, async (tx) => {
      for (let n = 0; n < count; n += 1) {
        await audit(tx, { atMs: n, actor: 'system', action: 'configuration', subject: null })
      }
    })
  const counted = async () => {
    const result = await sql<{ rows: number; links: number; broken: number | null }>`
      select (select count(*)::int from audit) as rows, (select count(*)::int from audit_chain) as links,
        desk_broken_link() as broken`.execute(at(0).context.database.kysely)
    return result.rows[0]
  }

  /** Runs `work` while the first process is in the midst of a job: it holds the job's lock and waits for what `hold` took. */
  async function whileTheFirstWorks(hold: RawBuilder<unknown>, job: Job, work: () => Promise<void>): Promise<number> {
    const { kysely } = at(0).context.database
    const working = await inSystem(kysely, async (tx) => {
      await hold.execute(tx)
      const begun = { count: job(at(0).context) }
      await until('the first process holds the lock', async () => {
        const held = await sql<{ n: number }>`
          select count(*)::int as n from pg_locks where locktype = 'advisory' and objid in (7265402, 7265403)`.execute(
          tx,
        )
        return held.rows[0]?.n === 1
      })
      await work()
      return begun
    })
    return working.count
  }

  it('chain the audit trail one at a time: what one is doing the other leaves alone', async () => {
    await addAudit(at(0), 10)
    const linked = await whileTheFirstWorks(sql`select pg_advisory_xact_lock(7265401)`, chainAudit, async () => {
      expect(await atOnce(chainAudit(at(1).context))).toBe(0)
    })
    expect(linked).toBe(10)
    expect(await counted()).toMatchObject({ rows: 10, links: 10, broken: null })
    await addAudit(at(1), 3)
    expect(await chainAudit(at(1).context)).toBe(3)
  })

  it('forget old removals one at a time, and none waits for the other', async () => {
    await sql`insert into sync_member (bucket, entity, id, op, seq, stamped_at)
      values ('ref', 'notice', 'gone', 'REMOVE', 1, now() - interval '60 days')`.execute(at(0).context.database.kysely)
    const forgotten = await whileTheFirstWorks(
      sql`select id from sync_member where id = 'gone' for update`,
      forgetRemovals,
      async () => {
        expect(await atOnce(forgetRemovals(at(1).context))).toBe(0)
      },
    )
    expect(forgotten).toBe(1)
    expect(await forgetRemovals(at(1).context)).toBe(0)
  })

  it('both at their regular work leave one whole chain, every row in it once', async () => {
    const stops = servers.map((server) => startBackground(server.context))
    const before = (await counted())?.rows ?? 0
    for (let round = 0; round < 8; round += 1) await Promise.all(servers.map((server) => addAudit(server, 25)))
    await until('everything is chained', async () => (await counted())?.links === before + 400)
    await Promise.all(stops.map((stop) => stop()))
    expect(await counted()).toMatchObject({ rows: before + 400, links: before + 400, broken: null })
  })
})
