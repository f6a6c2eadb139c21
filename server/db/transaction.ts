import { sql } from 'kysely'
import type { IsolationLevel, Kysely, Transaction } from 'kysely'
import type { DeskSchema } from './schema.ts'
import { sqlStateOf } from './sql-state.ts'

/** A transaction on the central database. */
export type Tx = Transaction<DeskSchema>

/** Whose request it is and which buckets the database says that official has. */
export type RequestScope = Readonly<{ userId: string; buckets: readonly string[] }>

const bucketSeparator = '\u001f'
const mostAttempts = 4

/** Runs work as the application role: row-level security shows it only the rows of the scope's buckets and the user's own. */
export function inRequest<T>(
  kysely: Kysely<DeskSchema>,
  scope: RequestScope,
  work: (tx: Tx) => Promise<T>,
  isolation: IsolationLevel = 'read committed',
): Promise<T> {
  return repeated(() =>
    kysely
      .transaction()
      .setIsolationLevel(isolation)
      .execute(async (tx) => {
        await enterRequest(tx, scope)
        return work(tx)
      }),
  )
}

/** Turns the rest of a transaction into one of the application role with this scope. */
export async function enterRequest(tx: Tx, scope: RequestScope): Promise<void> {
  // set_config('role', ..., true) is SET LOCAL ROLE; in one statement it costs one round trip.
  await sql`select set_config('app.buckets', ${scope.buckets.join(bucketSeparator)}, true),
    set_config('app.user', ${scope.userId}, true), set_config('role', 'desk_app', true)`.execute(tx)
}

/** Runs work of the server itself (jobs, import, intake, sign-in) with the owner's rights. */
export function inSystem<T>(
  kysely: Kysely<DeskSchema>,
  work: (tx: Tx) => Promise<T>,
  isolation: IsolationLevel = 'read committed',
): Promise<T> {
  return repeated(() => kysely.transaction().setIsolationLevel(isolation).execute(work))
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await attempt()
    } catch (error) {
      const state = sqlStateOf(error)
      const worthwhile = state === '40001' || state === '40P01'
      if (!worthwhile || n >= mostAttempts) throw error
    }
  }
}
