import { toJson } from './db/schema.ts'
import type { Tx } from './db/transaction.ts'
import type { Decision } from '../shared/domain/decision-context.ts'

/** Stores what a command of the citizen or of the server does: the case's row, and its entries on the timeline. With the owner's rights. */
export async function storeDecision(tx: Tx, { next, events }: Extract<Decision, { ok: true }>): Promise<void> {
  await tx
    .updateTable('complaint')
    .set({ data: toJson(next) })
    .where('id', '=', next.id)
    .execute()
  for (const event of events) {
    await tx
      .insertInto('event')
      .values({ id: event.id, data: toJson(event) })
      .execute()
  }
}
