import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity, syncUntilQuiet } from '../support/faults/fault-city.ts'
import { expectOracle } from '../support/faults/invariants.ts'
import { whyNoPostgres } from '../support/postgres.ts'
import type { Desk } from '../support/worker/desk.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'an official of two agencies' : `an official of two agencies SKIPPED: ${missing}`

/** An official with a case of the own agency, which `second` is asked to take part in; it goes to `third` later. */
type Scene = Readonly<{ username: string; caseId: string; second: string; third: string }>

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  let scenes = 0
  beforeAll(async () => {
    city = await FaultCity.start()
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  const change = (caseId: string, part: object) =>
    city.rows(
      `update complaint set data = data || $2::jsonb || jsonb_build_object('rowVersion', row_version + 1) where id = $1`,
      [caseId, JSON.stringify(part)],
    )

  const grant = (username: string, agency: string) =>
    city.rows(
      `insert into role_grant (id, official_id, role, agency, team)
       select $1 || id, id, 'case_officer', $1, null from official where username = $2`,
      [agency, username],
    )

  async function scene(): Promise<Scene> {
    const holder = (await city.holders())[(scenes += 1)]
    const caseId = holder?.cases[0]
    if (holder === undefined || caseId === undefined) throw new Error('too few officials hold a case')
    const { username, agency } = holder
    // In a page the buckets come by name: what is left here is the first one, with which the rows travel.
    const [second, third] = await city.rows<{ id: string }>('select id from agency where id > $1 order by id limit 2', [
      agency,
    ])
    if (second === undefined || third === undefined) throw new Error('too few agencies')
    await grant(username, agency)
    const asked = { id: 'asked', agency: second.id, question: 'Phần đường?', askedBy: 'u', askedAtMs: 0, dueAtMs: 0 }
    const open = { answer: null, answeredBy: null, answeredAtMs: null, closedAtMs: null }
    await change(caseId, { coordination: [{ ...asked, ...open }] })
    return { username, caseId, second: second.id, third: third.id }
  }

  /** A desk whose digest check, which would mend what is missing here, comes long after the test. */
  const deskOf = (username: string) => city.syncedDesk({ ...city.device(username), haste: 1 })

  async function expectKept(desk: Desk, { caseId, third }: Scene): Promise<void> {
    await change(caseId, { agency: third, team: null, assignee: null })
    await syncUntilQuiet(desk)
    expect(await desk.service.caseDetail(caseId)).not.toBeNull()
    await expectOracle(city, desk)
    expect(desk.host.errors()).toEqual([])
  }

  it('keeps a case, loaded with both, that leaves one of them', async () => {
    const scened = await scene()
    await grant(scened.username, scened.second)
    const desk = await deskOf(scened.username)
    await expectOracle(city, desk)
    await expectKept(desk, scened)
  })

  it('keeps a note, come to both at once, on a case that leaves one of them', async () => {
    const scened = await scene()
    const desk = await deskOf(scened.username)
    await grant(scened.username, scened.second)
    await syncUntilQuiet(desk)
    const { commands } = await desk.session()
    expect(await commands.run(scened.caseId, 'addNote', { id: 'n', text: 'Đã xem.' })).toMatchObject({ ok: true })
    await syncUntilQuiet(desk)
    await expectOracle(city, desk)
    await expectKept(desk, scened)
  })
})
