import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { ask } from '../setup/run-process.mjs'
import { say, SetupFailure } from '../setup/say.mjs'
import { resultFile } from '../testing/result-file.mjs'

const listFile = join(root, 'tests', 'mutations', 'mutations.json')

/** A copy of the checkout's sources with the packages linked, where a guard can be taken out without touching the checkout. */
const copySources = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-mutation-'))
  const paths = ask('git', ['ls-files', '--cached', '--others', '--exclude-standard']).out.split('\n').filter(Boolean)
  for (const path of paths) cpSync(join(root, path), join(folder, path), { recursive: true, force: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

const vitest = (node, folder, tests) =>
  ask(node, ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--bail', '1', ...tests], {
    cwd: folder,
    timeout: 600_000,
    maxBuffer: 1e9,
  })

/** Takes the guard out, runs its tests, puts the guard back. The tests must fail. */
const tryOne = (node, folder, mutation) => {
  const path = join(folder, mutation.file)
  const text = readFileSync(path, 'utf8')
  if (text.split(mutation.find).length !== 2)
    return { outcome: 'not applicable', detail: 'the text to take out is not there exactly once' }
  writeFileSync(
    path,
    text.replace(mutation.find, () => mutation.replace),
  )
  try {
    const { code, out } = vitest(node, folder, mutation.tests)
    const failed = /(\d+) failed/.exec(out.split('\n').findLast((line) => /Tests /.test(line)) ?? '')?.[1]
    return code !== 0
      ? { outcome: 'seen', detail: `${failed ?? '?'} tests failed` }
      : { outcome: 'NOT SEEN', detail: 'every test passed without the guard' }
  } finally {
    writeFileSync(path, text)
  }
}

/** `npm run test:mutations [-- name]`: each named guard is removed and its tests are seen to fail. */
export const main = async (args) => {
  const node = await ensureNode()
  await ensurePackages()
  const mutations = JSON.parse(readFileSync(listFile, 'utf8')).mutations.filter(
    ({ name }) => args.length === 0 || args.includes(name),
  )
  if (mutations.length === 0)
    throw new SetupFailure(`No guard is named "${args[0]}": see tests/mutations/mutations.json.`)
  const results = resultFile('mutations')
  const folder = copySources()
  const outcomes = []
  try {
    for (const mutation of mutations) {
      const known = results.find(mutation.name)
      const result = known ?? { name: mutation.name, ...tryOne(node, folder, mutation) }
      if (!known) results.add(result)
      outcomes.push(result.outcome)
      say(`${result.outcome.padEnd(14)} ${mutation.name}: ${mutation.guards} (${result.detail})`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const seen = outcomes.filter((outcome) => outcome === 'seen').length
  process.stdout.write(`${seen} passed, ${outcomes.length - seen} failed, 0 skipped\n`)
  return seen === outcomes.length ? 0 : 1
}
