import { z } from 'zod'
import { sql } from 'kysely'
import { successionPlanV1 } from '../../shared/contract/succession.ts'
import type { SuccessionStateV1 } from '../../shared/contract/succession.ts'
import type { Actor } from '../../shared/domain/roles.ts'
import { firstNewDay, successionProblem, successorsOf } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan, SuccessionProblem } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { hanoiDay } from '../identity/officials.ts'
import { referenceOf } from '../sync/reference.ts'

const teamBefore = z.object({ id: z.string(), ended: z.boolean(), successors: z.array(z.string()) })

/**
 * What a job of this kind remembers: the plan, who ordered it, what is to be done next, how the teams it changed stood before (which
 * jobs ordered earlier do not tell), and who withdrew it and why.
 */
export const successionDetail = z.object({
  plan: successionPlanV1,
  by: z.string(),
  step: z.enum(['accounts', 'texts', 'cases', 'done']),
  teamsBefore: z.array(teamBefore).optional(),
  withdrawn: z.object({ by: z.string(), atMs: z.number(), reason: z.string() }).optional(),
})
export type SuccessionDetail = z.infer<typeof successionDetail>

/** A succession's job as it is stored. */
export type SuccessionJob = Readonly<{ id: string; done: number; total: number | null; detail: SuccessionDetail }>

export const successionKind = 'succession'
/** The kind of a job that was withdrawn before its day. */
export const withdrawnKind = 'succession_withdrawn'

/** The job of a started succession, or why it was refused. The same plan again answers the same job. */
export type SuccessionStart = Readonly<{ ok: true; job: string }> | Readonly<{ ok: false; code: SuccessionProblem }>

/**
 * Orders a succession: makes the new agencies and teams, gives the ended ones their last day and successors, and leaves the job of
 * moving accounts and cases, which begins with the first new day (`advanceSuccessions`). All in one transaction, audited.
 */
export function startSuccession(context: AppContext, plan: SuccessionPlan, by: Actor): Promise<SuccessionStart> {
  return inSystem(context.database.kysely, async (tx) => {
    await sql`lock table agency in share row exclusive mode`.execute(tx)
    const key = `${plan.ended.toSorted().join(' ')} ${plan.lastDay}`
    const known = await tx
      .selectFrom('job')
      .select('id')
      .where('kind', '=', successionKind)
      .where('key', '=', key)
      .executeTakeFirst()
    if (known !== undefined) return { ok: true, job: known.id }
    const nowMs = context.clock()
    const { organisation } = await referenceOf(tx, context.database, nowMs)
    const code = successionProblem(plan, by, organisation)
    if (code !== null) return { ok: false, code }
    const teamsBefore = await teamsOf(tx, plan)
    await storeUnits(tx, plan)
    const job = context.newId()
    const detail: SuccessionDetail = { plan: successionPlanV1.parse(plan), by: by.id, step: 'accounts', teamsBefore }
    const row = { id: job, kind: successionKind, key, state: 'running' as const, total: null, detail: toJson(detail) }
    await tx
      .insertInto('job')
      .values({ ...row, created_at_ms: nowMs, updated_at_ms: nowMs })
      .execute()
    const told = {
      what: 'succession_ordered',
      kind: plan.kind,
      lastDay: plan.lastDay,
      document: plan.document,
      into: successorsOf(plan).join(' '),
    }
    for (const agency of plan.ended) {
      await audit(tx, { atMs: nowMs, actor: by.id, action: 'configuration', subject: agency, detail: told })
    }
    return { ok: true, job }
  })
}

/** How the teams of the agencies that end stand. */
async function teamsOf(tx: Tx, plan: SuccessionPlan): Promise<z.infer<typeof teamBefore>[]> {
  const rows = await tx
    .selectFrom('team')
    .select(['id', 'valid_to', 'successors'])
    .where('agency', 'in', [...plan.ended])
    .orderBy('id')
    .execute()
  return rows.map(({ id, valid_to: validTo, successors }) => ({ id, ended: validTo !== null, successors }))
}

async function storeUnits(tx: Tx, plan: SuccessionPlan): Promise<void> {
  const validFrom = firstNewDay(plan)
  if (plan.newAgencies.length > 0) {
    const agencies = plan.newAgencies.map(({ shortName, ...row }) => ({
      ...row,
      short_name: shortName,
      valid_from: validFrom,
    }))
    await tx.insertInto('agency').values(agencies).execute()
  }
  if (plan.newTeams.length > 0) {
    const teams = plan.newTeams.map((team) => ({ ...team, valid_from: validFrom }))
    await tx.insertInto('team').values(teams).execute()
  }
  const ended = [...plan.ended]
  const successors = [...successorsOf(plan)]
  await tx.updateTable('agency').set({ valid_to: plan.lastDay, successors }).where('id', 'in', ended).execute()
  await tx
    .updateTable('team')
    .set({ valid_to: plan.lastDay })
    .where('agency', 'in', ended)
    .where('valid_to', 'is', null)
    .execute()
  for (const [team, place] of Object.entries(plan.teams)) {
    if (place.team === null) continue
    await tx
      .updateTable('team')
      .set({ successors: [place.team] })
      .where('id', '=', team)
      .execute()
  }
}

/** The job, locked for the rest of the transaction; null when there is none of that id. */
export async function lockSuccession(tx: Tx, id: string): Promise<SuccessionJob | null> {
  const row = await tx
    .selectFrom('job')
    .select(['id', 'done', 'total', 'detail'])
    .where('id', '=', id)
    .where('kind', '=', successionKind)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? null : { ...row, detail: successionDetail.parse(row.detail) }
}

/** Every succession ever ordered, the newest first, and how each stands; call it with the owner's rights. */
export async function successions(context: AppContext, tx: Tx): Promise<readonly SuccessionStateV1[]> {
  const rows = await tx
    .selectFrom('job')
    .leftJoin('official', (on) => on.on('official.id', '=', sql`job.detail ->> 'by'`))
    .leftJoin('official as taker', (on) => on.on('taker.id', '=', sql`job.detail -> 'withdrawn' ->> 'by'`))
    .select(['job.id', 'done', 'total', 'detail', 'created_at_ms', 'updated_at_ms', 'official.display_name'])
    .select('taker.display_name as taker_name')
    .where('kind', 'in', [successionKind, withdrawnKind])
    .orderBy('created_at_ms', 'desc')
    .orderBy('job.id')
    .execute()
  const today = hanoiDay(context.clock())
  return rows.map((row) => {
    const { plan, by, step, withdrawn } = successionDetail.parse(row.detail)
    const stands = step === 'done' ? 'done' : firstNewDay(plan) > today ? 'waiting' : 'running'
    const ordered = { plan, by, byName: row.display_name ?? by, orderedAtMs: row.created_at_ms }
    return {
      id: row.id,
      ...ordered,
      state: withdrawn === undefined ? stands : 'withdrawn',
      step,
      moved: row.done,
      total: row.total,
      updatedAtMs: row.updated_at_ms,
      withdrawn: withdrawn === undefined ? null : { ...withdrawn, byName: row.taker_name ?? withdrawn.by },
    }
  })
}

/** The agency to which a succession gave what came for an ended agency and an area; null where none did. */
export async function successorBySuccession(tx: Tx, agency: string, area: string | null): Promise<string | null> {
  const found = await sql<{ successor: string | null }>`
    select coalesce(detail -> 'plan' -> 'areas' ->> ${area}, detail -> 'plan' ->> 'rest') as successor from job
    where kind = ${successionKind} and detail -> 'plan' -> 'ended' ? ${agency}`.execute(tx)
  return found.rows[0]?.successor ?? null
}
