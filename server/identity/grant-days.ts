import { sql } from 'kysely'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { hanoiDay } from './officials.ts'

const toldSetting = 'grants_told_until'
const grantsLock = 7265405
const dayMs = 24 * 60 * 60 * 1000

/**
 * Sends the row of every official anew whose role began or ended with a day that has passed since the last time, and answers how many:
 * devices hold the roles of the day they were sent. 0 on any further call of the day, and while another process does it.
 */
export async function tellGrantDays(context: AppContext): Promise<number> {
  const today = hanoiDay(context.clock())
  if ((await toldUntil(context.database.kysely)) === today) return 0
  return inSystem(context.database.kysely, async (tx) => {
    const taken = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${grantsLock}) as mine`.execute(tx)
    if (taken.rows[0]?.mine !== true) return 0
    // The first time: whatever changed with the last month's days.
    const last = (await toldUntil(tx)) ?? hanoiDay(context.clock() - 31 * dayMs)
    const told = await sql<{ id: string }>`
      update role_grant set valid_to = valid_to
      where (valid_from > ${last}::date and valid_from <= ${today}::date)
        or (valid_to >= ${last}::date and valid_to < ${today}::date)
      returning official_id as id`.execute(tx)
    await tx
      .insertInto('server_setting')
      .values({ name: toldSetting, value: today })
      .onConflict((on) => on.column('name').doUpdateSet({ value: today }))
      .execute()
    return new Set(told.rows.map(({ id }) => id)).size
  })
}

/** The day up to which roles that began or ended have been sent; null before the first time. */
async function toldUntil(db: Tx | AppContext['database']['kysely']): Promise<string | null> {
  const row = await db.selectFrom('server_setting').select('value').where('name', '=', toldSetting).executeTakeFirst()
  return row?.value ?? null
}
