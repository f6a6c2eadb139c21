import { sql } from 'kysely'
import type { Actor } from '../../shared/domain/roles.ts'
import { mayReorganise, withdrawalProblem } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan, WithdrawalProblem } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { sqlStateOf } from '../db/sql-state.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { hanoiDay } from '../identity/officials.ts'
import { lockSuccession, successionDetail, successionKind, withdrawnKind } from './succession-job.ts'
import type { SuccessionDetail, SuccessionJob } from './succession-job.ts'

/** What became of a wish to withdraw a succession; `code` says why nothing was changed. */
export type WithdrawalOutcome =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; code: WithdrawalProblem | 'not_found' | 'not_permitted' }>

export type Withdrawal = Readonly<{ id: string; by: Actor; reason: string }>

/**
 * Withdraws a succession before its day: the ended agencies and their teams go on as they were, the agencies and teams it would have
 * made are gone. The job stays, with who withdrew it, when and why. All in one transaction, audited.
 */
export async function withdrawSuccession(context: AppContext, wish: Withdrawal): Promise<WithdrawalOutcome> {
  if (!mayReorganise(wish.by)) return { ok: false, code: 'not_permitted' }
  try {
    return await inSystem(context.database.kysely, (tx) => withdraw(context, tx, wish))
  } catch (error) {
    // Somebody gave roles, texts or rules to what it would have made.
    if (sqlStateOf(error) === '23503') return { ok: false, code: 'depended_on' }
    throw error
  }
}

async function withdraw(context: AppContext, tx: Tx, { id, by, reason }: Withdrawal): Promise<WithdrawalOutcome> {
  await sql`lock table agency in share row exclusive mode`.execute(tx)
  const job = await lockSuccession(tx, id)
  if (job === null) return { ok: false, code: 'not_found' }
  const nowMs = context.clock()
  const { plan } = job.detail
  const code = withdrawalProblem(plan, await otherPlans(tx, id), hanoiDay(nowMs))
  if (code !== null) return { ok: false, code }
  await restoreUnits(tx, job)
  const detail: SuccessionDetail = { ...job.detail, withdrawn: { by: by.id, atMs: nowMs, reason } }
  // Under a kind of its own nothing carries it out, and the same plan can be ordered again.
  await tx
    .updateTable('job')
    .set({ kind: withdrawnKind, key: id, state: 'done', detail: toJson(detail), updated_at_ms: nowMs })
    .where('id', '=', id)
    .execute()
  const told = { what: 'succession_withdrawn', job: id, lastDay: plan.lastDay, document: plan.document, reason }
  for (const agency of plan.ended)
    await audit(tx, { atMs: nowMs, actor: by.id, action: 'configuration', subject: agency, detail: told })
  return { ok: true }
}

async function otherPlans(tx: Tx, id: string): Promise<readonly SuccessionPlan[]> {
  const rows = await tx
    .selectFrom('job')
    .select('detail')
    .where('kind', '=', successionKind)
    .where('id', '<>', id)
    .execute()
  return rows.map(({ detail }) => successionDetail.parse(detail).plan)
}

/** Undoes what ordering it did to agencies and teams; a team that ended of itself stays ended. */
async function restoreUnits(tx: Tx, { detail: { plan, teamsBefore } }: SuccessionJob): Promise<void> {
  await tx
    .updateTable('agency')
    .set({ valid_to: null, successors: [] })
    .where('id', 'in', [...plan.ended])
    .execute()
  for (const { id, ended, successors } of teamsBefore ?? (await teamsEnding(tx, plan))) {
    await sql`
      update team set successors = ${[...successors]},
        valid_to = case when ${!ended} and valid_to = ${plan.lastDay}::date then null else valid_to end
      where id = ${id}`.execute(tx)
  }
  const teams = plan.newTeams.map(({ id }) => id)
  const agencies = plan.newAgencies.map(({ id }) => id)
  if (teams.length > 0) await tx.deleteFrom('team').where('id', 'in', teams).execute()
  if (agencies.length > 0) await tx.deleteFrom('agency').where('id', 'in', agencies).execute()
}

/** The teams that end with a succession ordered before it was remembered how they stood. */
async function teamsEnding(tx: Tx, plan: SuccessionPlan) {
  const rows = await sql<{ id: string }>`
    select id from team where agency = any(${[...plan.ended]}) and valid_to = ${plan.lastDay}::date`.execute(tx)
  return rows.rows.map(({ id }) => ({ id, ended: false, successors: [] }))
}
