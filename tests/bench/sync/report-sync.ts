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

const rawName = 'raw packed write, no index, not encrypted'

const timesOf = ({ results }: SizeResults, contender: Contender) => (results.get(contender) ?? []).map(({ ms }) => ms)

const isEnded = ({ results }: SizeResults, contender: Contender) =>
  (results.get(contender) ?? []).some(({ ended }) => ended)

const peersOf = (size: SizeResults) =>
  peerNames
    .map(([contender, peerName]) => ({
      peerName,
      peerMs: timesOf(size, contender),
      ended: isEnded(size, contender),
    }))
    .filter(({ peerMs }) => peerMs.length > 0)

/** Prints one size. Only the largest is held against the targets; its verdicts are answered. */
export function reportSize(size: SizeResults, isLargest: boolean): readonly (Verdict | Figure)[] {
  const { brought } = size
  console.log(
    `\nsync: ${brought.cases} cases, ${brought.rows} rows, ${brought.megabytes.toFixed(1)} MB of pages; taking turns, each round in a new profile`,
  )
  const verdicts = isLargest ? judged(size) : []
  if (!isLargest) show(size)
  const of = (name: string) => median((size.results.get('ours') ?? []).map(({ figures }) => figures[name] ?? NaN))
  console.log(
    `  search build ${of('foldMs').toFixed(0)} ms, part of ours; first search ${of('searchMs').toFixed(1)} ms, filter + sort + 50 rows ${of('queryMs').toFixed(1)} ms (in the worker)`,
  )
  const waits = (pick: (result: RoundResult) => number) =>
    (size.results.get('ours') ?? []).map((result) => Math.round(pick(result))).join(' ')
  console.log(
    `  page meanwhile: longest wait for a turn (${waits(({ busyWaitMs }) => busyWaitMs)}) ms, before while idle (${waits(({ idleWaitMs }) => idleWaitMs)}) ms`,
  )
  if (isLargest) return [...verdicts, judgedTask(size)]
  console.log(`  longest of ${size.task.tasks} main-thread tasks of the page meanwhile ${size.task.ms.toFixed(1)} ms`)
  return []
}

function judged(size: SizeResults): readonly Verdict[] {
  const { cases } = size.brought
  const oursMs = timesOf(size, 'ours')
  const raw = report({
    name: `first sync of ${cases} cases, stored, encrypted, queue usable`,
    oursMs,
    limitName: rawName,
    limitMs: timesOf(size, 'raw'),
    target: mostTimesRaw,
  })
  const besides = peersOf(size).map((peer) => {
    const name = `first sync of ${cases} cases beside ${peer.peerName}`
    return reportPeer({ name, oursMs, ...peer, target: leastTimesFaster })
  })
  return [raw, ...besides]
}

function judgedTask({ task, brought }: SizeResults): Figure {
  return reportFigure({
    name: `longest of ${task.tasks} main-thread tasks of the page while syncing ${brought.cases} cases`,
    value: task.ms,
    unit: 'ms',
    target: longestTaskMs,
  })
}

function show(size: SizeResults): void {
  const ours = median(timesOf(size, 'ours'))
  const raw = median(timesOf(size, 'raw'))
  console.log(`  ours ${Math.round(ours)} ms, ${rawName} ${Math.round(raw)} ms, ratio ${(ours / raw).toFixed(2)}`)
  for (const { peerName, peerMs, ended } of peersOf(size)) {
    const peer = median(peerMs)
    console.log(`  ${peerName} ${ended ? 'at least ' : ''}${Math.round(peer)} ms, ${(peer / ours).toFixed(1)} x ours`)
  }
}

/** Prints what a case costs at each size. */
export function reportGrowth(sizes: readonly SizeResults[]): void {
  const line = (name: string, contender: Contender) => {
    const costs = sizes.map((size) => {
      const cost = (median(timesOf(size, contender)) / size.brought.cases) * 1000
      return `${isEnded(size, contender) ? 'at least ' : ''}${cost.toFixed(0)}`
    })
    console.log(`  ${name}: ${costs.join(' / ')}`)
  }
  console.log(`\nmicroseconds a case at ${sizes.map(({ brought }) => brought.cases).join(' / ')} cases`)
  line('ours', 'ours')
  line('raw packed write', 'raw')
  for (const [contender, name] of peerNames)
    if (sizes.every((size) => size.results.has(contender))) line(name, contender)
}
