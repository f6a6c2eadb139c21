import { sql } from 'kysely'
import type { SuccessionPreviewV1 } from '../../shared/contract/succession.ts'
import type { Actor, RoleGrant } from '../../shared/domain/roles.ts'
import { openStates } from '../../shared/domain/states.ts'
import { successionProblem, successorGrant, successorPlace } from '../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../shared/domain/units/succession.ts'
import type { AppContext } from '../app-context.ts'
import type { Tx } from '../db/transaction.ts'
import { referenceOf } from '../sync/reference.ts'
import { asked } from './run-succession.ts'
import { countTemplates } from './succession-texts.ts'

const nothing = { cases: [], staying: 0, retargeted: 0, asked: 0, templates: [], accounts: [], withoutPlace: [] }

type Counted = Readonly<{ team: string | null; area: string | null; open: boolean; count: number }>

/** Tells what a plan would move where, changing nothing; call it with the owner's rights. */
export async function previewSuccession(
  context: AppContext,
  tx: Tx,
  plan: SuccessionPlan,
  by: Actor,
): Promise<SuccessionPreviewV1> {
  const { organisation } = await referenceOf(tx, context.database, context.clock())
  const code = successionProblem(plan, by, organisation)
  if (code !== null) return { ...nothing, code }
  const counted = await sql<Counted>`
    select team, area, state = any(${[...openStates]}) as open, count(*)::int as count from complaint
    where agency = any(${[...plan.ended]}) group by team, area, open`.execute(tx)
  const staying = counted.rows.filter((row) => !row.open).reduce((sum, row) => sum + row.count, 0)
  const cases = casesByPlace(
    plan,
    counted.rows.filter((row) => row.open),
  )
  const retargeted = await countRetargeted(tx, plan)
  const templates = await countTemplates(tx, plan)
  const accounts = await accountsByAgency(tx, plan)
  return { code, cases, staying, retargeted, asked: await countAsked(tx, plan), templates, ...accounts }
}

function casesByPlace(plan: SuccessionPlan, rows: readonly Counted[]): SuccessionPreviewV1['cases'] {
  const counts = new Map<string, SuccessionPreviewV1['cases'][number]>()
  for (const row of rows) {
    const place = successorPlace(plan, row)
    const key = `${place.agency}\n${place.team ?? ''}`
    counts.set(key, { ...place, count: (counts.get(key)?.count ?? 0) + row.count })
  }
  return [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry)
}

/** How many transfers of other agencies are proposed to an ended one. */
async function countRetargeted(tx: Tx, plan: SuccessionPlan): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from complaint
    where state = 'transfer_proposed' and agency <> all (${[...plan.ended]})
      and data -> 'proposal' ->> 'targetAgency' = any(${[...plan.ended]})`.execute(tx)
  return counted.rows[0]?.n ?? 0
}

async function countAsked(tx: Tx, plan: SuccessionPlan): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from complaint where agency <> all (${[...plan.ended]}) and ${asked(plan)}`.execute(tx)
  return counted.rows[0]?.n ?? 0
}

async function accountsByAgency(
  tx: Tx,
  plan: SuccessionPlan,
): Promise<Pick<SuccessionPreviewV1, 'accounts' | 'withoutPlace'>> {
  const held = await sql<RoleGrant & { official: string }>`
    select official_id as official, role, agency, team from role_grant
    where agency = any(${[...plan.ended]}) and (valid_to is null or valid_to > ${plan.lastDay}::date)`.execute(tx)
  const moving = new Map<string, Set<string>>()
  const without = new Set<string>()
  for (const { official, ...grant } of held.rows) {
    const next = successorGrant(plan, official, grant)
    if (next === null) without.add(official)
    else moving.set(next.agency, (moving.get(next.agency) ?? new Set()).add(official))
  }
  const accounts = [...moving].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return {
    accounts: accounts.map(([agency, officials]) => ({ agency, count: officials.size })),
    withoutPlace: [...without].toSorted(),
  }
}
