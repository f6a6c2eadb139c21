import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/places.ts'
import { runStartBench } from './first-rows.ts'
import type { Verdict } from './measure.ts'
import { runSlaBench } from './sla.ts'
import { runSyncBench } from './sync.ts'

type Bench = Readonly<{ run: () => Promise<readonly Verdict[]>; needsBoston: boolean }>

const benches: Readonly<Record<string, Bench>> = {
  sync: { run: () => runSyncBench(), needsBoston: true },
  start: { run: () => runStartBench(), needsBoston: true },
  sla: { run: () => runSlaBench(), needsBoston: false },
}

const file = join(root, '..', 'shared', 'data', 'complaints', 'boston311-2011-jul-oct.csv.gz')

/** `npm run bench -- [name] [--json FILE]`: ours, the limit and the ratio, from one run on this machine. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true })
  const unknown = positionals.find((name) => !(name in benches))
  if (unknown !== undefined) {
    process.stderr.write(`No benchmark is named "${unknown}". There are: ${Object.keys(benches).join(', ')}.\n`)
    return 2
  }
  const results: Record<string, readonly Verdict[]> = {}
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    if (bench.needsBoston && !existsSync(file)) {
      process.stderr.write(`SKIPPED ${name}: the Boston 311 file is not beside this checkout.\n`)
    } else results[name] = await bench.run()
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

process.exitCode = await main()
