import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { readLog } from '../../support/desktop.ts'
import { ordinaryUserId, shareDisplayKey, whyNoOrdinaryUser } from '../../support/ordinary-user.ts'
import { root } from '../../support/places.ts'

// Packed with and run on the Electron 25.1.1 runtime where no newer one can be had; the configuration is that of a release.
const packed = join(root, 'release', 'linux-unpacked')
// Where root runs the tests the checkout may be closed to the ordinary user: everybody reads the copy.
const copy = mkdtempSync(join(tmpdir(), 'ihanoi-desk-release-'))
const folder = join(copy, 'linux-unpacked')
const binary = join(folder, 'ihanoi-desk')
const home = mkdtempSync(join(tmpdir(), 'ihanoi-desk-packed-'))
const uid = ordinaryUserId() ?? 0

test.skip(process.platform !== 'linux', 'packs for Linux')
test.beforeAll(() => {
  test.setTimeout(300_000)
  execFileSync(process.execPath, [join(root, 'tools', 'run.mjs'), 'package'], { cwd: root, stdio: 'ignore' })
  chmodSync(copy, 0o755)
  cpSync(packed, folder, { recursive: true })
  if (process.getuid?.() === 0) chownSync(home, uid, uid)
})
test.afterAll(() => {
  for (const path of [home, copy]) rmSync(path, { recursive: true, force: true })
})

const env = (): NodeJS.ProcessEnv => {
  const key = shareDisplayKey(home, uid)
  return { ...process.env, HOME: home, IHANOI_DESK_SERVER: '', ...(key === '' ? {} : { XAUTHORITY: key }) }
}
const asUser = () => (process.getuid?.() === 0 ? { uid, gid: uid } : {})
const codesOf = (profile: string) => readLog(profile).map((line) => line['code'])

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })

test('the fuses of the packed binary are set as a release needs them', async () => {
  const wire = await getCurrentFuseWire(binary)
  const [off, on] = ['0', '1'].map((digit) => digit.charCodeAt(0))
  expect({
    runAsNode: wire[FuseV1Options.RunAsNode],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    nodeInspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    cookies: wire[FuseV1Options.EnableCookieEncryption],
    asarOnly: wire[FuseV1Options.OnlyLoadAppFromAsar],
  }).toEqual({ runAsNode: off, nodeOptions: off, nodeInspect: off, cookies: on, asarOnly: on })
})

test('it holds one archive with our bundles, and no sources or node_modules', () => {
  expect(readdirSync(join(folder, 'resources')).toSorted()).toEqual(['app-update.yml', 'app.asar'])
  const list = execFileSync(
    process.execPath,
    [join(root, 'node_modules', '@electron', 'asar', 'bin', 'asar.js'), 'list', join(folder, 'resources', 'app.asar')],
    { encoding: 'utf8' },
  )
  const tops = new Set(
    list
      .split('\n')
      .filter(Boolean)
      .map((path) => path.split('/')[1]),
  )
  expect([...tops].toSorted()).toEqual(['out', 'package.json'])
})

test('an ordinary user starts it in the sandbox, sees the window, and SIGTERM ends it cleanly', async () => {
  test.skip(whyNoOrdinaryUser() !== null, whyNoOrdinaryUser() ?? '')
  const profile = join(home, 'profile')
  const child = spawn(binary, ['--disable-gpu', `--user-data-dir=${profile}`], {
    env: env(),
    stdio: 'ignore',
    ...asUser(),
  })
  await expect.poll(() => codesOf(profile), { timeout: 30_000 }).toContain('window_shown')
  expect(readLog(profile).find((line) => line['code'] === 'started')?.['detail']).toMatchObject({ packaged: true })
  expect(codesOf(profile)).not.toContain('page_not_loaded')
  child.kill('SIGTERM')
  await ended(child)
  const codes = codesOf(profile)
  expect(codes).toContain('stopped')
  // A page may still call while its window goes, and is refused; nothing else follows.
  const later = codes.slice(codes.indexOf('stopped') + 1)
  expect(later.filter((code) => code !== 'ipc_sender_refused')).toEqual([])
})

test('without a keyring a packed app makes no key file', () => {
  expect(existsSync(join(home, 'profile', 'development.key'))).toBe(false)
})

for (const argument of [
  '--remote-debugging-port=9339',
  '--js-flags=--expose-gc',
  '--ignore-certificate-errors',
  '--proxy-server=127.0.0.1:1',
  '--host-rules=MAP * 127.0.0.1',
  '-remote-debugging-port=9339',
]) {
  test(`refuses ${argument}`, () => {
    const profile = join(home, 'refused')
    const result = spawnSync(binary, ['--no-sandbox', argument, `--user-data-dir=${profile}`], {
      env: env(),
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(result.status).toBe(2)
    expect(result.stderr).toContain('refuses to start')
    expect(existsSync(join(profile, 'logs'))).toBe(false)
  })
}

test('does not turn into Node, whatever the environment says', () => {
  const script = 'process.stdout.write("i am node")'
  const result = spawnSync(binary, ['--no-sandbox', '--js-flags=x', '-e', script], {
    env: { ...env(), ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require /nonexistent.js' },
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(result.stdout).not.toContain('i am node')
  expect(result.status).toBe(2)
})
