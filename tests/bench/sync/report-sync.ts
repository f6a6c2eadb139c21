import { median, report, reportFigure, reportPeer } from '../measure.ts'
import type { Figure, Verdict } from '../measure.ts'
import type { Contender, RoundResult } from '../sync-app/rounds.ts'
import type { Brought } from './department-pages.ts'
import type { PageTask } from './page-tasks.ts'

/** Every measured round of one size. */
export type SizeResults = Readonly<{
  brought: Brought
  results: ReadonlyMap<Contender, readonly RoundResult[]>
  task: PageTask
}>

const mostTimesRaw = 2
const leastTimesFaster = 5
/** A frame. */
const longestTaskMs = 16

const peerNames: readonly (readonly [Contender, string])[] = [
  ['rxdb', 'RxDB 17, free Dexie storage, six indexes, in a worker'],
  ['pouchdb-idb', 'PouchDB 9, adapter idb, no secondary index, in a worker'],
  ['pouchdb-indexeddb', 'PouchDB 9, adapter indexeddb, no secondary index, in a worker'],
]

const timesOf = ({ results }: SizeResults, contender: Contender) => (results.get(contender) ?? []).map(({ ms }) => ms)

/** Prints one size; the verdicts that count are those of the largest. */
export function reportSize(size: SizeResults, isLargest: boolean): readonly (Verdict | Figure)[] {
  const { brought, results } = size
  const ours = results.get('ours') ?? []
  const oursMs = timesOf(size, 'ours')
  const share = (pick: (result: RoundResult) => number) => median(ours.map(pick))
  console.log(
    `\nsync: ${brought.cases} cases, ${brought.rows} rows, ${brought.megabytes.toFixed(1)} MB of pages; taking turns, each round in a new profile`,
  )
  const raw = report({
    name: `first sync of ${brought.cases} cases, stored, encrypted, queue usable`,
    oursMs,
    limitName: 'raw packed write, no index, not encrypted',
    limitMs: timesOf(size, 'raw'),
    target: mostTimesRaw,
  })
  const besides = peerNames.flatMap(([contender, peerName]) => {
    const peerMs = timesOf(size, contender)
    const name = `first sync of ${brought.cases} cases beside ${peerName}`
    return peerMs.length === 0 ? [] : [reportPeer({ name, oursMs, peerName, peerMs, target: leastTimesFaster })]
  })
  console.log(
    `  search build ${share(({ figures }) => figures['foldMs'] ?? NaN).toFixed(0)} ms, part of ours; first search ${share(({ figures }) => figures['searchMs'] ?? NaN).toFixed(1)} ms, filter + sort + 50 rows ${share(({ figures }) => figures['queryMs'] ?? NaN).toFixed(1)} ms (in the worker)`,
  )
  const waits = (pick: (result: RoundResult) => number) => ours.map((result) => Math.round(pick(result))).join(' ')
  console.log(
    `  page meanwhile: longest wait for a turn (${waits((result) => result.busyWaitMs)}) ms, before while idle (${waits((result) => result.idleWaitMs)}) ms`,
  )
  const task = reportFigure({
    name: `longest of ${size.task.tasks} main-thread tasks of the page while syncing ${brought.cases} cases`,
    value: size.task.ms,
    unit: 'ms',
    target: longestTaskMs,
  })
  return isLargest ? [raw, ...besides, task] : []
}

/** Prints what a case costs at each size. */
export function reportGrowth(sizes: readonly SizeResults[]): void {
  const line = (name: string, contender: Contender) => {
    const costs = sizes.map((size) => (median(timesOf(size, contender)) / size.brought.cases) * 1000)
    console.log(`  ${name}: ${costs.map((cost) => cost.toFixed(0)).join(' / ')}`)
  }
  console.log(`\nmicroseconds a case at ${sizes.map(({ brought }) => brought.cases).join(' / ')} cases`)
  line('ours', 'ours')
  line('raw packed write', 'raw')
  for (const [contender, name] of peerNames) line(name, contender)
}
