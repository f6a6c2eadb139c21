import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity, syncUntilQuiet } from '../support/faults/fault-city.ts'
import { confirmedRows, expectInvariants } from '../support/faults/invariants.ts'
import { writeNote, writeNotes } from '../support/faults/note-writer.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { whyNoPostgres } from '../support/postgres.ts'
import { everyCase } from '../support/worker/desk.ts'

const manyCases = 10_000
/** Below the number of rows that one commit may have. */
const perCommit = 1_000
const missing = whyNoPostgres()
const title = missing === null ? 'work done offline' : `work done offline SKIPPED: ${missing}`

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity

  beforeAll(async () => {
    city = await FaultCity.start()
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  const moveCase = (id: string, agency: string) =>
    city.rows(
      `update complaint set data = data || jsonb_build_object('agency', $2::text, 'team', null, 'assignee', null, 'state', 'received',
         'rowVersion', row_version + 1, 'flowVersion', flow_version + 1) where id = $1`,
      [id, agency],
    )

  it('on a case that went to another agency meanwhile: the notes are taken as late, and the case leaves the device', async () => {
    const chance = seededChance('transferred with offline notes')
    const [first, ...others] = await city.holders()
    const elsewhere = others.find((other) => other.agency !== first?.agency)
    const moved = first?.cases[0]
    if (first === undefined || moved === undefined || elsewhere === undefined) throw new Error('nothing to move')
    const { username, cases } = first
    const desk = await city.syncedDesk(city.device(username))
    city.network.faultOf = () => 'request_lost'
    const late = [await writeNote(desk, moved, chance.seed), await writeNote(desk, moved, chance.seed)]
    await (await desk.session()).drafts.save(moved, 'Dự thảo cho hồ sơ đã chuyển', 0)
    const other = await writeNotes(desk, cases.slice(1), 4, chance)
    await moveCase(moved, elsewhere.agency)
    city.network.faultOf = () => null
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], [...late, ...other])
    const stored = await city.rows<{ late: boolean }>(
      `select (data ->> 'late')::boolean as late from event where id = any ($1)`,
      [late],
    )
    expect(stored).toEqual([{ late: true }, { late: true }])
    expect(await desk.service.caseDetail(moved)).toBeNull()
  }, 60_000)

  it('by an official who belongs to another team meanwhile: notes arrive, a workflow command is listed with its words', async () => {
    const chance = seededChance('moved to another team')
    const choices = await city.rows<{ username: string; team: string }>(
      `select o.username, min(t.id) as team from official as o join role_grant as g on g.official_id = o.id
       join team as t on t.agency = g.agency and t.id <> g.team where g.role = 'case_officer' group by o.username`,
    )
    const found = (await city.holders()).find((one) => choices.some(({ username }) => username === one.username))
    const team = choices.find((one) => one.username === found?.username)?.team
    if (found === undefined || team === undefined) throw new Error('nobody has another team to go to')
    const { username, cases } = found
    const desk = await city.syncedDesk(city.device(username))
    const waiting = await city.rows<{ id: string }>(
      `select id from complaint where id = any ($1) and state = 'assigned' order by id limit 1`,
      [cases],
    )
    const [toStart] = waiting
    if (!toStart) throw new Error('nothing waits to be started')
    city.network.faultOf = () => 'request_lost'
    const notes = await writeNotes(desk, cases, 5, chance)
    const { commands } = await desk.session()
    expect(await commands.run(toStart.id, 'start', {})).toMatchObject({ ok: true })
    await city.rows(
      `update role_grant set team = $2 where official_id = (select id from official where username = $1)`,
      [username, team],
    )
    city.network.faultOf = () => null
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], notes)
    const listed = await desk.service.outboxList()
    expect(listed).toMatchObject([{ caseId: toStart.id, name: 'start', status: 'rejected' }])
  }, 60_000)

  it('by an official whom 10,000 cases leave at once: they are gone from the device, the notes arrive', async () => {
    const chance = seededChance('10,000 cases leave at once')
    // An officer who still belongs where the cases are, whatever the scenarios before this one did.
    const [holder] = await city.rows<{ username: string; agency: string; template: string }>(
      `select o.username, c.agency, c.id as template from complaint as c join official as o on o.id = c.assignee
       join role_grant as g on g.official_id = o.id and g.role = 'case_officer' and g.agency = c.agency and g.team = c.team
       where c.state in ('assigned', 'in_progress') order by c.id limit 1`,
    )
    const elsewhere = (await city.holders()).find((one) => one.agency !== holder?.agency)
    if (holder === undefined || elsewhere === undefined) throw new Error('nobody to move')
    const { username, template } = holder
    for (let from = 0; from < manyCases; from += perCommit) {
      await city.rows(
        `insert into complaint (id, data) select 'many-' || n, c.data || jsonb_build_object('id', 'many-' || n, 'caseNumber', 'HN-2026-9' || lpad(n::text, 5, '0'))
         from complaint as c, generate_series($2::int, $3::int) as n where c.id = $1`,
        [template, from, from + perCommit - 1],
      )
    }
    const desk = await city.syncedDesk(city.device(username))
    const many = async () =>
      [...(await confirmedRows(desk)).keys()].filter((key) => key.startsWith('case many-')).length
    expect(await many()).toBe(manyCases)
    city.network.faultOf = () => 'request_lost'
    const chosen = [0, 4_999, manyCases - 1].map((n) => `many-${n}`)
    const notes = await writeNotes(desk, chosen, 9, chance)
    await (await desk.session()).drafts.save('many-7', 'Dự thảo cho hồ sơ sắp rời đi', 0)
    await city.rows(
      `update role_grant set agency = $2, team = (select min(id) from team where agency = $2)
       where official_id = (select id from official where username = $1)`,
      [username, elsewhere.agency],
    )
    city.network.faultOf = () => null
    await syncUntilQuiet(desk)
    expect(await many()).toBe(0)
    await expectInvariants(city, [desk], notes)
    const listed = await desk.service.outboxList()
    expect(listed.filter(({ status }) => status === 'rejected')).toEqual([])
    const page = await desk.service.queuePage({ query: everyCase, offset: 0, limit: 500 })
    expect(page.rows.filter(({ id }) => id.startsWith('many-'))).toEqual([])
  }, 240_000)
})
