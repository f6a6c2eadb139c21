import type { z } from 'zod'
import type { historyReplyV1, historyRequestV1 } from '../../shared/contract/admin/settings.ts'
import type { ConfigKind } from '../../shared/domain/admin/administration.ts'
import type { AppContext } from '../app-context.ts'

const pageSize = 100

/** The changes of settings, newest first, one page of them. */
export async function changesOf(
  context: AppContext,
  { kind, target, before }: z.infer<typeof historyRequestV1>,
): Promise<z.input<typeof historyReplyV1>> {
  const rows = await context.database.kysely
    .selectFrom('config_change')
    .leftJoin('official', 'official.id', 'config_change.actor')
    .selectAll('config_change')
    .select('official.display_name')
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
