import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HeldContact } from '../../renderer/worker/cases/held-contacts.ts'
import type { Desk, Device } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'
import { RealServer } from '../support/worker/real-server.ts'

const hourMs = 3_600_000
const agency = 'SXD'
const server = new RealServer()
const desks: Desk[] = []
let network = true
let aheadMs = 0

beforeAll(() => server.start())
afterEach(async () => {
  network = true
  aheadMs = 0
  for (const desk of desks.splice(0)) await desk.stop()
})
afterAll(() => server.remove())

async function deskOf(username: string, device?: Device): Promise<Desk> {
  const fetch = server.fetchAs(username, () => network)
  const fresh = newDevice({ fetch, baseUrl: server.url }, { accountId: username, username })
  const desk = startDesk(device ?? { ...fresh, nowMs: () => Date.now() + aheadMs })
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

/** A case of an officer in progress that nobody holds, taken along on a new device until two hours from now. */
async function takenAlong(): Promise<Readonly<{ desk: Desk; caseId: string; username: string; held: HeldContact }>> {
  const username = await server.accountOf('case_officer', agency)
  const desk = await deskOf(username)
  const query = { ...everyCase, view: 'mine' as const, states: ['in_progress' as const] }
  const { rows } = await desk.service.queuePage({ query, offset: 0, limit: 50 })
  const caseId = rows.find((row) => row.assignee === `official-${username}` && row.checkout === null)?.id ?? ''
  const session = await desk.session()
  expect(await session.contacts.get(caseId)).toBeNull()
  const untilMs = Date.now() + 2 * hourMs
  expect(await session.commands.run(caseId, 'checkOut', { untilMs })).toMatchObject({ ok: true })
  await until('the contact', async () => (await session.contacts.get(caseId)) !== null)
  const held = await session.contacts.get(caseId)
  if (held === null) throw new Error('no contact')
  expect(held.untilMs).toBe(untilMs)
  return { desk, caseId, username, held }
}

const contactOf = async (desk: Desk, caseId: string) => (await desk.session()).contacts.get(caseId)
const offered = async (desk: Desk, caseId: string) =>
  (await desk.service.caseDetail(caseId))?.commands.find(({ name }) => name === 'revealReporter')
const stored = async (desk: Desk) =>
  JSON.stringify(await (await desk.session()).database.meta.toArray(), (_key, value: unknown) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? 'bytes' : value,
  )

describe('the contact of a case that is checked out', () => {
  it('comes with the check-out, is shown without a network and after a restart, sealed, and on that device only', async () => {
    const { desk, caseId, username, held } = await takenAlong()
    const { name, phone } = held.reporter
    expect(name ?? phone).toEqual(expect.stringMatching(/\S/))
    network = false
    await (await desk.session()).engine.now()
    expect(await offered(desk, caseId)).toMatchObject({ allowed: true, code: null })
    const kept = await stored(desk)
    expect(kept).toContain('heldContacts')
    for (const word of [name, phone]) if (word !== null) expect(kept).not.toContain(word)
    desk.kill()
    const again = await deskOf(username, desk.device)
    expect(await contactOf(again, caseId)).toEqual(held)
    network = true
    const other = await deskOf(username)
    await (await other.session()).engine.now()
    expect(await contactOf(other, caseId)).toBeNull()
    network = false
    await (await other.session()).engine.now()
    expect(await offered(other, caseId)).toMatchObject({ allowed: false, code: 'online_only' })
    network = true
    expect(await (await again.session()).commands.run(caseId, 'checkIn', {})).toMatchObject({ ok: true })
    await (await again.session()).engine.now()
  })

  it('goes with the check-in, at once though there is no network', async () => {
    const { desk, caseId } = await takenAlong()
    network = false
    await (await desk.session()).engine.now()
    expect(await (await desk.session()).commands.run(caseId, 'checkIn', {})).toMatchObject({ ok: true })
    await until('the deletion', async () => (await contactOf(desk, caseId)) === null)
    expect(await stored(desk)).not.toMatch(/"heldContacts","value":"/)
    network = true
    await (await desk.session()).engine.now()
    expect(await contactOf(desk, caseId)).toBeNull()
  })

  it('goes when the time is over, on a device without a network too', async () => {
    const { desk, caseId, username } = await takenAlong()
    network = false
    await (await desk.session()).engine.now()
    desk.kill()
    aheadMs = 3 * hourMs
    const later = await deskOf(username, desk.device)
    expect((await later.session()).contacts.has(caseId)).toBe(false)
    expect(await stored(later)).not.toMatch(/"heldContacts","value":"/)
  })
})
