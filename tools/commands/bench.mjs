import { join, resolve } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureDisplay } from '../setup/display.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages, ensurePeers } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { run } from '../setup/run-process.mjs'
import { say } from '../setup/say.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'

const withoutWindow = ['server']
const needsDatabase = ['server', 'sync']

/** Options without a value. */
const switches = ['--reuse']

/** The benchmarks named; an option and its value are no name. */
const namesOf = (args) =>
  args
    .filter((arg) => !switches.includes(arg))
    .filter((arg, at, others) => !arg.startsWith('--') && !others[at - 1]?.startsWith('--'))

/** `npm run bench -- [name] [--json FILE]`: benchmarks in the real runtime on a virtual display; `server` needs PostgreSQL instead, `sync` too. */
export const main = async (args) => {
  const node = await ensureNode()
  await ensurePackages()
  const names = namesOf(args)
  const at = args.indexOf('--json')
  const paths =
    at < 0 ? args : args.with(at + 1, resolve(process.env.INIT_CWD ?? process.cwd(), args[at + 1] ?? 'bench.json'))
  const command = [join(root, 'tests', 'bench', 'run.ts'), ...paths]
  const isAsked = (name) => names.length === 0 || names.includes(name)
  if (needsDatabase.some(isAsked)) await ensureSystemPackages(['database'], { allowed: true })
  if (isAsked('sync')) await ensurePeers()
  if (names.length > 0 && names.every((name) => withoutWindow.includes(name))) {
    return run(node, command, { stdout: 'inherit' })
  }
  await ensureSystemPackages(['window', 'display'], { allowed: true })
  const electron = await ensureElectron()
  if (electron.development) say('Measured on Electron 25.1.1; the app is built for Electron 45.')
  await ensureBuild(node)
  const endDisplay = await ensureDisplay({ virtual: true })
  try {
    return await run(node, command, {
      stdout: 'inherit',
      env: { IHANOI_DESK_ELECTRON: electron.binary },
    })
  } finally {
    endDisplay()
  }
}
