import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/places.ts'
import { runStartBench } from './first-rows.ts'
import type { Figure, Verdict } from './measure.ts'
import { runSavedBench } from './saved.ts'
import { fullServerBench, runServerBench } from './server.ts'
import type { ServerBenchOptions } from './server.ts'
import { runSlaBench } from './sla.ts'
import { runSyncBench } from './sync.ts'

type Results = readonly (Verdict | Figure)[]
type Bench = Readonly<{ run: (sizes: ServerBenchOptions) => Promise<Results>; needsBoston: boolean }>

const benches: Readonly<Record<string, Bench>> = {
  sync: { run: () => runSyncBench(), needsBoston: true },
  start: { run: () => runStartBench(), needsBoston: true },
  saved: { run: () => runSavedBench(), needsBoston: false },
  sla: { run: () => runSlaBench(), needsBoston: false },
  server: { run: runServerBench, needsBoston: false },
}

const file = join(root, '..', 'shared', 'data', 'complaints', 'boston311-2011-jul-oct.csv.gz')

const text = { type: 'string' } as const
const options = { json: text, cases: text, clients: text, 'stamp-seconds': text, 'load-seconds': text }

/**
 * `npm run bench -- [name] [--json FILE]`: ours, the limit and the ratio, from one run on this machine. For a short trial of `server`:
 * `--cases N --clients N --stamp-seconds N --load-seconds N`.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const sizes: ServerBenchOptions = {
    cases: Number(values.cases ?? fullServerBench.cases),
    clients: Number(values.clients ?? fullServerBench.clients),
    stampSeconds: Number(values['stamp-seconds'] ?? fullServerBench.stampSeconds),
    loadSeconds: Number(values['load-seconds'] ?? fullServerBench.loadSeconds),
  }
  const wrong = Object.entries(sizes).find(([, size]) => !(Number.isInteger(size) && size > 0))
  if (wrong !== undefined) {
    process.stderr.write(`The number for ${wrong[0]} is not a whole number above 0.\n`)
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
    if (bench.needsBoston && !existsSync(file)) {
      process.stderr.write(`SKIPPED ${name}: the Boston 311 file is not beside this checkout.\n`)
    } else results[name] = await bench.run(sizes)
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

process.exitCode = await main()
