import { sql } from 'kysely'
import type { AppContext } from '../app-context.ts'
import { enterRequest, inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import { requireClient } from './clients.ts'
import { loadScope } from './held-buckets.ts'
import type { Scope } from './held-buckets.ts'
import { decodeCursor } from './pull/cursor.ts'
import type { Cursor } from './pull/cursor.ts'
import { referenceOf } from './reference.ts'

type DigestRequest = Readonly<{
  clientId: string
  cursor?: string | null | undefined
  buckets: Readonly<Record<string, { count: number; xor: string }>>
}>

/**
 * Compares the client's digests with the server's: per bucket the number of PUT members and the XOR of the first 8 bytes of
 * SHA-256(entity, 0, id, 0, seq) as 16 hex digits. Answers the buckets that differ, those the official no longer has included. A
 * bucket that changed after the client's cursor is not compared: what it lacks comes with its next pull. With a cursor, a bucket the
 * official has and the client does not name counts as empty there.
 */
export async function digest(
  context: AppContext,
  official: Official,
  request: DigestRequest,
): Promise<{ differing: string[]; serverTime: number }> {
  const cursor = typeof request.cursor === 'string' ? decodeCursor(request.cursor) : null
  const mine = await inSystem(
    context.database.kysely,
    async (tx) => {
      const { organisation } = await referenceOf(tx, context.database, context.clock())
      const scope = await loadScope(tx, official, organisation)
      const names = namesOf(request, scope)
      await enterRequest(tx, scope)
      await requireClient(tx, request.clientId)
      const result = await sql<{ bucket: string; count: number; xor: string }>`
        select bucket, count(*)::int as count, lpad(to_hex(bit_xor(
          ('x' || encode(substr(sha256(convert_to(entity, 'UTF8') || '\\x00'::bytea || convert_to(id, 'UTF8') || '\\x00'::bytea
            || convert_to(seq::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint)), 16, '0') as xor
        from sync_member where bucket = any(${names}) and op = 'PUT' group by bucket`.execute(tx)
      return {
        names,
        digests: new Map(result.rows.map((row) => [row.bucket, row])),
        moved: await movedSince(tx, names, cursor),
      }
    },
    'repeatable read',
  )
  const empty = { count: 0, xor: '0'.repeat(16) }
  const differing = mine.names.filter((name) => {
    if (mine.moved.has(name)) return false
    const theirs = request.buckets[name] ?? empty
    const ours = mine.digests.get(name) ?? empty
    return theirs.count !== ours.count || theirs.xor.toLowerCase().padStart(16, '0') !== ours.xor
  })
  return { differing, serverTime: context.clock() }
}

function namesOf(request: DigestRequest, scope: Scope): readonly string[] {
  const named = Object.keys(request.buckets)
  const held = typeof request.cursor === 'string' ? scope.held.map(({ bucket }) => bucket) : []
  return [...new Set([...named, ...held])]
}

async function movedSince(tx: Tx, names: readonly string[], cursor: Cursor | null): Promise<ReadonlySet<string>> {
  if (cursor === null) return new Set()
  const result = await sql<{ bucket: string }>`
    select name as bucket from unnest(${[...names]}::text[]) as name
    where exists (select from sync_member as m where m.bucket = name and m.seq > ${cursor.seq})`.execute(tx)
  return new Set(result.rows.map((row) => row.bucket))
}
