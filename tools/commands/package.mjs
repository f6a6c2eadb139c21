import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from '../setup/build.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { cache, root } from '../setup/places.mjs'
import { run } from '../setup/run-process.mjs'
import { say } from '../setup/say.mjs'

const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')

/** A copy of the runtime without any app in it: the builder takes everything it finds there. */
const cleanRuntime = (dist) => {
  const target = join(cache, 'electron-dist')
  rmSync(target, { recursive: true, force: true })
  const isApp = (path) => path === join(dist, 'resources', 'app') || path === join(dist, 'resources', 'app-update.yml')
  cpSync(dist, target, { recursive: true, filter: (path) => !isApp(path) })
  return target
}

/**
 * `npm run package [-- --installers]`: an unpacked packaged app for this platform under `release/`. Installers only when asked for,
 * because their tools come from outside the package registry.
 */
export const main = async (args) => {
  const node = await ensureNode()
  await ensurePackages()
  const electron = await ensureElectron()
  await ensureBuild(node)
  const dist = cleanRuntime(electron.dist)
  rmSync(join(root, 'release'), { recursive: true, force: true })
  const platform = { linux: '--linux', win32: '--win', darwin: '--mac' }[process.platform]
  const what = args.includes('--installers') ? [] : ['--dir']
  const code = await run(node, [builder, platform, ...what, `-c.electronDist=${dist}`, '--publish', 'never'], {
    // With hard links the fuses would be flipped in the runtime itself.
    env: { USE_HARD_LINKS: 'false' },
  })
  rmSync(dist, { recursive: true, force: true })
  if (code !== 0) return code
  if (electron.development)
    say('Packed with Electron 25.1.1, which serves development and tests: never ship this folder.')
  say(`Packed under ${join(root, 'release')}`)
  return existsSync(join(root, 'release')) ? 0 : 1
}
