import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/places.ts'
import { runStartBench } from './first-rows.ts'
import type { Verdict } from './measure.ts'
import { runSyncBench } from './sync.ts'

const benches: Readonly<Record<string, () => Promise<readonly Verdict[]>>> = {
  sync: () => runSyncBench(),
  start: () => runStartBench(),
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
  if (!existsSync(file)) {
    process.stderr.write('SKIPPED every benchmark: the Boston 311 file is not beside this checkout.\n')
    return 0
  }
  const results: Record<string, readonly Verdict[]> = {}
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length === 0 || positionals.includes(name)) results[name] = await bench()
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

process.exitCode = await main()
