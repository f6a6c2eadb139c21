import { sql } from 'kysely'
import type { AppContext } from '../app-context.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import { requireClient } from './clients.ts'
import { loadScope } from './held-buckets.ts'

type DigestRequest = Readonly<{ clientId: string; buckets: Readonly<Record<string, { count: number; xor: string }>> }>

/**
 * Compares the client's digests with the server's: per bucket the number of PUT members and the XOR of the first 8 bytes of
 * SHA-256(entity, 0, id, 0, seq) as 16 hex digits. Answers the buckets that differ, those the official no longer has included.
 */
export async function digest(
  context: AppContext,
  official: Official,
  request: DigestRequest,
): Promise<{ differing: string[]; serverTime: number }> {
  const names = Object.keys(request.buckets)
  const mine = await inSystem(
    context.database.kysely,
    async (tx) => {
      const scope = await loadScope(tx, official, context.clock())
      await enterRequest(tx, scope)
      await requireClient(tx, request.clientId)
      const result = await sql<{ bucket: string; count: number; xor: string }>`
        select bucket, count(*)::int as count, lpad(to_hex(bit_xor(
          ('x' || encode(substr(sha256(convert_to(entity, 'UTF8') || '\\x00'::bytea || convert_to(id, 'UTF8') || '\\x00'::bytea
            || convert_to(seq::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint)), 16, '0') as xor
        from sync_member where bucket = any(${names}) and op = 'PUT' group by bucket`.execute(tx)
      return new Map(result.rows.map((row) => [row.bucket, row]))
    },
    'repeatable read',
  )
  const empty = { count: 0, xor: '0'.repeat(16) }
  const differing = names.filter((name) => {
    const theirs = request.buckets[name]
    const ours = mine.get(name) ?? empty
    return theirs?.count !== ours.count || theirs.xor.toLowerCase().padStart(16, '0') !== ours.xor
  })
  return { differing, serverTime: context.clock() }
}
