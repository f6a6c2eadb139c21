import { sql } from 'kysely'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { referenceOf } from '../sync/reference.ts'
import { countOpenCases, openCasesAfter, recomputeCases } from './deadline-preview.ts'

/** The notice officials see while deadlines are computed anew; its count is the number of open cases concerned. */
export const recomputeNotice = 'deadline_recompute'
const jobKind = 'deadline_recompute'

/** Where a job stands: whose cases, the last case done, how many were changed or could not be. */
type Detail = Readonly<{ agencies: readonly string[]; last: string; changed: number; unreadable: number }>

/**
 * Plans the recomputation of every open case of these agencies, in the transaction of the change that calls for it; answers how many
 * cases that are. Without any, nothing is planned.
 */
export async function planRecompute(
  tx: Tx,
  plan: Readonly<{ agencies: readonly string[]; change: number; nowMs: number }>,
): Promise<number> {
  const total = await countOpenCases(tx, plan.agencies)
  if (total === 0) return 0
  const detail: Detail = { agencies: plan.agencies, last: '', changed: 0, unreadable: 0 }
  const id = `${jobKind}-${plan.change}`
  await tx
    .insertInto('job')
    .values({
      id,
      kind: jobKind,
      key: String(plan.change),
      state: 'running',
      total,
      detail: toJson(detail),
      created_at_ms: plan.nowMs,
      updated_at_ms: plan.nowMs,
    })
    .execute()
  await tx.insertInto('notice').values({ id, code: recomputeNotice, count: total, at_ms: plan.nowMs }).execute()
  return total
}

/**
 * Takes the planned recomputations one chunk of at most 500 whole cases further, each chunk in a transaction of its own, until none is
 * left; answers how many cases changed. What an ended process left is taken up where its last whole chunk ended, and two processes
 * never work on the same job.
 */
export async function runRecompute(context: AppContext): Promise<number> {
  const waiting = await context.database.kysely
    .selectFrom('job')
    .select('id')
    .where('kind', '=', jobKind)
    .where('state', '=', 'running')
    .limit(1)
    .executeTakeFirst()
  if (waiting === undefined) return 0
  let changed = 0
  for (;;) {
    const step = await inSystem(context.database.kysely, (tx) => oneChunk(context, tx))
    if (step === null) return changed
    changed += step
  }
}

/** Does the next chunk of the oldest free job; null where there is none. */
async function oneChunk(context: AppContext, tx: Tx): Promise<number | null> {
  const job = await tx
    .selectFrom('job')
    .select(['id', 'done', 'detail'])
    .where('kind', '=', jobKind)
    .where('state', '=', 'running')
    .orderBy('created_at_ms')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (job === undefined) return null
  const nowMs = context.clock()
  const before = job.detail as Detail
  const cases = await openCasesAfter(tx, before.agencies, before.last, true)
  const found = recomputeCases(cases, await referenceOf(tx, context.database, nowMs))
  await storeCases(
    tx,
    found.moved.map(({ after }) => after),
  )
  const last = cases.at(-1)
  const detail: Detail = {
    ...before,
    last: last?.id ?? before.last,
    changed: before.changed + found.moved.length,
    unreadable: before.unreadable + found.unreadable,
  }
  const state = last === undefined ? ('done' as const) : ('running' as const)
  await tx
    .updateTable('job')
    .set({ state, done: job.done + cases.length, detail: toJson(detail), updated_at_ms: nowMs })
    .where('id', '=', job.id)
    .execute()
  if (state === 'done') await tx.deleteFrom('notice').where('id', '=', job.id).execute()
  return found.moved.length
}

async function storeCases(tx: Tx, rows: readonly Readonly<{ id: string }>[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update complaint as c set data = changed.data
    from jsonb_array_elements(${toJson(rows)}::jsonb) as changed (data)
    where c.id = changed.data ->> 'id'`.execute(tx)
}
