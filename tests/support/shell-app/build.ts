import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../places.ts'

const folder = join(root, '.cache', 'shell-app')

/**
 * Builds main and preload as they are, with a small page and a worker of the tests instead of the interface and the data
 * worker. Answers the folder of an app that Electron can start (`package.json`, `out/`).
 */
export function buildShellApp(): string {
  const renderer = join(folder, 'renderer')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(renderer, { recursive: true })
  for (const name of ['index.html', 'worker-host.html', 'platform']) {
    cpSync(join(root, 'renderer', name), join(renderer, name), { recursive: true })
  }
  for (const name of ['app', 'worker']) {
    cpSync(join(root, 'tests', 'support', 'shell-app', name), join(renderer, name), { recursive: true })
  }
  for (const name of ['shared', 'node_modules']) symlinkSync(join(root, name), join(folder, name))
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  execFileSync(process.execPath, [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], {
    cwd: root,
    env: { ...process.env, IHANOI_DESK_RENDERER: renderer, IHANOI_DESK_OUT: join(folder, 'out') },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return folder
}
