import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity, syncUntilQuiet } from '../support/faults/fault-city.ts'
import type { Holder } from '../support/faults/fault-city.ts'
import type { NetFault } from '../support/faults/faulty-network.ts'
import { expectInvariants } from '../support/faults/invariants.ts'
import { writeNotes } from '../support/faults/note-writer.ts'
import { LossyLink } from '../support/faults/lossy-link.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { whyNoPostgres } from '../support/postgres.ts'
import { until } from '../support/worker/environment.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'a network that' : `a network that SKIPPED: ${missing}`
const dayMs = 86_400_000

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  let holders: Holder[] = []
  const holder = (place: number): Holder => {
    const found = holders[place]
    if (!found) throw new Error('too few officers hold cases')
    return found
  }

  beforeAll(async () => {
    city = await FaultCity.start()
    holders = await city.holders()
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  const alone: readonly NetFault[] = ['reply_lost', 'request_lost', 'request_cut', 'request_doubled', 'reply_cut']

  it.each(alone)('does "%s" to half of the pushes and pulls: every note arrives once, in order', async (fault) => {
    const chance = seededChance(fault)
    const desk = await city.syncedDesk(city.device(holder(0).username))
    let asked = 0
    city.network.faultOf = (path) => {
      if (!/\/(push|pull)$/.test(path)) return null
      asked += 1
      return asked === 1 || chance.next() < 0.5 ? fault : null
    }
    const notes = await writeNotes(desk, holder(0).cases, 12, chance)
    await until('every answer', async () => {
      await (await desk.session()).engine.now()
      return (await desk.service.syncStatus()).waiting === 0
    })
    expect(city.network.met.get(fault) ?? 0).toBeGreaterThan(0)
    city.network.faultOf = () => null
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], notes)
  })

  it('does all of it at random to the desks of two agencies: both end with what the server holds', async () => {
    const chance = seededChance('everything at random')
    const [first, second] = [holder(0), holders.find((other) => other.agency !== holder(0).agency) ?? holder(1)]
    const desks = [
      await city.syncedDesk(city.device(first.username)),
      await city.syncedDesk(city.device(second.username)),
    ]
    city.network.faultOf = (path) => {
      if (!path.startsWith('/sync/v1/') || path.endsWith('/poke')) return null
      return chance.next() < 0.4 ? chance.pick([...alone, 'busy' as const]) : null
    }
    const notes: string[] = []
    for (let round = 0; round < 6; round += 1) {
      for (const [place, desk] of desks.entries()) {
        notes.push(...(await writeNotes(desk, (place === 0 ? first : second).cases, 1 + chance.below(5), chance)))
      }
      await Promise.all(desks.map(async (desk) => (await desk.session()).engine.now()))
    }
    city.network.faultOf = () => null
    for (const desk of desks) await syncUntilQuiet(desk)
    await expectInvariants(city, desks, notes)
  }, 60_000)

  it.each(['portal', 'portal_redirect'] as const)(
    'answers with a page of its own ("%s"): the desk is offline, keeps everything and sends it later',
    async (fault) => {
      const chance = seededChance(fault)
      const desk = await city.syncedDesk(city.device(holder(0).username))
      city.network.faultOf = () => fault
      const notes = await writeNotes(desk, holder(0).cases, 5, chance)
      await until('the offline state', async () => (await desk.service.syncStatus()).state === 'offline')
      expect((await desk.service.syncStatus()).waiting).toBe(5)
      city.network.faultOf = () => null
      await syncUntilQuiet(desk)
      await expectInvariants(city, [desk], notes)
    },
  )

  it('has 800 ms of latency and 64 kbit a second: what is written arrives once and is shown', async () => {
    const chance = seededChance('slow')
    const desk = await city.syncedDesk({ ...city.device(holder(0).username), haste: 1 })
    city.network.slowness = { latencyMs: 800, bytesPerSecond: 8_000 }
    const notes = await writeNotes(desk, holder(0).cases, 20, chance)
    await syncUntilQuiet(desk)
    city.network.slowness = null
    await expectInvariants(city, [desk], notes)
  }, 60_000)

  it('drops packets where its short queues are full: what is written arrives once and is shown', async (context) => {
    const link = await LossyLink.open(() => city.server.url, 256)
    if (link === null) return context.skip('a network namespace with limited queues is not permitted here')
    try {
      const chance = seededChance('packets dropped')
      const { username, cases } = holder(0)
      const desk = await city.syncedDesk({ ...city.device(username), baseUrl: link.url, haste: 1 })
      const notes = await writeNotes(desk, cases, 40, chance)
      await syncUntilQuiet(desk)
      expect(link.dropped()).toBeGreaterThan(10)
      await expectInvariants(city, [desk], notes)
      await desk.stop()
    } finally {
      await link.close()
    }
  }, 120_000)

  it('is away for 14 days: 300 commands arrive once each, in order, as recorded then', async () => {
    const chance = seededChance('14 days offline')
    const device = city.device(holder(0).username)
    const before = await city.syncedDesk(device)
    await before.stop()
    city.network.faultOf = () => 'request_lost'
    const then = await city.desk({ ...device, nowMs: () => Date.now() - 14 * dayMs })
    const notes = await writeNotes(then, holder(0).cases, 300, chance)
    await then.stop()
    city.network.faultOf = () => null
    const now = await city.syncedDesk(device)
    await expectInvariants(city, [now], notes)
    const old = await city.rows<{ count: number }>(
      `select count(*)::int as count from mutation where client_at_ms < $1`,
      [Date.now() - 13 * dayMs],
    )
    expect(old[0]?.count).toBe(300)
  }, 120_000)
})
