import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { DeskSchema } from '../db/schema.ts'

/** How long an access token lasts. */
export const tokenLifeSeconds = 12 * 60 * 60

/** Hex SHA-256 of a secret: what the database keeps instead of it. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Issues an opaque random token for an official; only its hash is stored. */
export async function issueToken(kysely: Kysely<DeskSchema>, officialId: string, nowMs: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await kysely.deleteFrom('access_token').where('expires_at_ms', '<', nowMs).execute()
  await kysely
    .insertInto('access_token')
    .values({
      token_hash: secretHash(token),
      official_id: officialId,
      created_at_ms: nowMs,
      expires_at_ms: nowMs + tokenLifeSeconds * 1000,
    })
    .execute()
  return token
}

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer ([\w.~+/-]{1,500}=*)$/i.exec(header ?? '')?.[1] ?? null
}
