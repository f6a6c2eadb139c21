import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, isStamped, root, stamp } from './places.mjs'
import { run } from './run-process.mjs'
import { SetupFailure, say } from './say.mjs'

const sources = ['electron', 'renderer', 'shared', 'resources', 'electron.vite.config.ts', 'package.json']

const filesBelow = (path) => {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
}

/** Builds the production bundles under `out/`; `always` also where nothing changed since the last build. */
export const ensureBuild = async (node, { always = false } = {}) => {
  const value = fingerprint(...sources.flatMap((name) => filesBelow(join(root, name))))
  const built = statSync(join(root, 'out', 'main', 'index.cjs'), { throwIfNoEntry: false })
  if (!always && built && isStamped('build', value)) return
  say('Building the desktop app ...')
  const code = await run(node, [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'])
  if (code !== 0) throw new SetupFailure('The build failed: see the messages above.')
  stamp('build', value)
}
