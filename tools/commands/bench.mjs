import { join, resolve } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureDisplay } from '../setup/display.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { run } from '../setup/run-process.mjs'
import { say } from '../setup/say.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'

/** `npm run bench -- [name] [--json FILE]`: benchmarks in the real runtime on a virtual display. */
export const main = async (args) => {
  const node = await ensureNode()
  await ensurePackages()
  await ensureSystemPackages(['window', 'display'], { allowed: true })
  const electron = await ensureElectron()
  if (electron.development) say('Measured on Electron 25.1.1; the app is built for Electron 45.')
  await ensureBuild(node)
  const endDisplay = await ensureDisplay({ virtual: true })
  const at = args.indexOf('--json')
  const paths =
    at < 0 ? args : args.with(at + 1, resolve(process.env.INIT_CWD ?? process.cwd(), args[at + 1] ?? 'bench.json'))
  try {
    return await run(node, [join(root, 'tests', 'bench', 'run.ts'), ...paths], {
      stdout: 'inherit',
      env: { IHANOI_DESK_ELECTRON: electron.binary },
    })
  } finally {
    endDisplay()
  }
}
