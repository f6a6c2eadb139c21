import { ask, onPath, run } from './run-process.mjs'
import { SetupFailure, say } from './say.mjs'

/** The whole list of system packages set-up may ever install, by what needs them. */
const lists = {
  window: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'],
  display: ['xvfb', 'xauth'],
  database: ['postgresql'],
  clock: ['libfaketime'],
}

const isInstalled = (name) => ask('dpkg-query', ['-W', '-f=${Status}', name]).out.includes('install ok installed')

/** Newer Debian and Ubuntu name some libraries with the suffix t64. */
const isThere = (name) => isInstalled(name) || isInstalled(`${name}t64`)

const installable = (name) => (ask('apt-cache', ['show', `${name}t64`]).code === 0 ? `${name}t64` : name)

const missingOf = (needs) => {
  if (!onPath('dpkg-query')) return []
  return needs.flatMap((need) => lists[need]).filter((name) => !isThere(name))
}

const isRoot = () => process.getuid?.() === 0

/**
 * Installs what is missing of the fixed lists named (`window`, `display`, `database`, `clock`); as root only, after printing the command.
 * Throws with the exact command where this user may not, or where `allowed` is false.
 */
export const ensureSystemPackages = async (needs, { allowed }) => {
  if (process.platform !== 'linux') return
  const missing = missingOf(needs)
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!allowed) throw new SetupFailure(`System packages are missing and --no-system was given. Run: sudo ${command}`)
  if (!isRoot()) throw new SetupFailure(`System packages are missing. Run: sudo ${command}`)
  say(`System packages are missing; running: ${command}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const lock = ['-o', 'DPkg::Lock::Timeout=300']
  await run('apt-get', [...lock, 'update', '-q'], { env })
  const code = await run(
    'apt-get',
    [...lock, 'install', '-y', '-q', '--no-install-recommends', ...missing.map(installable)],
    { env },
  )
  if (code !== 0) throw new SetupFailure(`apt-get failed (exit ${code}). Run it by hand: sudo ${command}`)
}
