import { beforeAll, expect, it } from 'vitest'
import { endPeriods } from '../../server/case-periods.ts'
import { toJson } from '../../server/db/schema.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { hanoi1207 } from '../../shared/domain/time/policy.ts'
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

  const stateOf = async (id: string) =>
    (await serverOf().context.database.kysely.selectFrom('complaint').select('state').where('id', '=', id).execute())[0]
      ?.state

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
  it('comes for a case behind any number of older ones whose period is longer', async () => {
    const { kysely } = serverOf().context.database
    const long = { ...hanoi1207, id: 'long' }
    const data = { ...long, ratingWindow: { ...long.ratingWindow, term: { unit: 'calendar_days', amount: 60 } } }
    await kysely
      .insertInto('policy')
      .values({ id: 'long', name: 'long', data: toJson(data) })
      .execute()
    const waiting = Array.from({ length: 201 }, (_, n) => answeredBefore(`long-${n}`, 25, 'long'))
    await insertRuled(serverOf(), [...waiting, answeredBefore('behind', 20, 'hanoi-1207')])
    expect(await endPeriods(serverOf().context)).toBe(1)
    expect(await stateOf('behind')).toBe('closed')
    expect(await endPeriods(serverOf().context)).toBe(0)
  })

  it('is looked for in a bounded number of cases at once, the next time behind them, and then from the beginning', async () => {
    const most = { page: 20, lookedAt: 100, moved: 100 }
    const run = () => endPeriods(serverOf().context, most)
    await insertRuled(serverOf(), [answeredBefore('far', 19, 'hanoi-1207')])
    expect([await run(), await run()]).toEqual([0, 0])
    expect([await run(), await stateOf('far')]).toEqual([1, 'closed'])
    await insertRuled(serverOf(), [answeredBefore('early', 29, 'hanoi-1207')])
    expect([await run(), await stateOf('early')]).toEqual([1, 'closed'])
  })

  it('moves a bounded number of cases on at once, and none is left out', async () => {
    const rows = Array.from({ length: 7 }, (_, n) => answeredBefore(`many-${n}`, 40, 'hanoi-1207'))
    await insertRuled(serverOf(), rows)
    const run = () => endPeriods(serverOf().context, { page: 4, lookedAt: 1000, moved: 3 })
    const moved = [await run(), await run(), await run(), await run()]
    expect(moved.reduce((sum, n) => sum + n, 0)).toBe(7)
    expect(Math.max(...moved)).toBe(3)
  })
})
