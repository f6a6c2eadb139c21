import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runStartBench } from './first-rows.ts'
import { bostonFile } from './imported-server.ts'
import type { Figure, Verdict } from './measure.ts'
import { runSavedBench } from './saved.ts'
import { fullServerBench, runServerBench } from './server.ts'
import type { ServerBenchOptions } from './server.ts'
import { runSlaBench } from './sla.ts'
import { fullSyncBench, runFirstSyncBench } from './sync/first-sync.ts'
import type { SyncBenchOptions } from './sync/first-sync.ts'

type Results = readonly (Verdict | Figure)[]
/** Sizes for a shorter trial, as far as they were given. */
type Sizes = Partial<ServerBenchOptions & Omit<SyncBenchOptions, 'reuse'>>
type Bench = Readonly<{ run: (sizes: Sizes, reuse: boolean) => Promise<Results>; needsBoston: boolean }>

const benches: Readonly<Record<string, Bench>> = {
  sync: { run: (sizes, reuse) => runFirstSyncBench({ ...fullSyncBench, ...sizes, reuse }), needsBoston: true },
  start: { run: () => runStartBench(), needsBoston: true },
  saved: { run: () => runSavedBench(), needsBoston: false },
  sla: { run: () => runSlaBench(), needsBoston: false },
  server: { run: (sizes) => runServerBench({ ...fullServerBench, ...sizes }), needsBoston: false },
}

const sizeNames = {
  cases: 'cases',
  clients: 'clients',
  'stamp-seconds': 'stampSeconds',
  'load-seconds': 'loadSeconds',
  rounds: 'rounds',
  'peer-rounds': 'peerRounds',
} as const
const text = { type: 'string' } as const
const sizeOptions = Object.fromEntries(Object.keys(sizeNames).map((name) => [name, text]))
const options = { json: text, reuse: { type: 'boolean' }, ...sizeOptions } as const

/** The sizes given by options; the name of one that is no whole number above 0. */
function sizesOf(values: Readonly<Record<string, unknown>>): Sizes | string {
  const given = Object.entries(sizeNames).filter(([option]) => values[option] !== undefined)
  const wrong = given.find(([option]) => !/^[1-9]\d*$/.test(String(values[option])))
  return wrong?.[0] ?? Object.fromEntries(given.map(([option, name]) => [name, Number(values[option])]))
}

/**
 * `npm run bench -- [name] [--json FILE]`: ours, the limit and the ratio, from one run on this machine. For a short trial of `server`:
 * `--cases N --clients N --stamp-seconds N --load-seconds N`; of `sync`: `--cases N --rounds N --peer-rounds N`, and `--reuse` takes
 * the pages of its last run.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const sizes = sizesOf(values)
  if (typeof sizes === 'string') {
    process.stderr.write(`The number for --${sizes} is not a whole number above 0.\n`)
    return 2
  }
  const unknown = positionals.find((name) => !(name in benches))
  if (unknown !== undefined) {
    process.stderr.write(`No benchmark is named "${unknown}". There are: ${Object.keys(benches).join(', ')}.\n`)
    return 2
  }
  const results: Record<string, Results> = {}
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    if (bench.needsBoston && !existsSync(bostonFile)) {
      process.stderr.write(`SKIPPED ${name}: the Boston 311 file is not beside this checkout.\n`)
    } else results[name] = await bench.run(sizes, values.reuse === true)
  }
  if (typeof values.json === 'string') writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

process.exitCode = await main()
