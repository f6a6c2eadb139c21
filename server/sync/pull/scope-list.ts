import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../db/transaction.ts'

/** Remembers an ordered list of buckets and answers its version: the hash of its content. */
export async function rememberScope(tx: Tx, buckets: readonly string[]): Promise<string> {
  const version = createHash('sha256').update(JSON.stringify(buckets)).digest('base64url').slice(0, 22)
  await sql`insert into sync_scope (version, buckets) values (${version}, ${[...buckets]}) on conflict (version) do nothing`.execute(
    tx,
  )
  return version
}

/** The list of a version, or null when this database never remembered it. */
export async function recallScope(tx: Tx, version: string): Promise<readonly string[] | null> {
  const row = await tx.selectFrom('sync_scope').select('buckets').where('version', '=', version).executeTakeFirst()
  return row?.buckets ?? null
}
