import { launchDesk } from '../support/desktop.ts'
import { buildBenchApp } from './bench-app.ts'
import { median, report } from './measure.ts'
import type { Verdict } from './measure.ts'
import { pwdxPages } from './pwdx-pages.ts'
import type { BenchResult } from './sync-app/result.ts'

export type SyncBenchOptions = Readonly<{
  /** Measured rounds, after one that warms up. */
  runs?: number
  /** Take the pages fetched last time instead of importing again. */
  reusePages?: boolean
}>

/**
 * The first sync of the largest department in the real runtime, network excluded: fetched pages to a stored, encrypted queue that
 * answers, against a raw packed write of the same rows. Prints ours, the limit and the ratio.
 */
export async function runSyncBench(options: SyncBenchOptions = {}): Promise<readonly Verdict[]> {
  const pages = await pwdxPages(options.reusePages ?? false)
  const desk = await launchDesk({ executable: buildBenchApp('sync-app', { 'pages.json': pages }) })
  try {
    const runs = options.runs ?? 5
    await desk.page.waitForFunction(() => 'runBench' in window)
    const result: BenchResult = await desk.page.evaluate((count) => window.runBench(count), runs)
    const megabytes = pages.reduce((sum, text) => sum + text.length, 0) / 1e6
    console.log(
      `sync: ${result.rows} rows of ${result.cases} cases, ${megabytes.toFixed(1)} MB of pages, ${runs} rounds, taking turns`,
    )
    const verdict = report({
      name: 'first sync, stored, encrypted, queue usable',
      oursMs: result.oursMs,
      limitName: 'raw packed write, no index, not encrypted',
      limitMs: result.limitMs,
      target: 3,
    })
    console.log(
      `  filter + sort + 50 rows ${median(result.queryMs).toFixed(1)} ms, search ${median(result.searchMs).toFixed(1)} ms (in the worker)`,
    )
    console.log(
      `  page meanwhile: longest task ${Math.round(result.longestTaskMs)} ms (0: none of 50 ms or more), longest wait ${Math.round(result.longestWaitMs)} ms`,
    )
    return [verdict]
  } finally {
    await desk.close()
  }
}

if (process.argv[1]?.endsWith('bench/sync.ts')) await runSyncBench({ reusePages: process.argv.includes('--reuse') })
