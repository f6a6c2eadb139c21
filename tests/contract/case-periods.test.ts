import { beforeAll, expect, it } from 'vitest'
import { endPeriods } from '../../server/case-periods.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { buildAdminCity, insertRuled, receivedCase } from '../support/admin/admin-desk.ts'
import { onBothEngines } from '../support/server.ts'

onBothEngines('the end of a period', (serverOf) => {
  const dayMs = 86_400_000
  const answeredBefore = (id: string, days: number, policy: string) => {
    const atMs = serverOf().clock.nowMs - days * dayMs
    const row = receivedCase(id, atMs - dayMs, { state: 'answered' })
    return { ...row, clocks: { ...row.clocks, policy, answeredAtMs: atMs } }
  }

  beforeAll(async () => {
    await buildAdminCity(serverOf())
    await insertRuled(serverOf(), [
      answeredBefore('lost', 30, 'no-such-policy'),
      answeredBefore('over', 20, 'hanoi-1207'),
      answeredBefore('young', 1, 'hanoi-1207'),
    ])
  })

  it('is not held up by a case whose own rule is missing', async () => {
    expect(await endPeriods(serverOf().context)).toBe(1)
    const states = await inSystem(serverOf().context.database.kysely, (tx) =>
      tx
        .selectFrom('complaint')
        .select(['id', 'state'])
        .where('id', 'in', ['lost', 'over', 'young'])
        .orderBy('id')
        .execute(),
    )
    expect(states).toEqual([
      { id: 'lost', state: 'answered' },
      { id: 'over', state: 'closed' },
      { id: 'young', state: 'answered' },
    ])
  })
})
