import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { markOrigin } from '../../server/identity/development.ts'
import { handlingDesk } from '../support/intake/handling-desk.ts'
import { openIntakeDesk } from '../support/intake/intake-desk.ts'
import { onBothEngines } from '../support/server.ts'

const dayMs = 86_400_000
const holder = 'manhpd.caugiay'

onBothEngines('the contact that goes with a check-out', (serverOf) => {
  beforeAll(async () => {
    await openIntakeDesk(serverOf())
    await markOrigin(serverOf().context.database.kysely, 'sample')
  })

  const { as, give, inHand } = handlingDesk(serverOf)
  const ask = async (username: string, caseId: string) => {
    const answer = await (await as(username)).post(`/api/v1/cases/${caseId}/checkout-contact`, {})
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const trail = async (caseId: string) =>
    (
      await sql<{ actor: string; detail: unknown }>`
        select actor, detail from audit where action = 'reveal' and subject = ${caseId} order by n`.execute(
        serverOf().context.database.kysely,
      )
    ).rows

  it('is handed to the holder only, while the case is held, and every time is recorded', async () => {
    const row = await inHand('contact-1')
    expect(await ask(holder, row.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    const untilMs = serverOf().clock.nowMs + 2 * dayMs
    expect(await give(await as(holder), 'checkOut', row.id, { untilMs })).toBe('applied')
    expect(await ask(holder, row.id)).toMatchObject({
      status: 200,
      body: { name: 'Nguyễn Thị Thử', phone: '0900 000 123' },
    })
    expect(await ask('anhqt.caugiay', row.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect((await ask('xuanptt.hoankiem', row.id)).status).toBe(404)
    expect((await ask('giangpth.snv', row.id)).status).toBe(403)
    const entry = { actor: `official-${holder}`, detail: { with: 'checkOut', until_ms: untilMs } }
    expect(await trail(row.id)).toEqual([entry])
    expect(await give(await as(holder), 'checkIn', row.id)).toBe('applied')
    expect(await ask(holder, row.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(await trail(row.id)).toEqual([entry])
  })

  it('is not handed out when the time is over', async () => {
    const row = await inHand('contact-2')
    const untilMs = serverOf().clock.nowMs + dayMs
    expect(await give(await as(holder), 'checkOut', row.id, { untilMs })).toBe('applied')
    serverOf().clock.nowMs = untilMs
    expect(await ask(holder, row.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(await trail(row.id)).toEqual([])
  })
})
