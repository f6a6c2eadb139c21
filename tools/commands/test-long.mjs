import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureDisplay } from '../setup/display.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { say, SetupFailure } from '../setup/say.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'
import { resultFile } from '../testing/result-file.mjs'
import { vitestShare } from '../testing/shares.mjs'

/** What runs longer than `npm test` allows: property and sync tests with many more seeds, and every test of `tests/long` by its name. */
const longRuns = {
  unit: ['tests/unit'],
  sync: ['tests/sync'],
  contract: ['tests/contract'],
  import: ['tests/integration/import'],
  hostile: ['tests/faults/hostile.test.ts'],
  ...Object.fromEntries(longTests().map((name) => [name, [`tests/long/${name}.test.ts`]])),
}

/** Those that drive the real app on a display. */
const desktopRuns = new Set(['app-clock', 'app-kills'])

function longTests() {
  const folder = join(root, 'tests', 'long')
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => name.slice(0, -'.test.ts'.length))
        .toSorted()
    : []
}

/** The runtime, the built app and a virtual display; gives a function that ends the display. */
const prepareDesktop = async (node) => {
  await ensureSystemPackages(['window', 'display', 'clock'], { allowed: true })
  process.env.IHANOI_DESK_ELECTRON = (await ensureElectron()).binary
  await ensureBuild(node)
  return ensureDisplay({ virtual: true })
}

/** The first word of a name is enough where only one begins with it. */
const wholeName = (name) => {
  const meant = Object.keys(longRuns).filter((known) => known.startsWith(`${name}-`))
  return !(name in longRuns) && meant.length === 1 ? meant[0] : name
}

const read = (args) => {
  const at = args.indexOf('--seeds')
  const seeds = at < 0 ? '20' : args[at + 1]
  if (!/^[1-9]\d{0,4}$/.test(seeds ?? '')) throw new SetupFailure('--seeds takes a whole number from 1 to 99999.')
  const names = (at < 0 ? args : args.toSpliced(at, 2)).map(wholeName)
  const unknown = names.find((name) => !(name in longRuns))
  if (unknown)
    throw new SetupFailure(`No long run is named "${unknown}". There are: ${Object.keys(longRuns).join(', ')}.`)
  return { seeds, names: names.length > 0 ? names : Object.keys(longRuns) }
}

/** `npm run test:long [-- name ...] [--seeds N]`: N times the runs of every property test (IHANOI_DESK_SEEDS); all names by default. */
export const main = async (args) => {
  const { seeds, names } = read(args)
  const node = await ensureNode()
  await ensurePackages()
  process.env.IHANOI_DESK_SEEDS = seeds
  const results = resultFile('long')
  let [passed, failed, skipped] = [0, 0, 0]
  for (const name of names) {
    const known = results.find(`${name} x${seeds}`)
    const endDisplay = known === undefined && desktopRuns.has(name) ? await prepareDesktop(node) : () => {}
    const counts = known ?? (await vitestShare(node, longRuns[name]))
    endDisplay()
    if (!known) results.add({ name: `${name} x${seeds}`, ...counts })
    say(
      `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped (seeds x${seeds}${known ? ', from an earlier run' : ''})`,
    )
    for (const failure of counts.failures) say(`  FAILED  ${failure}`)
    for (const skip of counts.skipped) say(`  SKIPPED ${skip.name}: ${skip.why}`)
    passed += counts.passed
    failed += counts.failed
    skipped += counts.skipped.length
  }
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  return failed === 0 ? 0 : 1
}
