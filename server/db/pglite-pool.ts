import type { PGlite } from '@electric-sql/pglite'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'

/**
 * Presents a PGlite instance as a pool of one connection, so that one dialect serves both engines.
 * `connect` waits for its turn: two transactions never share the connection.
 */
export class PglitePool implements PostgresPool {
  readonly options = {}
  readonly #pglite: PGlite
  #tail: Promise<void> = Promise.resolve()

  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  async connect(): Promise<PostgresPoolClient> {
    const before = this.#tail
    let free: () => void = () => undefined
    this.#tail = new Promise((resolve) => {
      free = resolve
    })
    await before
    return new PgliteClient(this.#pglite, free)
  }

  async end(): Promise<void> {
    await this.#tail
    await this.#pglite.close()
  }
}

class PgliteClient implements PostgresPoolClient {
  readonly #pglite: PGlite
  readonly #free: () => void
  #failed = false

  constructor(pglite: PGlite, free: () => void) {
    this.#pglite = pglite
    this.#free = free
  }

  query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: ReadonlyArray<unknown> = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new TypeError('PGlite has no cursors')
    return this.#run<R>(statement, parameters)
  }

  release(): void {
    this.#free()
  }

  async #run<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>> {
    const verb = (/^\s*(\w+)/.exec(sql)?.[1] ?? '').toUpperCase()
    // PGlite hides the command tag that tells a COMMIT of a failed transaction from a real one.
    if (verb === 'COMMIT' && this.#failed) {
      await this.#pglite.query('rollback')
      return { command: 'ROLLBACK', rowCount: 0, rows: [] }
    }
    if (verb === 'ROLLBACK') this.#failed = false
    try {
      const result = await this.#pglite.query<R>(sql, [...parameters])
      return { command: commandOf(verb), rowCount: result.affectedRows ?? 0, rows: result.rows }
    } catch (error) {
      this.#failed = true
      throw error
    }
  }
}

function commandOf(verb: string): PostgresQueryResult<unknown>['command'] {
  return verb === 'INSERT' || verb === 'UPDATE' || verb === 'DELETE' || verb === 'COMMIT' || verb === 'ROLLBACK'
    ? verb
    : 'SELECT'
}
