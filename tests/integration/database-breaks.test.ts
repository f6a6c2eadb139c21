import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import { onPostgres } from '../support/server.ts'

onPostgres('a database that breaks a connection', (serverOf) => {
  const backendOf = sql<{ pid: number }>`select pg_backend_pid() as pid`

  /** Ends a connection as an administrator or a restart does, and waits until it is gone. */
  const terminate = async (pid: number): Promise<void> => {
    const { kysely } = serverOf().context.database
    await sql`select pg_terminate_backend(${pid}, 5000)`.execute(kysely)
  }

  it('in the middle of a transaction fails that transaction alone', async () => {
    const { kysely } = serverOf().context.database
    const broken = inSystem(kysely, async (tx) => {
      const { rows } = await backendOf.execute(tx)
      await terminate(rows[0]?.pid ?? 0)
      // The break is heard while nothing is being asked on the connection.
      await new Promise((resolve) => setTimeout(resolve, 100))
      await sql`insert into server_setting (name, value) values ('half', '1')`.execute(tx)
    })
    await expect(broken).rejects.toThrow()
    const stored = await kysely.selectFrom('server_setting').select('value').where('name', '=', 'half').execute()
    expect(stored).toEqual([])
    expect((await serverOf().app.inject({ method: 'GET', url: '/readyz' })).statusCode).toBe(200)
  })
})
