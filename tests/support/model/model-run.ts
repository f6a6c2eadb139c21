import { expect } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import type { FaultCity } from '../faults/fault-city.ts'
import { syncUntilQuiet } from '../faults/fault-city.ts'
import type { NetFault } from '../faults/faulty-network.ts'
import {
  expectAuditWhole,
  expectOracle,
  expectOrder,
  expectRefusedListed,
  expectRowsTaken,
} from '../faults/invariants.ts'
import type { Chance } from '../faults/seeded.ts'
import type { Desk, Device } from '../worker/desk.ts'
import { everyCase } from '../worker/desk.ts'
import { argumentsFor } from './command-arguments.ts'
import type { Surroundings } from './command-arguments.ts'

/** One official's desk in the model: what it was told is saved, by key. */
type Player = { device: Device; desk: Desk; readonly saved: Set<string> }

type Story = Readonly<{ city: FaultCity; chance: Chance; around: Surroundings; players: readonly Player[] }>

const faults: readonly NetFault[] = [
  'request_lost',
  'request_cut',
  'request_doubled',
  'reply_lost',
  'reply_cut',
  'busy',
  'portal',
]

async function surroundingsOf(city: FaultCity): Promise<Surroundings> {
  const teams = await city.rows<{ id: string; agency: string }>(`select id, agency from team order by id`)
  const officers = await city.rows<{ id: string; team: string | null; agency: string }>(
    `select o.id, g.team, g.agency from official as o join role_grant as g on g.official_id = o.id
     where g.role in ('case_officer', 'field_officer') order by o.id`,
  )
  const agencies = [...new Set(teams.map(({ agency }) => agency))]
  return {
    agencies,
    teamsOf: (agency) => teams.filter((team) => team.agency === agency).map(({ id }) => id),
    officersOf: (team) => officers.filter((officer) => officer.team === team).map(({ id }) => id),
  }
}

/** Officials of one or two agencies in different roles, and now and then one of the city. */
async function castOf(city: FaultCity, chance: Chance, size: number): Promise<string[]> {
  const held = await city.rows<{ username: string; agency: string; role: string }>(
    `select o.username, g.agency, g.role from official as o join role_grant as g on g.official_id = o.id
     where o.active and g.role in ('intake_officer', 'case_officer', 'field_officer', 'team_supervisor', 'approver')
       and g.agency in (select agency from complaint) order by o.username`,
  )
  const coordinators = await city.rows<{ username: string }>(
    `select o.username from official as o join role_grant as g on g.official_id = o.id where g.role = 'city_coordinator' order by 1`,
  )
  const agencies = [...new Set(held.map(({ agency }) => agency))]
  const home = [chance.pick(agencies), chance.pick(agencies)]
  const choices = [...new Set(held.filter(({ agency }) => home.includes(agency)).map(({ username }) => username))]
  const cast = new Set<string>()
  if (coordinators.length > 0 && chance.next() < 0.5) cast.add(chance.pick(coordinators).username)
  while (cast.size < Math.min(size, choices.length)) cast.add(chance.pick(choices))
  return [...cast]
}

const triesPerCommand = 4

/** One command the official is offered on one of the cases on the desk, if the first few looked at offer one the model can play. */
async function giveCommand({ chance, around }: Story, player: Player): Promise<void> {
  const query = { ...everyCase, includeClosed: false }
  const { rows } = await player.desk.service.queuePage({ query, offset: 0, limit: 200 })
  const session = await player.desk.session()
  for (let tried = 0; tried < triesPerCommand && rows.length > 0; tried += 1) {
    const detail = await player.desk.service.caseDetail(chance.pick(rows).id)
    if (detail === null) continue
    if (chance.next() < 0.1) {
      await session.drafts.save(detail.case.id, `Dự thảo ${chance.below(1000)}`, detail.draft?.baseRevision ?? 0)
    }
    const offers = detail.commands.filter((offer) => offer.allowed)
    if (offers.length === 0) continue
    const { name } = chance.pick(offers)
    const args = argumentsFor(name, detail, { ...around, chance })
    const answer = args === null ? null : await session.commands.run(detail.case.id, name, args)
    if (answer?.ok !== true) continue
    player.saved.add(answer.key)
    return
  }
}

/** A supervisor elsewhere, or a job of the server: the case is another's from one commit to the next. */
async function moveCases({ city, chance, around }: Story): Promise<void> {
  const agency = chance.pick(around.agencies)
  const team = chance.next() < 0.5 && around.teamsOf(agency).length > 0 ? chance.pick(around.teamsOf(agency)) : null
  await city.rows(
    `update complaint set data = data || jsonb_build_object('agency', $1::text, 'team', $2::text, 'assignee', null, 'state', 'received',
       'proposal', null, 'rowVersion', row_version + 1, 'flowVersion', flow_version + 1)
     where id in (select id from complaint where state in ('assigned', 'in_progress', 'received') order by md5(id || $3::text) limit $4)`,
    [agency, team, String(chance.seed + chance.below(1000)), 1 + chance.below(20)],
  )
}

async function changeGrant({ city, chance, around, players }: Story): Promise<void> {
  const { username } = chance.pick(players).device.account
  const id = `model-${username}`
  const gone = await city.rows(`delete from role_grant where id = $1 returning id`, [id])
  if (gone.length > 0) return
  const agency = chance.pick(around.agencies)
  const teams = around.teamsOf(agency)
  await city.rows(
    `insert into role_grant (id, official_id, role, agency, team) select $1, id, 'case_officer', $3, $4 from official where username = $2`,
    [id, username, agency, teams.length > 0 && chance.next() < 0.5 ? chance.pick(teams) : null],
  )
}

async function restart(story: Story, player: Player): Promise<void> {
  expectRowsTaken(player.desk)
  if (story.chance.next() < 0.7) player.desk.kill()
  else await player.desk.stop()
  player.desk = await story.city.desk(player.device)
}

async function step(story: Story): Promise<void> {
  const { city, chance, players } = story
  const player = chance.pick(players)
  const drawn = chance.next()
  if (drawn < 0.65) return giveCommand(story, player)
  if (drawn < 0.8) return void (await (await player.desk.session()).engine.now())
  if (drawn < 0.84) return moveCases(story)
  if (drawn < 0.88) return changeGrant(story)
  if (drawn < 0.92) return restart(story, player)
  if (drawn < 0.95) {
    const share = chance.next() * 0.7
    city.network.faultOf = (path) =>
      path.startsWith('/sync/v1/') && !path.includes('/poke') && chance.next() < share ? chance.pick(faults) : null
    return undefined
  }
  if (drawn < 0.98) {
    city.network.faultOf = () => null
    return undefined
  }
  await city.server.kill()
  await wait(chance.below(50))
  return city.server.start()
}

/** I1, I2, I9: every command called saved has one row in the ledger, and one that was refused is shown to its author. */
async function expectAnswered(city: FaultCity, player: Player): Promise<void> {
  const keys = [...player.saved]
  const decided = await city.rows<{ key: string; status: string; times: number }>(
    `select key, min(status) as status, count(*)::int as times from mutation where key = any ($1) group by key`,
    [keys],
  )
  const known = new Map(decided.map((row) => [row.key, row]))
  const listed = new Set((await player.desk.service.outboxList()).map(({ key }) => key))
  const unanswered = keys.filter((key) => known.get(key)?.times !== 1)
  expect(unanswered, 'saved commands without exactly one answer').toEqual([])
  const hidden = decided.filter(({ key, status }) => !['applied', 'noop'].includes(status) && !listed.has(key))
  expect(hidden, 'refused commands nobody is shown').toEqual([])
}

/** One story from a seed: officials, commands, moves, grants and faults; afterwards everything that must hold is checked. */
export async function runModel(
  city: FaultCity,
  chance: Chance,
  steps = 60,
): Promise<{ commands: number; faults: number }> {
  const around = await surroundingsOf(city)
  const players: Player[] = []
  const before = city.network.faults
  for (const username of await castOf(city, chance, 4)) {
    const device = city.device(username)
    players.push({ device, desk: await city.syncedDesk(device), saved: new Set() })
  }
  const story: Story = { city, chance, around, players }
  for (let done = 0; done < steps; done += 1) await step(story)
  city.network.faultOf = () => null
  // What one hands in may change what another sees.
  for (let round = 0; round < 2; round += 1) for (const { desk } of players) await syncUntilQuiet(desk)
  for (const player of players) {
    await expectOracle(city, player.desk)
    await expectAnswered(city, player)
  }
  await expectOrder(city)
  await expectRefusedListed(city)
  await expectAuditWhole(city)
  return {
    commands: players.reduce((sum, { saved }) => sum + saved.size, 0),
    faults: city.network.faults - before,
  }
}
