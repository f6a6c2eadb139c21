import pg from 'pg'
import { startPostgres } from '../postgres.ts'
import type { PostgresCluster } from '../postgres.ts'
import type { Desk, Device } from '../worker/desk.ts'
import { newDevice, startDesk } from '../worker/desk.ts'
import { RealServer } from '../worker/real-server.ts'
import { FaultyNetwork } from './faulty-network.ts'

/** A case officer who holds open cases, with those cases. */
export type Holder = Readonly<{ username: string; agency: string; cases: readonly string[] }>

/**
 * The central server as a process on a real PostgreSQL, a faulty network before it, and the desks of its officials. Made once for a
 * file; every scenario leaves it with a good network.
 */
export class FaultCity {
  readonly cluster: PostgresCluster
  readonly server: RealServer
  readonly network: FaultyNetwork
  readonly #pool: { current: pg.Pool }
  readonly #desks = new Set<Desk>()

  private constructor(parts: { cluster: PostgresCluster; server: RealServer; network: FaultyNetwork; pool: pg.Pool }) {
    this.cluster = parts.cluster
    this.server = parts.server
    this.network = parts.network
    this.#pool = { current: parts.pool }
  }

  static async start(): Promise<FaultCity> {
    const cluster = await startPostgres()
    const databaseUrl = await cluster.createDatabase('desk')
    const server = new RealServer(databaseUrl)
    await server.start()
    const network = new FaultyNetwork(() => server.url)
    await network.open()
    return new FaultCity({ cluster, server, network, pool: poolOf(databaseUrl) })
  }

  /** Rows of a query by the owner of the database, who sees everything. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const answer = await this.#pool.current.query(text, [...values])
    return answer.rows as Row[]
  }

  /** Points the server, once started again, and the queries at another database. */
  async moveTo(databaseUrl: string): Promise<void> {
    await this.#pool.current.end()
    this.#pool.current = poolOf(databaseUrl)
    this.server.databaseUrl = databaseUrl
  }

  /** Lets go of every connection, so that the database can be copied. */
  async releaseDatabase(): Promise<void> {
    await this.#pool.current.end()
    this.#pool.current = poolOf(this.server.databaseUrl ?? '')
  }

  /** The case officers with the most open cases, most first. */
  async holders(): Promise<Holder[]> {
    return this.rows<Holder>(`
      select o.username, min(c.agency) as agency, array_agg(c.id order by c.id) as cases
      from complaint as c join official as o on o.id = c.assignee
      where c.state in ('assigned', 'in_progress') and exists (
        select from role_grant as g where g.official_id = o.id and g.role = 'case_officer')
      group by o.username order by count(*) desc, o.username`)
  }

  device(username: string): Device {
    const fetch = this.server.fetchAs(username)
    return newDevice({ fetch, baseUrl: this.network.url }, { accountId: username, username })
  }

  /** A desk on a device, with timers 50 times faster than real; it need not have reached the server. */
  async desk(device: Device): Promise<Desk> {
    const desk = startDesk({ ...device, haste: device.haste ?? 50 })
    this.#desks.add(desk)
    await desk.session()
    return desk
  }

  /** A desk that has everything. */
  async syncedDesk(device: Device): Promise<Desk> {
    const desk = await this.desk(device)
    await syncUntilQuiet(desk)
    return desk
  }

  /** Ends what a scenario started and mends the network. */
  async calm(): Promise<void> {
    this.network.faultOf = () => null
    this.network.slowness = null
    for (const desk of this.#desks) await desk.stop()
    this.#desks.clear()
  }

  async stop(): Promise<void> {
    await this.calm()
    await this.network.close()
    await this.server.remove()
    await this.#pool.current.end()
    await this.cluster.stop()
  }
}

function poolOf(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  // A database that is restarted takes idle connections with it; the next query opens another.
  pool.on('error', () => undefined)
  return pool
}

const quietMs = 60_000

/** Syncs until nothing waits and everything is fetched; fails after a minute (I17). */
export async function syncUntilQuiet(desk: Desk): Promise<void> {
  const endMs = performance.now() + quietMs
  for (;;) {
    const { engine } = await desk.session()
    await engine.now()
    const status = await desk.service.syncStatus()
    if (status.state === 'synced' && status.waiting === 0) return
    if (performance.now() > endMs)
      throw new Error(`not quiet after a minute: ${status.state}, ${status.waiting} waiting`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
