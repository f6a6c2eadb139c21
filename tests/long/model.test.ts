import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FaultCity } from '../support/faults/fault-city.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { runModel } from '../support/model/model-run.ts'
import { root } from '../support/places.ts'
import { whyNoPostgres } from '../support/postgres.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'stories of officials' : `stories of officials SKIPPED: ${missing}`
const seeds = Number(process.env['IHANOI_DESK_SEEDS'] ?? '20')
const storiesPerCity = 25
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const progressFile = join(root, '.cache', 'long', 'model.json')

type Progress = { commit: string; passed: number; commands: number; faults: number }

/** How far a run of this very commit came: it is gone on with. */
function progressSoFar(): Progress {
  const none = { commit, passed: 0, commands: 0, faults: 0 }
  if (!existsSync(progressFile)) return none
  const kept = JSON.parse(readFileSync(progressFile, 'utf8')) as Progress
  return kept.commit === commit ? kept : none
}

describe.skipIf(missing !== null)(title, () => {
  const progress = progressSoFar()
  let city: FaultCity
  beforeAll(async () => {
    mkdirSync(dirname(progressFile), { recursive: true })
    city = await FaultCity.start()
  }, 120_000)
  afterAll(() => city?.stop(), 30_000)

  it(`of the seeds 1 to ${seeds} end with every desk equal to the oracle and every command answered once`, async () => {
    for (let seed = progress.passed + 1; seed <= seeds; seed += 1) {
      const { commands, faults } = await runModel(city, seededChance(`model story ${seed}`, seed), 80)
      await city.calm()
      progress.passed = seed
      progress.commands += commands
      progress.faults += faults
      writeFileSync(progressFile, JSON.stringify(progress))
      if (seed % storiesPerCity !== 0) continue
      // A city that many stories have been through has few cases left to work on.
      await city.stop()
      city = await FaultCity.start()
    }
    console.info(`model: ${progress.passed} stories, ${progress.commands} commands, ${progress.faults} faults`)
    expect(progress.passed).toBeGreaterThanOrEqual(seeds)
  }, 86_400_000)
})
