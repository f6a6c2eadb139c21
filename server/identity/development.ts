import { isIP } from 'node:net'
import type { Kysely } from 'kysely'
import type { AppContext } from '../app-context.ts'
import type { DeskSchema } from '../db/schema.ts'

/** Where the data of a database came from. A database without a mark is a production one. */
export type DataOrigin = 'sample' | 'import'

/** Marks the database as holding sample or imported data, which allows development sign-in on a loopback address. */
export async function markOrigin(kysely: Kysely<DeskSchema>, origin: DataOrigin): Promise<void> {
  await kysely
    .insertInto('server_setting')
    .values({ name: 'origin', value: origin })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: origin }))
    .execute()
}

/** Whether development sign-in is open: sample or imported data, a loopback host, no identity provider. */
export async function isDevelopment(context: AppContext): Promise<boolean> {
  if (!context.config.mayBeDevelopment) return false
  const setting = await context.database.kysely
    .selectFrom('server_setting')
    .select('value')
    .where('name', '=', 'origin')
    .executeTakeFirst()
  return setting !== undefined
}

/** Whether a listening host is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}
