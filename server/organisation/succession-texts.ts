import { sql } from 'kysely'
import type { RowOf } from '../../shared/contract/rows.ts'
import { heirsOf } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import { toJson } from '../db/schema.ts'
import type { Tx } from '../db/transaction.ts'
import type { SuccessionJob } from './succession-job.ts'

/** A template is stamped once for itself and once for every copy; together they stay below what a transaction may stamp. */
const mostStamped = 400

type Template = RowOf<'template'>
type Routing = RowOf<'routing'>
type Inherited = Readonly<{ context: AppContext; tx: Tx; job: SuccessionJob; nowMs: number }>
type Inheritance = Readonly<{
  kind: 'template' | 'routing'
  id: string
  agency: string
  before: unknown
  after: unknown
}>

/**
 * Gives the next templates and category rules of the ended agencies to their successors, with a line of history each; answers how
 * many, 0 when none is left. A rule whose team has no successor ends.
 */
export async function moveTexts(work: Inherited): Promise<number> {
  const moved = await moveTemplates(work)
  return moved > 0 ? moved : moveRoutings(work)
}

/** How many templates of ended agencies each successor gets, by its id. */
export async function countTemplates(tx: Tx, plan: SuccessionPlan): Promise<{ agency: string; count: number }[]> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from template where agency = any(${[...plan.ended]})`.execute(tx)
  const count = counted.rows[0]?.n ?? 0
  const { heir, copies } = heirsOf(plan)
  return count === 0 ? [] : [heir, ...copies].toSorted().map((agency) => ({ agency, count }))
}

async function moveTemplates({ context, tx, job, nowMs }: Inherited): Promise<number> {
  const { plan } = job.detail
  const { heir, copies } = heirsOf(plan)
  const most = Math.max(1, Math.floor(mostStamped / (1 + copies.length)))
  const found = await sql<{ data: Template }>`
    select data from template where agency = any(${[...plan.ended]}) order by id limit ${most} for update`.execute(tx)
  if (found.rows.length === 0) return 0
  const lines: Inheritance[] = []
  const rows: Template[] = []
  for (const { data } of found.rows) {
    const own = { ...data, agency: heir }
    rows.push(own)
    lines.push({ kind: 'template', id: data.id, agency: heir, before: bare(data), after: bare(own) })
    for (const agency of copies) {
      const copy = { ...data, id: context.newId(), agency }
      rows.push(copy)
      lines.push({ kind: 'template', id: copy.id, agency, before: null, after: bare(copy) })
    }
  }
  await tx
    .insertInto('template')
    .values(rows.map((data) => ({ id: data.id, data: toJson(data) })))
    .onConflict((on) => on.column('id').doUpdateSet((set) => ({ data: set.ref('excluded.data') })))
    .execute()
  await remember(tx, job, lines, nowMs)
  return found.rows.length
}

const bare = <R extends { id: string }>({ id: _id, ...value }: R): Omit<R, 'id'> => value

async function moveRoutings({ tx, job, nowMs }: Inherited): Promise<number> {
  const { plan } = job.detail
  const found = await tx
    .selectFrom('routing')
    .selectAll()
    .where('agency', 'in', [...plan.ended])
    .orderBy('id')
    .limit(mostStamped / 2)
    .forUpdate()
    .execute()
  const lines: Inheritance[] = []
  for (const row of found) {
    const after = inheritedRule(plan, row)
    await tx.deleteFrom('routing').where('id', '=', row.id).execute()
    const stored =
      after === null
        ? []
        : await tx
            .insertInto('routing')
            .values(after)
            .onConflict((on) => on.doNothing())
            .returning('id')
            .execute()
    const kept = stored.length > 0 ? after : null
    const agency = kept?.agency ?? row.agency
    lines.push({ kind: 'routing', id: kept?.id ?? row.id, agency, before: bare(row), after: kept && bare(kept) })
  }
  await remember(tx, job, lines, nowMs)
  return found.length
}

/** The rule at the successor; null where its team has none. What the successor has decided itself stays. */
function inheritedRule(plan: SuccessionPlan, { id, category, team }: Routing): Routing | null {
  if (team === null) return { id, category, agency: plan.rest, team: null }
  const place = Object.hasOwn(plan.teams, team) ? plan.teams[team] : undefined
  if (place === undefined || place.team === null) return null
  return { id: `${place.agency}:${category}`, category, agency: place.agency, team: place.team }
}

/** The history of settings names who ordered the succession and its document. */
async function remember(tx: Tx, job: SuccessionJob, lines: readonly Inheritance[], nowMs: number): Promise<void> {
  if (lines.length === 0) return
  const { by, plan } = job.detail
  const reason = plan.document === '' ? job.id : plan.document
  await tx
    .insertInto('config_change')
    .values(
      lines.map(({ kind, id, agency, before, after }) => ({
        kind,
        target: id,
        agency,
        before: before === null ? null : toJson(before),
        after: after === null ? null : toJson(after),
        reason,
        actor: by,
        at_ms: nowMs,
      })),
    )
    .execute()
}
