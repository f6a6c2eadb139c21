import { expect } from 'vitest'
import type { Desk } from '../worker/desk.ts'
import type { FaultCity } from './fault-city.ts'

const workingRoles = ['intake_officer', 'case_officer', 'field_officer', 'team_supervisor', 'approver']

/**
 * What an official may see, asked of the plain tables: grants against agency and team of each case and the agencies asked to take
 * part; nothing of buckets, cursors or the domain's code. Row texts by `entity id`.
 */
async function oracleOf(city: FaultCity, username: string): Promise<Map<string, unknown>> {
  const found = await city.rows<{ key: string; data: unknown }>(
    `with held as (
       select g.role, g.agency, g.team from role_grant as g join official as o on o.id = g.official_id
       where o.username = $1 and o.active and g.valid_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
         and (g.valid_to is null or g.valid_to >= (now() at time zone 'Asia/Ho_Chi_Minh')::date)
     ), visible as (
       select c.id from complaint as c where exists (
         select from held as h where h.role in ('city_coordinator', 'oversight_officer')
           or h.role = any ($2) and (
             h.agency = c.agency and (h.team is null or h.role in ('intake_officer', 'approver') or h.team = c.team
               or h.role = 'field_officer' and c.state in ('awaiting_reception', 'verifying'))
             or (h.team is null or h.role in ('intake_officer', 'approver')) and (
               h.agency in (select asked ->> 'agency' from jsonb_array_elements(c.data -> 'coordination') as asked)
               or c.data -> 'proposal' ->> 'kind' = 'transfer' and c.data -> 'proposal' ->> 'stage' = 'receiver'
                  and c.data -> 'proposal' ->> 'targetAgency' = h.agency)))
     )
     select 'case ' || id as key, data from complaint where id in (select id from visible)
     union all select 'event ' || id, data from event where case_id in (select id from visible)`,
    [username, workingRoles],
  )
  return new Map(found.map(({ key, data }) => [key, data]))
}

/** Every confirmed case and event a device holds. */
export async function confirmedRows(desk: Desk): Promise<Map<string, unknown>> {
  const { rows, index, board } = await desk.session()
  const held = new Map<string, unknown>()
  for (const id of index.ids) {
    if (index.placeOf(id) === undefined) continue
    held.set(`case ${id}`, await rows.read('case', id))
    for (const event of board.caseParts.idsOf('event', id)) held.set(`event ${event}`, await rows.read('event', event))
  }
  return held
}

/** Every row the server sent had the shape that its entity has here: one that has not is left out. */
export function expectRowsTaken(desk: Desk): void {
  const refused = desk.host.logged.filter(({ code }) => code === 'row_invalid').map(({ detail }) => detail)
  expect(refused, 'rows the desk did not take').toEqual([])
}

/** I3 and I8: the device holds what the official may see and nothing else. */
export async function expectOracle(city: FaultCity, desk: Desk): Promise<void> {
  expectRowsTaken(desk)
  const oracle = await oracleOf(city, desk.device.account.username)
  const held = await confirmedRows(desk)
  const missing = [...oracle].filter(([key]) => !held.has(key)).map(([key, data]) => `${key}: ${JSON.stringify(data)}`)
  expect(missing.toSorted(), 'rows that are missing').toEqual([])
  expect([...held.keys()].filter((key) => !oracle.has(key)).toSorted(), 'rows that must not be here').toEqual([])
  for (const [key, data] of oracle) expect(held.get(key), key).toEqual(data)
}

/** I1 and I2: every note acknowledged on a device stands in the case once, by one row of the ledger. */
export async function expectOnce(city: FaultCity, noteIds: readonly string[]): Promise<void> {
  const events = await city.rows<{ id: string; times: number }>(
    `select n.id, count(e.id)::int as times from unnest($1::text[]) as n (id) left join event as e on e.id = n.id group by n.id`,
    [noteIds],
  )
  expect(events.filter(({ times }) => times !== 1)).toEqual([])
  const ledger = await city.rows<{ key: string }>(`select key from mutation group by user_id, key having count(*) > 1`)
  expect(ledger).toEqual([])
}

/** I7: what one client sent was decided in the order of its numbers. */
export async function expectOrder(city: FaultCity): Promise<void> {
  const turned = await city.rows(
    `select client_id, mutation_id from (
       select client_id, mutation_id, seq, lag(seq) over (partition by client_id order by mutation_id) as seq_before
       from mutation where mutation_id > 0) as steps
     where seq < seq_before`,
  )
  expect(turned).toEqual([])
}

/** I9: whatever was refused or quarantined is kept whole for people. */
export async function expectRefusedListed(city: FaultCity): Promise<void> {
  const unlisted = await city.rows(
    `select m.client_id, m.mutation_id, m.status from mutation as m
     where m.status in ('rejected', 'conflict', 'quarantined') and not exists (
       select from mutation_dead as d where d.client_id = m.client_id and d.mutation_id = m.mutation_id)`,
  )
  expect(unlisted).toEqual([])
}

/** I15: the chained part of the audit trail verifies. */
export async function expectAuditWhole(city: FaultCity): Promise<void> {
  const broken = await city.rows<{ broken: string | null }>('select desk_broken_link() as broken')
  expect(broken[0]?.broken ?? null).toBeNull()
}

/** Everything that must hold when all is quiet. */
export async function expectInvariants(
  city: FaultCity,
  desks: readonly Desk[],
  noteIds: readonly string[],
): Promise<void> {
  for (const desk of desks) {
    await expectOracle(city, desk)
    expect(desk.host.errors().filter((code) => code.startsWith('sync_cycle'))).toEqual([])
  }
  await expectOnce(city, noteIds)
  await expectOrder(city)
  await expectRefusedListed(city)
  await expectAuditWhole(city)
}
