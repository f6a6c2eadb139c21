import type { AppContext } from '../../app-context.ts'
import { enterRequest, inSystem } from '../../db/transaction.ts'
import { Problem } from '../../http/problem.ts'
import { audit } from '../../identity/audit.ts'
import type { Official } from '../../identity/officials.ts'

/**
 * Records that a client carried its wipe out; the same again changes nothing. Throws `client_unknown` for a client that is not the
 * caller's and `wrong_state` for one that was not to be wiped.
 */
export async function wiped(
  context: AppContext,
  official: Official,
  request: Readonly<{ clientId: string; kept: number }>,
): Promise<{ serverTime: number }> {
  const nowMs = context.clock()
  return inSystem(context.database.kysely, async (tx) => {
    await enterRequest(tx, { userId: official.id, buckets: [] })
    const client = await tx
      .selectFrom('client')
      .select(['state', 'wiped_at_ms'])
      .where('client_id', '=', request.clientId)
      .forUpdate()
      .executeTakeFirst()
    if (client === undefined) throw new Problem('client_unknown')
    if (client.state !== 'wipe') throw new Problem('wrong_state', 'This installation was not to be wiped.')
    if (client.wiped_at_ms !== null) return { serverTime: nowMs }
    await tx.updateTable('client').set({ wiped_at_ms: nowMs }).where('client_id', '=', request.clientId).execute()
    const detail = { kept: request.kept }
    await audit(tx, { atMs: nowMs, actor: official.id, action: 'wipe', subject: request.clientId, detail })
    return { serverTime: nowMs }
  })
}
