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
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    maxBuffer: 1e9,
  })

/** How many tests failed and how many passed, from the closing line of a run without colours. */
const countsOf = (out) => {
  const line = out.split('\n').findLast((text) => /^\s*Tests /.test(text)) ?? ''
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0)
  return { failed: count('failed'), passed: count('passed') }
}

/** The tests must pass with the guard in place, else their failing proves nothing. */
const passesWhole = (node, folder, mutation, known) => {
  const key = mutation.tests.join(' ')
  if (!known.has(key)) known.set(key, vitest(node, folder, mutation.tests).code === 0)
  return known.get(key)
}

/** Takes the guard out, runs its tests, puts the guard back. The tests must fail. */
const tryOne = (node, folder, mutation, known) => {
  const path = join(folder, mutation.file)
  const text = readFileSync(path, 'utf8')
  if (text.split(mutation.find).length !== 2)
    return { outcome: 'not applicable', detail: 'the text to take out is not there exactly once' }
  if (!passesWhole(node, folder, mutation, known))
    return { outcome: 'not applicable', detail: 'its tests fail with the guard in place' }
  writeFileSync(
    path,
    text.replace(mutation.find, () => mutation.replace),
  )
  try {
    const { failed, passed } = countsOf(vitest(node, folder, mutation.tests).out)
    return failed > 0
      ? { outcome: 'seen', detail: `${failed} failed, ${passed} passed before it stopped` }
      : { outcome: 'NOT SEEN', detail: 'no test failed without the guard' }
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
  const known = new Map()
  try {
    for (const mutation of mutations) {
      const earlier = results.find(mutation.name)
      const result = earlier ?? { name: mutation.name, ...tryOne(node, folder, mutation, known) }
      if (!earlier) results.add(result)
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
