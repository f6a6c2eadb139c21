import { sql } from 'kysely'
import type { z } from 'zod'
import type { historyReplyV1, historyRequestV1 } from '../../shared/contract/admin/settings.ts'
import { agenciesRead } from '../../shared/domain/admin/administration.ts'
import type { ConfigKind } from '../../shared/domain/admin/administration.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import { referenceOf } from '../sync/reference.ts'

const pageSize = 100

/** Of the city's settings, or of these agencies' settings and officials; an absence is known to every agency its official worked in then. */
const ofAgencies = (agencies: readonly string[]) => sql<boolean>`case when config_change.kind = 'absence'
  then exists (
    select from role_grant as g
    where g.official_id = coalesce(config_change.after, config_change.before) ->> 'official' and g.agency = any(${[...agencies]})
      and daterange(g.valid_from, g.valid_to, '[]') @> ((to_timestamp(config_change.at_ms / 1000.0) at time zone 'UTC') + interval '7 hours')::date)
  else config_change.agency is null or config_change.agency = any(${[...agencies]}) end`

/** The changes of settings that an administrator may read about, newest first, one page of them. */
export async function changesOf(
  context: AppContext,
  official: Official,
  { kind, target, before }: z.infer<typeof historyRequestV1>,
): Promise<z.input<typeof historyReplyV1>> {
  const { kysely } = context.database
  const { organisation } = await inSystem(kysely, (tx) => referenceOf(tx, context.database, context.clock()))
  const agencies = agenciesRead(official, organisation)
  const rows = await kysely
    .selectFrom('config_change')
    .leftJoin('official', 'official.id', 'config_change.actor')
    .selectAll('config_change')
    .select('official.display_name')
    .$if(agencies !== null, (query) => query.where(ofAgencies(agencies ?? [])))
    .$if(kind !== undefined, (query) => query.where('config_change.kind', '=', kind ?? ''))
    .$if(target !== undefined, (query) => query.where('target', '=', target ?? ''))
    .$if(before !== undefined, (query) => query.where('n', '<', before ?? 0))
    .orderBy('n', 'desc')
    .limit(pageSize + 1)
    .execute()
  return {
    changes: rows.slice(0, pageSize).map((row) => ({
      n: row.n,
      kind: row.kind as ConfigKind,
      target: row.target,
      agency: row.agency,
      before: row.before,
      after: row.after,
      reason: row.reason,
      actor: row.actor,
      actorName: row.display_name ?? row.actor,
      atMs: row.at_ms,
    })),
    more: rows.length > pageSize,
  }
}
