import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { EntityName } from '../../shared/contract/rows.ts'
import type { Tx } from '../db/transaction.ts'
import type { Member } from './pull/page.ts'

type RowQuery = (ids: readonly string[]) => RawBuilder<{ id: string; row: string }>

const validity = sql`'validFrom', valid_from, 'validTo', valid_to, 'successors', to_jsonb(successors)`

const stored =
  (table: string): RowQuery =>
  (ids) =>
    sql`select id, data::text as row from ${sql.table(table)} where id = any(${[...ids]})`

const dataRow =
  (table: string): RowQuery =>
  (ids) =>
    sql`select id, jsonb_build_object('id', id, 'name', name, 'data', data)::text as row
    from ${sql.table(table)} where id = any(${[...ids]})`

/** How the row of every synchronised entity is read as the JSON text that travels. */
const queries: Readonly<Record<EntityName, RowQuery>> = {
  case: stored('complaint'),
  event: stored('event'),
  file: stored('file'),
  draft: stored('draft'),
  mark: stored('mark'),
  agency: (ids) => sql`
    select id, jsonb_build_object('id', id, 'name', name, 'shortName', short_name, 'kind', kind, 'certainty', certainty,
      'timeZone', time_zone, 'calendar', calendar, ${validity})::text as row
    from agency where id = any(${[...ids]})`,
  team: (ids) => sql`
    select id, jsonb_build_object('id', id, 'agency', agency, 'name', name, ${validity})::text as row
    from team where id = any(${[...ids]})`,
  area: (ids) => sql`
    select id, jsonb_build_object('id', id, 'name', name, 'formerNames', to_jsonb(former_names), ${validity})::text as row
    from area where id = any(${[...ids]})`,
  official: (ids) => sql`
    select o.id, jsonb_build_object('id', o.id, 'username', o.username, 'displayName', o.display_name, 'active', o.active,
      'grants', coalesce((
        select jsonb_agg(jsonb_build_object('role', g.role, 'agency', g.agency, 'team', g.team) order by g.id)
        from role_grant as g
        where g.official_id = o.id and g.valid_from <= (now() at time zone 'UTC' + interval '7 hours')::date and (g.valid_to is null or g.valid_to >= (now() at time zone 'UTC' + interval '7 hours')::date)
      ), '[]'))::text as row
    from official as o where o.id = any(${[...ids]})`,
  absence: (ids) => sql`
    select id, jsonb_build_object('id', id, 'official', official, 'fromMs', from_ms, 'toMs', to_ms, 'substitute', substitute)::text as row
    from absence where id = any(${[...ids]})`,
  category: (ids) => sql`
    select id, jsonb_build_object('id', id, 'name', name, 'kind', kind, 'source', source)::text as row
    from category where id = any(${[...ids]})`,
  policy: dataRow('policy'),
  calendar: dataRow('calendar'),
  routing: (ids) => sql`
    select id, jsonb_build_object('id', id, 'category', category, 'agency', agency, 'team', team)::text as row
    from routing where id = any(${[...ids]})`,
  ground: stored('ground'),
  template: stored('template'),
  notice: (ids) => sql`
    select id, jsonb_build_object('id', id, 'code', code, 'count', count, 'atMs', at_ms,
      'agencies', to_jsonb(agencies))::text as row
    from notice where id = any(${[...ids]})`,
}

/** Reads the rows of PUT members, one query an entity, and answers the JSON text of each row by entity and id. */
export async function readRows(
  tx: Tx,
  members: readonly Member[],
): Promise<ReadonlyMap<EntityName, ReadonlyMap<string, string>>> {
  const wanted = new Map<EntityName, Set<string>>()
  for (const member of members) {
    if (member.op !== 'PUT') continue
    const ids = wanted.get(member.entity)
    if (ids === undefined) wanted.set(member.entity, new Set([member.id]))
    else ids.add(member.id)
  }
  const rows = new Map<EntityName, ReadonlyMap<string, string>>()
  for (const [entity, ids] of wanted) {
    const result = await queries[entity]([...ids]).execute(tx)
    rows.set(entity, new Map(result.rows.map((row) => [row.id, row.row])))
  }
  return rows
}

/** The `ops` array of a pull reply as JSON text; a row that several buckets hold travels with the first of them only. */
export async function opsText(tx: Tx, members: readonly Member[]): Promise<string> {
  const rows = await readRows(tx, members)
  const sent = new Set<string>()
  const parts: string[] = []
  for (const member of members) {
    const row = member.op === 'PUT' ? rows.get(member.entity)?.get(member.id) : undefined
    const key = `${member.entity}\u0000${member.id}`
    const head = `{"bucket":${JSON.stringify(member.bucket)},"entity":"${member.entity}","id":${JSON.stringify(member.id)},"op":"${member.op}","seq":${member.seq}`
    parts.push(row === undefined || sent.has(key) ? `${head}}` : `${head},"row":${row}}`)
    if (row !== undefined) sent.add(key)
  }
  return `[${parts.join(',')}]`
}
