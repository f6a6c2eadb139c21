import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stageRuntime } from '../support/desktop.ts'
import { root } from '../support/places.ts'

const folder = join(root, '.cache', 'bench-app')

/**
 * Builds the real main process around a benchmark's own page (a folder here), with data files beside it (texts as they are, all else as
 * JSON); answers the binary to start.
 */
export function buildBenchApp(app: 'sync-app' | 'sla-app', files: Readonly<Record<string, unknown>>): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  symlinkSync(join(root, 'package.json'), join(folder, 'package.json'))
  const env = {
    ...process.env,
    IHANOI_DESK_RENDERER: join(root, 'tests', 'bench', app),
    IHANOI_DESK_OUT: join(folder, 'out'),
  }
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  execFileSync(process.execPath, [vite, 'build'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  for (const [name, data] of Object.entries(files))
    writeFileSync(join(folder, 'out', 'renderer', name), typeof data === 'string' ? data : JSON.stringify(data))
  return stageRuntime(folder, join(root, '.cache', 'bench-runtime'))
}

const emptyMain = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1366, height: 768 }).loadFile('index.html'))
app.on('window-all-closed', () => app.quit())
`

/** The limit of a start: an app that opens one window with one line of text and nothing else. */
export function buildEmptyApp(): string {
  const empty = join(root, '.cache', 'bench-empty')
  rmSync(empty, { recursive: true, force: true })
  mkdirSync(empty, { recursive: true })
  writeFileSync(join(empty, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }))
  writeFileSync(join(empty, 'main.cjs'), emptyMain)
  writeFileSync(join(empty, 'index.html'), '<!doctype html><title>empty</title><p>empty window</p>')
  return stageRuntime(empty, join(root, '.cache', 'bench-empty-runtime'))
}
