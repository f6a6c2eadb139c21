import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity, syncUntilQuiet } from '../support/faults/fault-city.ts'
import type { Holder } from '../support/faults/fault-city.ts'
import { expectInvariants } from '../support/faults/invariants.ts'
import { writeNotes } from '../support/faults/note-writer.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { whyNoPostgres } from '../support/postgres.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'a central server that' : `a central server that SKIPPED: ${missing}`

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  let holder: Holder

  beforeAll(async () => {
    city = await FaultCity.start()
    const [most] = await city.holders()
    if (!most) throw new Error('no officer holds a case')
    holder = most
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  it('is killed at random moments while notes come in: each is there once when it is back', async () => {
    const chance = seededChance('server killed')
    const desk = await city.syncedDesk(city.device(holder.username))
    const notes: string[] = []
    for (let round = 0; round < 4; round += 1) {
      notes.push(...(await writeNotes(desk, holder.cases, 15, chance)))
      const { engine } = await desk.session()
      engine.wake()
      await wait(chance.below(120))
      await city.server.kill()
      notes.push(...(await writeNotes(desk, holder.cases, 3, chance)))
      await city.server.start()
    }
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], notes)
  }, 120_000)

  it('loses its database in the middle of a push, which is restarted at once: nothing is lost, nothing is quarantined', async () => {
    const chance = seededChance('database restarted')
    const desk = await city.syncedDesk(city.device(holder.username))
    const notes: string[] = []
    for (let round = 0; round < 3; round += 1) {
      notes.push(...(await writeNotes(desk, holder.cases, 20, chance)))
      const { engine } = await desk.session()
      engine.wake()
      await wait(chance.below(100))
      await city.cluster.restartImmediately()
      notes.push(...(await writeNotes(desk, holder.cases, 3, chance)))
    }
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], notes)
    const quarantined = await city.rows(`select key from mutation where status = 'quarantined'`)
    expect(quarantined).toEqual([])
  }, 120_000)

  it('comes back from a backup taken earlier: what it forgot is offered again and stands once', async () => {
    const chance = seededChance('restored from a backup')
    const device = city.device(holder.username)
    const desk = await city.syncedDesk(device)
    const kept = await writeNotes(desk, holder.cases, 5, chance)
    await syncUntilQuiet(desk)
    await city.server.kill()
    await city.releaseDatabase()
    const backup = await city.cluster.copyDatabase('desk', 'desk_backup')
    await city.server.start()
    const forgotten = await writeNotes(desk, holder.cases, 7, chance)
    await syncUntilQuiet(desk)

    await city.server.kill()
    await city.moveTo(backup)
    await city.server.start()
    const meanwhile = await writeNotes(desk, holder.cases, 2, chance)
    await syncUntilQuiet(desk)
    await expectInvariants(city, [desk], [...kept, ...forgotten, ...meanwhile])
  }, 120_000)
})
