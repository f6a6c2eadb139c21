import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { killWhileSending, randomBytesAt } from '../support/evidence/kill-run.ts'
import { startServer } from '../support/running-server.ts'
import type { RunningServer } from '../support/running-server.ts'
import { runSeed } from '../support/seeded-property.ts'

const sizeBytes = 500_000_000
const kills = 20
const filesFolder = mkdtempSync(join(tmpdir(), 'desk-upload-kills-'))
let server: RunningServer

beforeAll(async () => {
  // A case may carry 50 MiB by default: this server is told to take more.
  server = await startServer(['--port', '0', '--seed', 'sample', '--files', filesFolder, '--max-file-mb', '512'])
}, 180_000)
afterAll(async () => {
  await server.stop()
  rmSync(filesFolder, { recursive: true, force: true })
})

it('brings 500 MB in pieces of 1 MiB through 20 kills, the hash equal and less than a tenth sent twice', async () => {
  const seed = runSeed()
  const killAt = randomBytesAt(seed, kills, sizeBytes)
  const result = await killWhileSending({
    ...{ serverUrl: server.url, filesFolder, username: 'dungha.sxd', sizeBytes, killAt },
  })
  const share = ((result.resentBytes * 100) / sizeBytes).toFixed(2)
  console.info(
    `upload kills: seed ${seed}, ${result.kills} kills, ${result.seconds.toFixed(0)} s, ${result.resentBytes} bytes of ${sizeBytes} ` +
      `sent again or as heads (${share} %), hash ${result.stored === result.declared ? 'equal' : 'DIFFERENT'}`,
  )
  expect([result.stored, result.kills]).toEqual([result.declared, kills])
  expect(result.resentBytes).toBeLessThan(sizeBytes / 10)
}, 1_800_000)
