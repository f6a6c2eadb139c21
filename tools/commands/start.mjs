import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { ensureBuild } from '../setup/build.mjs'
import { ensureDisplay } from '../setup/display.mjs'
import { ensureElectron } from '../setup/electron-runtime.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { cache, root } from '../setup/places.mjs'
import { say, SetupFailure } from '../setup/say.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'

const read = (args) => {
  try {
    return parseArgs({
      args,
      options: {
        'no-system': { type: 'boolean', default: false },
        screenshot: { type: 'string' },
        server: { type: 'string' },
        account: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new SetupFailure(
      `${error.message}\nnpm start -- [--no-system] [--screenshot FILE] [--server URL] [--account USERNAME]`,
    )
  }
}

/** Starts the embedded central server with sample data; gives its address and a function that stops it. */
const startServer = async (node) => {
  const data = join(cache, 'start', 'server')
  mkdirSync(data, { recursive: true })
  say('Starting the central server with sample data ...')
  const child = spawn(node, [join(root, 'server', 'main.ts'), '--port', '0', '--seed', 'sample', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise((done, fail) => {
    child.on('exit', (code) =>
      fail(new SetupFailure(`The central server ended (exit ${code}): see the messages above.`)),
    )
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"listening"')) done(JSON.parse(line).url)
    })
  })
  const stop = () =>
    new Promise((done) => (child.exitCode === null ? child.once('exit', done).kill('SIGTERM') : done()))
  return { url, stop }
}

const startDesk = (binary, env) =>
  new Promise((done) => {
    const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const child = spawn(binary, [...rootFlags, `--user-data-dir=${join(cache, 'start', 'profile')}`], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    const end = () => child.kill('SIGTERM')
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
    child.on('exit', (code) => done(code ?? 1))
  })

/** `npm start`: everything from a fresh clone to the desktop app signed in to a server with sample data. */
export const main = async (args) => {
  const options = read(args)
  const node = await ensureNode()
  await ensurePackages()
  await ensureSystemPackages(process.env.DISPLAY ? ['window'] : ['window', 'display'], {
    allowed: !options['no-system'],
  })
  const electron = await ensureElectron()
  await ensureBuild(node)
  const endDisplay = await ensureDisplay()
  const server = options.server ? { url: options.server, stop: () => undefined } : await startServer(node)
  try {
    return await startDesk(electron.binary, {
      IHANOI_DESK_SERVER: server.url,
      IHANOI_DESK_SIGN_IN: options.account ?? (options.server ? '' : 'sample'),
      ...(options.screenshot
        ? { IHANOI_DESK_SCREENSHOT: resolve(process.env.INIT_CWD ?? process.cwd(), options.screenshot) }
        : {}),
    })
  } finally {
    await server.stop()
    endDisplay()
  }
}
