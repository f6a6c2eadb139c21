import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './places.mjs'

/** Runs to the end with this terminal; its stdout goes to stderr unless `stdout: 'inherit'`. Gives the exit code. */
export const run = (file, args, options = {}) =>
  new Promise((resolve, reject) => {
    const { stdout = 2, env = {}, cwd = root } = options
    const child = spawn(file, args, { cwd, stdio: ['ignore', stdout, 'inherit'], env: { ...process.env, ...env } })
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })

/** Runs quietly and gives `{code, out}`; code -1 where the program is not there. */
export const ask = (file, args, options = {}) => {
  const done = spawnSync(file, args, { encoding: 'utf8', cwd: root, ...options })
  return { code: done.error ? -1 : (done.status ?? -1), out: `${done.stdout ?? ''}${done.stderr ?? ''}` }
}

/** True where a program of that name is on the PATH. */
export const onPath = (name) => ask('sh', ['-c', `command -v ${name}`]).code === 0
