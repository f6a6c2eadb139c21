import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { electronBinary, launchDesk, newProfile, stageRuntime } from '../support/desktop.ts'
import { root } from '../support/places.ts'
import { median, report } from './measure.ts'
import type { Verdict } from './measure.ts'
import { spawnToMark } from './painted.ts'
import type { Phases } from './painted.ts'
import { importedServer, supervisor } from './imported-server.ts'

const emptyMain = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1366, height: 768 }).loadFile('index.html'))
`
const emptyPage = `<!doctype html><title>Empty</title><script>
requestAnimationFrame(() => setTimeout(() => performance.mark('painted')))
</script>`

/** An app that opens one empty window, on the same runtime. */
function emptyApp(folder: string): string {
  const app = join(folder, 'app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }))
  writeFileSync(join(app, 'main.cjs'), emptyMain)
  writeFileSync(join(app, 'index.html'), emptyPage)
  return stageRuntime(app, join(root, '.cache', 'empty-runtime'))
}

/** A profile that holds the largest department, synced and quit in order, with no server left. */
async function filledProfile(): Promise<{ profile: string; serverUrl: string }> {
  const server = await importedServer()
  const profile = newProfile()
  const desk = await launchDesk({ serverUrl: server.url, profile, env: { IHANOI_DESK_SIGN_IN: supervisor } })
  await expect(desk.page.getByRole('status', { name: 'Trạng thái đồng bộ' })).toContainText('Đã đồng bộ', {
    timeout: 120_000,
  })
  await desk.page.getByRole('navigation').getByRole('link', { name: 'Hàng đợi' }).click()
  await expect(desk.page.getByRole('grid').getByRole('row').nth(2)).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 8000))
  await desk.close()
  await server.stop()
  rmSync(server.data, { recursive: true, force: true })
  return { profile, serverUrl: server.url }
}

const toMark = (phases: Phases) => phases['mark'] ?? Number.NaN

/** Where the time goes, beside the empty window's, and the ratio of the least disturbed runs. */
function reportPhases(ours: readonly Phases[], limit: readonly Phases[]): void {
  const least = Math.min(...ours.map(toMark)) / Math.min(...limit.map(toMark))
  console.log(`  ratio of the fastest runs ${least.toFixed(2)}`)
  const middle = (runs: readonly Phases[], name: string) => Math.round(median(runs.map((run) => run[name] ?? 0)))
  for (const name of Object.keys(ours[0] ?? {})) {
    console.log(`    ${name.padEnd(26)} ${middle(ours, name)} ms   (${middle(limit, name)})`)
  }
}

/**
 * From the start of the process to the first rows painted (those of the still; `later` is the frame in which the desk itself has drawn them) with 21,000 cases on the device, against an empty window, alternating. */
export async function runStartBench(runs = 11): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-empty-'))
  const empty = emptyApp(folder)
  const { profile, serverUrl } = await filledProfile()
  const flags = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu']
  const ours: Phases[] = []
  const limit: Phases[] = []
  try {
    for (let run = 0; run <= runs; run += 1) {
      const emptyProfile = join(folder, `profile-${run}`)
      const emptyPhases = await spawnToMark({
        executable: empty,
        args: [...flags, `--user-data-dir=${emptyProfile}`],
        env: {},
        mark: 'painted',
      })
      const oursPhases = await spawnToMark({
        executable: electronBinary(),
        args: [...flags, `--user-data-dir=${profile}`],
        env: { IHANOI_DESK_SERVER: serverUrl },
        mark: 'queue:still',
        later: 'queue:first-rows',
      })
      if (run === 0) continue
      ours.push(oursPhases)
      limit.push(emptyPhases)
    }
  } finally {
    rmSync(profile, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
  const verdict = report({
    name: 'start to the first rows painted, 21,000 cases on the device, offline',
    oursMs: ours.map(toMark),
    limitName: 'empty window of the same runtime',
    limitMs: limit.map(toMark),
    target: 1.5,
  })
  reportPhases(ours, limit)
  return [verdict]
}
