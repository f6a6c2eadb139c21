import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { killWhileSending, randomBytesAt } from '../support/evidence/kill-run.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'
import { runSeed } from '../support/seeded-property.ts'

const sizeBytes = 12 * 1024 * 1024 + 345
const filesFolder = mkdtempSync(join(tmpdir(), 'desk-evidence-files-'))
let server: RunningServer

beforeAll(async () => {
  server = await startServer(['--port', '0', '--seed', 'sample', '--files', filesFolder])
}, 120_000)
afterAll(async () => {
  await server.stop()
  rmSync(filesFolder, { recursive: true, force: true })
})

it('arrives whole although the sending app is killed at random bytes, and little of it twice', async () => {
  const seed = runSeed()
  console.info(`evidence kills: seed ${seed}`)
  const killAt = randomBytesAt(seed, 4, sizeBytes)
  const { declared, stored, kills, resentBytes } = await killWhileSending({
    ...{ serverUrl: server.url, filesFolder, username: 'dungha.sxd', sizeBytes, killAt },
  })
  expect([stored, kills]).toEqual([declared, 4])
  // Each kill costs at most the piece on its way, and the requests their heads.
  expect(resentBytes).toBeLessThan(4 * 1024 * 1024 + 64 * 1024)
}, 120_000)
