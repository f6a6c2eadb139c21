import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureDisplay } from '../setup/display.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { onPath } from '../setup/run-process.mjs'
import { say, SetupFailure } from '../setup/say.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'
import { desktopShare, staticShare, vitestShare } from '../testing/shares.mjs'

const projects = [
  'tsconfig.json',
  'shared/tsconfig.json',
  'server/tsconfig.json',
  'electron/tsconfig.json',
  'electron/tsconfig.electron25.json',
  'renderer/tsconfig.json',
  'renderer/worker/tsconfig.json',
  'tests/tsconfig.json',
]

const shares = (node) => ({
  static: () =>
    staticShare(
      node,
      projects.filter((project) => existsSync(join(root, project))),
    ),
  unit: () => vitestShare(node, ['tests/unit', 'tests/architecture']),
  server: () => vitestShare(node, ['tests/contract', 'tests/integration']),
  sync: () => vitestShare(node, ['tests/sync']),
  faults: () => vitestShare(node, ['tests/faults']),
  desktop: () => desktopShare(node),
})

const hasPostgres = () => existsSync('/usr/lib/postgresql') || onPath('initdb')

const setUp = async (allowed) => {
  const node = await ensureNode()
  await ensurePackages()
  await ensureSystemPackages(['window', 'display', ...(hasPostgres() ? [] : ['database'])], { allowed })
  const electron = await ensureElectron()
  process.env.IHANOI_DESK_ELECTRON = electron.binary
  if (electron.development) say('The desktop tests run on Electron 25.1.1; the app is built for Electron 45.')
  await ensureBuild(node)
  return node
}

const minutes = (fromMs) => `${((performance.now() - fromMs) / 60_000).toFixed(1)} min`

const report = (results) => {
  for (const { name, took, counts } of results) {
    say(
      `${name.padEnd(8)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(3)} failed ${String(counts.skipped.length).padStart(3)} skipped  ${took}`,
    )
    for (const failure of counts.failures) say(`  FAILED  ${failure}`)
    for (const skip of counts.skipped) say(`  SKIPPED ${skip.name}: ${skip.why}`)
  }
}

/** `npm test [-- share ...]`: all set-up, then every share (or those named); the last line sums all runners. */
export const main = async (args) => {
  const noSystem = args.includes('--no-system')
  const named = args.filter((arg) => arg !== '--no-system')
  let started = performance.now()
  const node = await setUp(!noSystem)
  say(`set-up   ${minutes(started)}`)
  const all = shares(node)
  const unknown = named.filter((name) => !(name in all))
  if (unknown.length > 0)
    throw new SetupFailure(`Unknown share "${unknown[0]}". There are: ${Object.keys(all).join(', ')}.`)
  const endDisplay = await ensureDisplay({ virtual: true })
  const results = []
  for (const name of named.length > 0 ? named : Object.keys(all)) {
    started = performance.now()
    say(`\n== ${name}`)
    const counts = await all[name]()
    results.push({ name, took: minutes(started), counts })
  }
  endDisplay()
  report(results)
  const sum = (pick) => results.reduce((total, result) => total + pick(result.counts), 0)
  const failed = sum((counts) => counts.failed)
  process.stdout.write(
    `${sum((counts) => counts.passed)} passed, ${failed} failed, ${sum((counts) => counts.skipped.length)} skipped\n`,
  )
  return failed === 0 ? 0 : 1
}
