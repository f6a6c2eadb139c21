import { sql } from 'kysely'
import type { CaseRowV1, EventRowV1 } from '../../shared/contract/rows.ts'
import type { Complaint } from '../../shared/domain/complaint.ts'
import { cityDate } from '../../shared/domain/organisation.ts'
import type { RoleGrant } from '../../shared/domain/roles.ts'
import { openStates } from '../../shared/domain/states.ts'
import { firstNewDay, rehomed, successorGrant, successorsOf } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { audit } from '../identity/audit.ts'
import { referenceOf } from '../sync/reference.ts'
import { lockSuccession, successionKind } from './succession-job.ts'
import type { SuccessionJob } from './succession-job.ts'
import { moveTexts } from './succession-texts.ts'

/** Chunks are transactions: at most this many whole cases, with one event each, stay below what one may stamp. */
const mostCases = 500
/** A role is two stamped rows: the one that ends and the one that begins. */
const mostGrants = 400

/** How a run is watched, and cut smaller than it need be. */
export type SuccessionRun = Readonly<{ casesPerChunk?: number; onChunk?: (chunk: SuccessionChunk) => void }>

/** What one transaction did. `waiting`: the first new day has not come. */
export type SuccessionChunk = Readonly<{ step: 'waiting' | 'accounts' | 'texts' | 'cases' | 'done'; rows: number }>

/** Carries on every succession whose day has come, and those whose ended agencies hold open cases again; answers how many cases moved. */
export async function advanceSuccessions(context: AppContext): Promise<number> {
  const { kysely } = context.database
  const today = cityDate(context.clock())
  const jobs = await sql<{ id: string }>`
    select j.id from job as j
    where j.kind = ${successionKind} and j.detail -> 'plan' ->> 'lastDay' < ${today} and (
      j.state = 'running' or exists (
        select from jsonb_array_elements_text(j.detail -> 'plan' -> 'ended') as ended (agency)
        join complaint as c on c.agency = ended.agency and c.state = any(${[...openStates]}))
    ) order by j.created_at_ms, j.id`.execute(kysely)
  let moved = 0
  for (const { id } of jobs.rows) moved += await runSuccession(context, id)
  return moved
}

/**
 * Moves the accounts, the templates and the open cases of one succession, a transaction a chunk, and answers how many cases moved. A run that is
 * cut off leaves whole chunks; the next one goes on from there. Run again when done, it moves what came late.
 */
export async function runSuccession(context: AppContext, job: string, run: SuccessionRun = {}): Promise<number> {
  let moved = 0
  for (;;) {
    const chunk = await inSystem(context.database.kysely, (tx) => takeChunk(context, tx, job, run))
    run.onChunk?.(chunk)
    if (chunk.step === 'cases') moved += chunk.rows
    if (chunk.step === 'waiting' || chunk.step === 'done') return moved
  }
}

async function takeChunk(context: AppContext, tx: Tx, id: string, run: SuccessionRun): Promise<SuccessionChunk> {
  const job = await lockSuccession(tx, id)
  const nowMs = context.clock()
  if (job === null || firstNewDay(job.detail.plan) > cityDate(nowMs)) return { step: 'waiting', rows: 0 }
  if (job.detail.step === 'accounts') return moveAccounts(tx, job, nowMs)
  if (job.detail.step === 'texts') {
    const rows = await moveTexts({ context, tx, job, nowMs })
    if (rows === 0) await goOn(tx, job, 'cases', nowMs)
    return { step: 'texts', rows }
  }
  return moveCases(context, tx, job, Math.min(run.casesPerChunk ?? mostCases, mostCases))
}

type HeldGrant = RoleGrant & Readonly<{ id: string; official: string }>

async function moveAccounts(tx: Tx, job: SuccessionJob, nowMs: number): Promise<SuccessionChunk> {
  const { plan } = job.detail
  const held = await sql<HeldGrant>`
    select id, official_id as official, role, agency, team from role_grant
    where agency = any(${[...plan.ended]}) and (valid_to is null or valid_to > ${plan.lastDay}::date)
    order by official_id, id limit ${mostGrants} for update`.execute(tx)
  if (held.rows.length < mostGrants) await goOn(tx, job, 'texts', nowMs)
  if (held.rows.length === 0) return { step: 'accounts', rows: 0 }
  await tx
    .updateTable('role_grant')
    .set({ valid_to: plan.lastDay })
    .where(
      'id',
      'in',
      held.rows.map((grant) => grant.id),
    )
    .execute()
  const next = held.rows.flatMap(({ id, official, role, agency, team }) => {
    const place = successorGrant(plan, official, { role, agency, team })
    const row = { id: `${id}~${job.id}`, official_id: official, valid_from: firstNewDay(plan) }
    return place === null ? [] : [{ ...row, ...place }]
  })
  if (next.length > 0) await tx.insertInto('role_grant').values(next).execute()
  const detail = { what: 'succession_accounts', job: job.id, ended: held.rows.length, given: next.length }
  await audit(tx, { atMs: nowMs, actor: 'system', action: 'configuration', subject: plan.ended.join(' '), detail })
  return { step: 'accounts', rows: held.rows.length }
}

/** What is done next, and how many cases there are to move. */
async function goOn(tx: Tx, job: SuccessionJob, step: 'texts' | 'cases', nowMs: number): Promise<void> {
  const waiting = await sql<{ n: number }>`
    select count(*)::int as n from complaint where ${concerned(job.detail.plan)}`.execute(tx)
  const total = waiting.rows[0]?.n ?? 0
  const detail = toJson({ ...job.detail, step })
  await tx.updateTable('job').set({ detail, total, updated_at_ms: nowMs }).where('id', '=', job.id).execute()
  await tellOfficials(tx, job, total, nowMs)
}

/** Open cases of which an ended agency is still asked something; its bucket holds them. */
export const asked = (plan: SuccessionPlan) => sql`
  state = any(${[...openStates]})
  and id in (
    select id from sync_member
    where bucket = any(${plan.ended.map((agency) => `agency:${agency}:open`)}) and entity = 'case' and op = 'PUT')
  and exists (
    select from jsonb_array_elements(data -> 'coordination') as question
    where question ->> 'answeredAtMs' is null and question ->> 'agency' = any(${[...plan.ended]}))`

const concerned = (plan: SuccessionPlan) => sql`
  (agency = any(${[...plan.ended]}) and state = any(${[...openStates]}))
  or (state = 'transfer_proposed' and data -> 'proposal' ->> 'targetAgency' = any(${[...plan.ended]}))
  or (${asked(plan)})`

async function moveCases(context: AppContext, tx: Tx, job: SuccessionJob, most: number): Promise<SuccessionChunk> {
  const { plan } = job.detail
  const nowMs = context.clock()
  const found = await sql<{ data: CaseRowV1 }>`
    select data from complaint where ${concerned(plan)} order by id limit ${most} for update`.execute(tx)
  if (found.rows.length === 0) return finish(tx, job, nowMs)
  const { organisation } = await referenceOf(tx, context.database, nowMs)
  const moved = found.rows.flatMap(({ data }) => {
    const next = rehomed(data, plan, organisation)
    return next === null ? [] : [{ before: data, next }]
  })
  await sql`
    update complaint as c set data = n.data
    from jsonb_array_elements(${toJson(moved.map(({ next }) => next))}::jsonb) as n (data)
    where c.id = n.data ->> 'id'`.execute(tx)
  const places = moved.flatMap(({ before, next }) => changesOf(before, next).flat())
  const names = await namesOf(tx, [...plan.ended, ...places])
  const events = moved.map(({ before, next }) => entryOf(context.newId(), before, { next, names, nowMs }))
  await sql`
    insert into event (id, data) select e.data ->> 'id', e.data
    from jsonb_array_elements(${toJson(events)}::jsonb) as e (data)`.execute(tx)
  const done = job.done + moved.length
  await tx.updateTable('job').set({ done, updated_at_ms: nowMs }).where('id', '=', job.id).execute()
  await tellOfficials(tx, job, Math.max(0, (job.total ?? 0) - done), nowMs)
  const detail = { what: 'succession_cases', job: job.id, moved: moved.length }
  await audit(tx, { atMs: nowMs, actor: 'system', action: 'configuration', subject: plan.ended.join(' '), detail })
  return { step: 'cases', rows: moved.length }
}

async function namesOf(tx: Tx, agencies: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(agencies)]
  const rows = await tx.selectFrom('agency').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Which agencies of a case became which, each pair once: the lead, the target of its transfer, those asked for their part. */
function changesOf(before: Complaint, next: Complaint): readonly (readonly [string, string])[] {
  const pairs: readonly (readonly [string | null, string | null])[] = [
    [before.agency, next.agency],
    // A transfer that would have become one to the agency itself is over.
    [before.proposal?.targetAgency ?? null, next.proposal === null ? next.agency : next.proposal.targetAgency],
    ...before.coordination.map((one, at) => [one.agency, next.coordination[at]?.agency ?? null] as const),
  ]
  const changes = pairs.flatMap(([from, to]) =>
    from !== null && to !== null && from !== to ? [[from, to] as const] : [],
  )
  return [...new Map(changes.map((pair) => [pair.join(' '), pair])).values()]
}

type Moved = Readonly<{ next: Complaint; names: ReadonlyMap<string, string>; nowMs: number }>

function entryOf(id: string, before: CaseRowV1, { next, names, nowMs }: Moved): EventRowV1 {
  const nameOf = (agency: string): string => names.get(agency) ?? agency
  const text = changesOf(before, next)
    .map(([from, to]) => `${nameOf(from)} → ${nameOf(to)}`)
    .join('; ')
  const head = { id, caseId: before.id, kind: 'system' as const, code: 'agency_succession', actor: null }
  return { ...head, atMs: nowMs, text, late: false, extra: null }
}

const noticeOf = (job: SuccessionJob): string => `succession-${job.id}`

/** Shows officials how many cases are still to be moved. */
async function tellOfficials(tx: Tx, job: SuccessionJob, count: number, nowMs: number): Promise<void> {
  const agencies = [...job.detail.plan.ended, ...successorsOf(job.detail.plan)]
  const notice = { code: 'succession_running', count, at_ms: nowMs, agencies }
  await tx
    .insertInto('notice')
    .values({ id: noticeOf(job), ...notice })
    .onConflict((on) => on.column('id').doUpdateSet(notice))
    .execute()
}

async function finish(tx: Tx, job: SuccessionJob, nowMs: number): Promise<SuccessionChunk> {
  await tx.deleteFrom('notice').where('id', '=', noticeOf(job)).execute()
  if (job.detail.step === 'done') return { step: 'done', rows: 0 }
  const ended = { state: 'done' as const, detail: toJson({ ...job.detail, step: 'done' }), updated_at_ms: nowMs }
  await tx.updateTable('job').set(ended).where('id', '=', job.id).execute()
  const detail = { what: 'succession_done', job: job.id, moved: job.done }
  const subject = job.detail.plan.ended.join(' ')
  await audit(tx, { atMs: nowMs, actor: 'system', action: 'configuration', subject, detail })
  return { step: 'done', rows: 0 }
}
