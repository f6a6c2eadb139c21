import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity } from '../support/faults/fault-city.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { runModel } from '../support/model/model-run.ts'
import { whyNoPostgres } from '../support/postgres.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'any story of officials' : `any story of officials SKIPPED: ${missing}`
const budgetMs = 60_000

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  beforeAll(async () => {
    city = await FaultCity.start()
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  it('of commands, moves, grants and faults ends with every desk equal to the oracle and every command answered once', async () => {
    const endMs = performance.now() + budgetMs
    let commands = 0
    let stories = 0
    do {
      const told = await runModel(city, seededChance(`model story ${stories + 1}`))
      await city.calm()
      commands += told.commands
      stories += 1
    } while (performance.now() < endMs && process.env['IHANOI_DESK_SEED'] === undefined)
    console.info(`model: ${stories} stories, ${commands} commands`)
    expect(commands).toBeGreaterThan(0)
  }, 240_000)
})
