import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cache } from '../setup/places.mjs'
import { ask } from '../setup/run-process.mjs'

/** Long runs append one JSON line per finished item to `.cache/results/<kind>.jsonl` and skip what this commit has finished already. */
export const resultFile = (kind) => {
  const file = join(cache, 'results', `${kind}.jsonl`)
  const commit = ask('git', ['rev-parse', 'HEAD']).out.trim()
  const dirty = ask('git', ['status', '--porcelain', '-uno']).out.trim() !== ''
  const version = dirty ? `${commit}+changes` : commit
  const lines = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : []
  const done = new Map(dirty ? [] : lines.filter((line) => line.version === version).map((line) => [line.name, line]))
  return {
    file,
    find: (name) => done.get(name),
    add: (entry) => {
      mkdirSync(dirname(file), { recursive: true })
      appendFileSync(file, `${JSON.stringify({ ...entry, version })}\n`)
    },
  }
}
