import { rmSync } from 'node:fs'
import { launchDesk } from '../../support/desktop.ts'
import type { Desk } from '../../support/desktop.ts'
import { buildBenchApp } from '../bench-app.ts'
import type { Figure, Verdict } from '../measure.ts'
import type { Contender, PageFiles, Round, RoundResult } from '../sync-app/rounds.ts'
import { departmentPages, firstPages } from './department-pages.ts'
import type { Brought } from './department-pages.ts'
import { longestPageTask } from './page-tasks.ts'
import type { PageTask } from './page-tasks.ts'
import { reportGrowth, reportSize } from './report-sync.ts'
import type { SizeResults } from './report-sync.ts'

export type SyncBenchOptions = Readonly<{
  /** The largest first sync. */
  cases: number
  /** Measured rounds of ours and the limit, and at most of the peers. */
  rounds: number
  peerRounds: number
  /** Take the pages pulled last time instead of importing again. */
  reuse: boolean
}>

/** What `npm run bench -- sync` does unless told otherwise. */
export const fullSyncBench: SyncBenchOptions = { cases: 100_000, rounds: 5, peerRounds: 3, reuse: false }

/** How long the page is watched before each round. */
const idleMs = 3000
/** A round that takes longer is ended: it is then known to take at least this. */
const mostMs = 180_000
/** The peers take another round of a size only where all of theirs are likely to end within this. */
const peersBudgetMs = 600_000
const smallerSizes = [1_000, 10_000]
const own: readonly Contender[] = ['raw', 'ours']
const peers: readonly Contender[] = ['rxdb', 'pouchdb-idb', 'pouchdb-indexeddb']

type Size = Readonly<{ files: PageFiles; brought: Brought }>

/**
 * The first sync of a large department in the real runtime, network excluded: pulled pages to a stored, encrypted queue that answers;
 * beside it a raw packed write of the same rows, and RxDB and PouchDB taking the same rows in. Prints ours, the limit, the peers and
 * the ratios, at 1,000, 10,000 and all cases.
 */
export async function runFirstSyncBench(options: SyncBenchOptions): Promise<readonly (Verdict | Figure)[]> {
  const { executable, sizes } = await prepare(options)
  const results: SizeResults[] = []
  const verdicts: (Verdict | Figure)[] = []
  for (const size of sizes) {
    const measured = await measureSize(executable, { size, warmUp: sizes[0] ?? size }, options)
    results.push(measured)
    verdicts.push(...reportSize(measured, size === sizes.at(-1)))
  }
  reportGrowth(results)
  return verdicts
}

/** An app with the pages of every size beside it. */
async function prepare({ cases, reuse }: SyncBenchOptions): Promise<{ executable: string; sizes: readonly Size[] }> {
  const pages = await departmentPages(cases, reuse)
  const files: Record<string, string> = {}
  const sizes = [...smallerSizes.filter((smaller) => smaller < cases), cases].map((count) => {
    const { pages: chosen, ...brought } = firstPages(pages, count)
    const folder = `pages-${count}`
    for (const [n, text] of chosen.entries()) files[`${folder}-${n}.json`] = text
    return { files: { folder, count: chosen.length }, brought }
  })
  return { executable: buildBenchApp('sync-app', files), sizes }
}

async function measureSize(
  executable: string,
  { size, warmUp }: { size: Size; warmUp: Size },
  { rounds, peerRounds }: SyncBenchOptions,
): Promise<SizeResults> {
  const results = new Map<Contender, RoundResult[]>()
  let peersMs = 0
  for (let turn = 0; turn < Math.max(rounds, peerRounds); turn += 1) {
    const hasTime = peersMs * (turn + 1) <= peersBudgetMs * Math.max(1, turn)
    const contenders = [...(turn < rounds ? own : []), ...(turn < peerRounds && hasTime ? peers : [])]
    for (const contender of contenders) {
      const round = { contender, warmUp: warmUp.files, measured: size.files }
      const result = await runRound(executable, round)
      const expected = contender === 'ours' ? size.brought.cases : size.brought.rows
      if (!result.ended && result.stored !== expected)
        throw new Error(`${contender} stored ${result.stored} of ${expected}`)
      results.set(contender, [...(results.get(contender) ?? []), result])
      if (peers.includes(contender)) peersMs += result.ms
      process.stderr.write(
        `  ${size.brought.cases} cases, ${contender}: ${result.ended ? 'more than ' : ''}${Math.round(result.ms)} ms\n`,
      )
    }
  }
  const task = await tracedTask(executable, { contender: 'ours', warmUp: warmUp.files, measured: size.files })
  return { brought: size.brought, results, task }
}

/** One round in an app and a profile of its own: what one stored and deleted before costs no other. */
async function runRound(executable: string, round: Round): Promise<RoundResult> {
  return inRound(executable, round, async (desk) => {
    const result = await desk.page.evaluate(([pause, most]) => window.runRound(pause, most), [idleMs, mostMs] as const)
    // It would not quit before it has stored what it was given.
    if (result.ended) await desk.kill()
    return result
  })
}

/** One more round, traced: the tracing must not slow down what is measured. */
async function tracedTask(executable: string, round: Round): Promise<PageTask> {
  return inRound(executable, round, (desk) =>
    longestPageTask(desk, () => desk.page.evaluate((most) => window.runRound(0, most), mostMs)),
  )
}

async function inRound<T>(executable: string, round: Round, work: (desk: Desk) => Promise<T>): Promise<T> {
  const desk = await launchDesk({ executable })
  try {
    await desk.page.waitForFunction(() => 'prepareRound' in window)
    await desk.page.evaluate((asked) => window.prepareRound(asked), round)
    return await work(desk)
  } finally {
    await desk.close()
    rmSync(desk.profile, { recursive: true, force: true, maxRetries: 10 })
  }
}
