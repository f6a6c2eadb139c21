import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { markOrigin } from '../../server/identity/development.ts'
import { handlingDesk } from '../support/intake/handling-desk.ts'
import { openIntakeDesk } from '../support/intake/intake-desk.ts'
import { onBothEngines } from '../support/server.ts'

onBothEngines('what administrators set and where a case goes on', (serverOf) => {
  const { intake, stored, as, give, inHand } = handlingDesk(serverOf)

  beforeAll(async () => {
    await openIntakeDesk(serverOf())
    await markOrigin(serverOf().context.database.kysely, 'sample')
  })

  const setGround = async (id: string, change: object) => {
    const { kysely } = serverOf().context.database
    await sql`update ground set data = data || ${JSON.stringify(change)}::jsonb where id = ${id}`.execute(kysely)
  }
  const refuse = { ground: 'not_in_scope', text: 'Mời gửi đến cơ quan có thẩm quyền.' }

  it('gives a refusal to whom its ground names, and lets the citizen resume where the ground said so then', async () => {
    const [officer, approver, city] = [await as('manhpd.caugiay'), await as('anhqt.caugiay'), await as('tungnt.vp')]
    const [byAgency, byCity] = [await inHand('ground-1'), await inHand('ground-2')]
    expect(await give(officer, 'proposeRefusal', byAgency.id, refuse)).toBe('applied')
    await setGround('not_in_scope', { approvedBy: 'city_coordinator', mayResume: true })
    expect(await give(officer, 'proposeRefusal', byCity.id, refuse)).toBe('applied')
    expect(await give(city, 'approveRefusal', byAgency.id)).toBe('not_permitted')
    expect(await give(approver, 'approveRefusal', byAgency.id)).toBe('applied')
    expect(await give(approver, 'approveRefusal', byCity.id)).toBe('not_permitted')
    expect(await give(city, 'approveRefusal', byCity.id)).toBe('applied')
    await setGround('not_in_scope', { approvedBy: 'approver', mayResume: false })
    const resume = (caseNumber: string) => intake('POST', `complaints/${caseNumber}/resume`, { text: 'Ở số 12' })
    await expect(resume(byAgency.caseNumber)).rejects.toThrow('wrong_state')
    await resume(byCity.caseNumber)
    expect((await stored(byCity.caseNumber)).state).toBe('awaiting_reception')
  })

  it('refuses a ground that is no longer in use', async () => {
    const row = await inHand('ground-3')
    const officer = await as('manhpd.caugiay')
    await setGround('not_in_scope', { active: false })
    expect(await give(officer, 'proposeRefusal', row.id, refuse)).toBe('unknown_ground')
    await setGround('not_in_scope', { active: true })
    expect(await give(officer, 'proposeRefusal', row.id, refuse)).toBe('applied')
  })
})
