import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { CaseRowV1, RowOf } from '../../../shared/contract/rows.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import type { SuccessionPlan } from '../../../shared/domain/units/succession.ts'
import { toJson } from '../../../server/db/schema.ts'
import { inSystem } from '../../../server/db/transaction.ts'
import type { TestServer } from '../server.ts'
import { caseRow, closedCase, insertCases } from './small-city.ts'

/** Who orders successions. */
export const coordinator: Actor = {
  id: 'coordinator.city',
  grants: [{ role: 'city_coordinator', agency: 'city', team: null }],
}

/** The plan that ends one agency of `addAgency` on 09/03/2026 and renames it, with its teams `roads` and `water`. */
export const renaming = (id: string): SuccessionPlan => ({
  kind: 'rename',
  ended: [id],
  lastDay: '2026-03-09',
  document: 'Nghị quyết 1',
  newAgencies: [{ id: `${id}-new`, name: `New ${id}`, shortName: id, kind: 'department', calendar: 'hanoi-office' }],
  newTeams: ['roads', 'water'].map((name) => ({ id: `${id}-new.${name}`, agency: `${id}-new`, name })),
  teams: Object.fromEntries(
    ['roads', 'water'].map((name) => [`${id}.${name}`, { agency: `${id}-new`, team: `${id}-new.${name}` }]),
  ),
  areas: {},
  officials: {},
  rest: `${id}-new`,
})

/**
 * Adds an agency with a template, a rule that sends roads to its team `roads`, teams `roads`, `water` and `odd`, an approver, an officer a team,
 * and `open` open cases in turns over the teams and nobody's, besides an answered and a closed one.
 */
export async function addAgency(server: TestServer, id: string, open: number): Promise<void> {
  const teams = ['roads', 'water', 'odd']
  await inSystem(server.context.database.kysely, async (tx) => {
    const unit = { kind: 'department' as const, calendar: 'hanoi-office', valid_from: '2025-07-01' }
    await tx
      .insertInto('agency')
      .values({ id, name: `Old ${id}`, short_name: id, ...unit })
      .execute()
    for (const team of teams) {
      const official = `officer.${id}.${team}`
      await tx
        .insertInto('team')
        .values({ id: `${id}.${team}`, agency: id, name: team, valid_from: '2025-07-01' })
        .execute()
      await tx.insertInto('official').values({ id: official, username: official, display_name: official }).execute()
      const grant = { role: 'case_officer' as const, agency: id, team: `${id}.${team}` }
      await tx
        .insertInto('role_grant')
        .values({ id: official, official_id: official, ...grant })
        .execute()
    }
    const boss = `approver.${id}`
    await tx.insertInto('official').values({ id: boss, username: boss, display_name: boss }).execute()
    await tx
      .insertInto('role_grant')
      .values({ id: boss, official_id: boss, role: 'approver', agency: id, team: null })
      .execute()
    await tx
      .insertInto('template')
      .values({ id: `template.${id}`, data: toJson(templateOf(id)) })
      .execute()
    await tx
      .insertInto('routing')
      .values({ id: `${id}:road`, category: 'road', agency: id, team: `${id}.roads` })
      .execute()
  })
  const at = (n: number): Partial<CaseRowV1> => {
    const team = teams[n % 4]
    if (team === undefined) return { agency: id, team: null, assignee: null, state: 'awaiting_reception' }
    return { agency: id, team: `${id}.${team}`, assignee: `officer.${id}.${team}` }
  }
  const rows = Array.from({ length: open }, (_, n) => caseRow(`${id}-${String(n).padStart(5, '0')}`, at(n)))
  const ended = closedCase(`${id}-closed`, Date.parse('2026-02-01T03:00:00Z'), at(0))
  const answered = {
    ...closedCase(`${id}-answered`, Date.parse('2026-03-01T03:00:00Z'), at(1)),
    state: 'answered' as const,
  }
  const last = { ...answered, clocks: { ...answered.clocks, closedAtMs: null } }
  for (let from = 0; from < rows.length; from += 400)
    await inSystem(server.context.database.kysely, (tx) => insertCases(tx, rows.slice(from, from + 400)))
  await inSystem(server.context.database.kysely, (tx) => insertCases(tx, [ended, last]))
}

const templateOf = (agency: string): RowOf<'template'> => ({
  id: `template.${agency}`,
  kind: 'reply',
  name: `Template of ${agency}`,
  agency,
  category: null,
  ground: null,
  text: 'text',
  status: 'provisional',
  active: true,
})

/** A hash of everything a succession of an agency changes, without ids made on the way, times and versions of the job. */
export async function stateAfter(server: TestServer, id: string): Promise<string> {
  const found = await inSystem(server.context.database.kysely, (tx) =>
    sql<{ text: string }>`
      select jsonb_build_object(
        'cases', (select jsonb_agg(data order by id) from complaint where id like ${`${id}-%`}),
        'events', (select jsonb_agg(data - 'id' order by case_id) from event where case_id like ${`${id}-%`}),
        'members', (select jsonb_agg(jsonb_build_array(bucket, entity, op, case when entity = 'case' then id end)
          order by bucket, entity, op, id) from sync_member where entity = 'case' and id like ${`${id}-%`}),
        'grants', (select jsonb_agg(jsonb_build_array(official_id, role, agency, team, valid_from, valid_to)
          order by official_id, valid_from) from role_grant where official_id like ${`%.${id}%`}),
        'templates', (select jsonb_agg(data order by id) from template where id like ${`%.${id}`}),
        'routings', (select jsonb_agg(to_jsonb(r) order by id) from routing as r where id like ${`${id}%`}),
        'settings', (select jsonb_agg(jsonb_build_array(target, agency, before, after, reason, actor) order by n)
          from config_change where agency like ${`${id}-%`}),
        'job', (select jsonb_build_array(state, done, total, detail -> 'step') from job where key like ${`${id} %`})
      )::text as text`.execute(tx),
  )
  const text = found.rows[0]?.text.replaceAll(id, 'AGENCY') ?? ''
  return createHash('sha256').update(text).digest('hex')
}
