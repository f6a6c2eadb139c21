import type { FastifyRequest } from 'fastify'
import type { Kysely, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { RoleGrant } from '../../shared/domain/roles.ts'
import type { AppContext } from '../app-context.ts'
import type { DeskSchema } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import { bearerOf, secretHash } from './tokens.ts'

/** A signed-in official with the grants that count today. */
export type Official = Readonly<{
  id: string
  username: string
  displayName: string
  grants: readonly RoleGrant[]
}>

const hanoiOffsetMs = 7 * 60 * 60 * 1000

/** The day in Hanoi (UTC+7 all year) of an instant, `YYYY-MM-DD`. */
export function hanoiDay(atMs: number): string {
  return new Date(atMs + hanoiOffsetMs).toISOString().slice(0, 10)
}

/** The official of a request's bearer token. Throws `unauthenticated` without a token that is known, in time and of an active official. */
export async function officialOfRequest(context: AppContext, request: FastifyRequest): Promise<Official> {
  const token = bearerOf(request.headers.authorization)
  if (token === null) throw new Problem('unauthenticated', 'Send the header Authorization: Bearer TOKEN.')
  const nowMs = context.clock()
  const owner = sql<string>`(
    select official_id from access_token where token_hash = ${secretHash(token)} and expires_at_ms > ${nowMs})`
  const official = await readOfficial(context.database.kysely, owner, nowMs)
  if (official === null) throw new Problem('unauthenticated', 'The token is unknown or has expired.')
  return official
}

/** An active official with the grants of that day, or null. */
export function loadOfficial(kysely: Kysely<DeskSchema>, id: string, nowMs: number): Promise<Official | null> {
  return readOfficial(kysely, sql<string>`${id}`, nowMs)
}

async function readOfficial(
  kysely: Kysely<DeskSchema>,
  id: RawBuilder<string>,
  nowMs: number,
): Promise<Official | null> {
  const day = hanoiDay(nowMs)
  const result = await sql<{ id: string; username: string; display_name: string; grants: RoleGrant[] }>`
    select o.id, o.username, o.display_name, coalesce(
      (select jsonb_agg(jsonb_build_object('role', g.role, 'agency', g.agency, 'team', g.team) order by g.id)
       from role_grant as g
       where g.official_id = o.id and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to >= ${day}::date)),
      '[]') as grants
    from official as o where o.id = ${id} and o.active`.execute(kysely)
  const row = result.rows[0]
  if (row === undefined) return null
  return { id: row.id, username: row.username, displayName: row.display_name, grants: row.grants }
}
