import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchShell } from '../../support/shell-app/launch.ts'
import type { ShellDesk } from '../../support/shell-app/launch.ts'
import { installer, startUpdateFeed } from '../../support/update-feed.ts'
import type { UpdateFeed } from '../../support/update-feed.ts'

// The real Electron 25.1.1 with electron-updater's NSIS updater: everything but running the Windows installer itself.
let feed: UpdateFeed
let desk: ShellDesk
const cache = mkdtempSync(join(tmpdir(), 'ihanoi-desk-updates-'))

test.beforeAll(async () => {
  feed = await startUpdateFeed()
  const env = { IHANOI_DESK_UPDATE_URL: feed.url, IHANOI_DESK_UPDATE_KEY: feed.publicKeyPem, XDG_CACHE_HOME: cache }
  desk = await launchShell({ env })
})
test.afterAll(async () => {
  await desk.close()
  await feed.close()
  rmSync(cache, { recursive: true, force: true })
})

const check = () => desk.page.evaluate(() => window.desk.call('updater:check-now'))
const installers = () =>
  existsSync(cache)
    ? readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.endsWith('.exe') && !name.includes('temp-'),
      )
    : []
const askedInstallers = () => feed.asked.filter((path) => path.endsWith('.exe'))

test('is off until it is configured', async () => {
  const plain = await launchShell()
  expect(await plain.page.evaluate(() => window.desk.call('updater:check-now'))).toMatchObject({ phase: 'off' })
  await plain.close()
})

test('finds nothing where the feed offers the version that runs', async () => {
  feed.publish({ version: '0.1.0' })
  expect(await check()).toEqual({ phase: 'idle', version: null, percent: null, code: null })
  expect(feed.asked).toEqual(['/latest-linux.yml', '/latest-linux.yml.sig'])
})

test('refuses a manifest changed after it was signed, before it downloads anything', async () => {
  feed.publish({ version: '0.2.0', tamper: (manifest) => manifest.replace('size: ', 'size: 1') })
  expect(await check()).toMatchObject({ phase: 'refused', code: 'signature_wrong' })
  expect(askedInstallers()).toEqual([])
})

test('refuses another signer', async () => {
  feed.publish({ version: '0.2.0', foreignKey: true })
  expect(await check()).toMatchObject({ phase: 'refused', code: 'signature_wrong' })
  expect(askedInstallers()).toEqual([])
})

test('offers nothing without a signature', async () => {
  feed.publish({ version: '0.2.0', unsigned: true })
  expect(await check()).toMatchObject({ phase: 'failed', code: 'server_error' })
  expect(askedInstallers()).toEqual([])
})

test('refuses an older version that carries our signature', async () => {
  feed.publish({ version: '0.0.9' })
  expect(await check()).toMatchObject({ phase: 'refused', code: 'downgrade' })
  expect(askedInstallers()).toEqual([])
})

test('refuses a file whose hash is not the manifest’s, and keeps nothing of it', async () => {
  feed.publish({ version: '0.2.0', servedFile: Buffer.concat([installer.subarray(1), Buffer.from('x')]) })
  expect(await check()).toMatchObject({ phase: 'refused', code: 'hash_wrong' })
  expect(askedInstallers()).not.toEqual([])
  expect(installers()).toEqual([])
  expect(await desk.page.evaluate(() => window.desk.call('updater:install-now'))).toEqual({
    ok: false,
    code: 'cancelled',
  })
})

test('downloads a newer version that is signed and whole, and tells the page', async () => {
  feed.publish({ version: '0.2.0' })
  expect(await check()).toEqual({ phase: 'ready', version: '0.2.0', percent: 100, code: null })
  const [file = ''] = installers()
  expect(readFileSync(join(cache, file)).equals(installer)).toBe(true)
  const phases = await desk.page.evaluate(() =>
    window.shellTest.events
      .filter((event) => event.name === 'updater:changed')
      .map((event) => (event.payload as { phase: string }).phase),
  )
  expect(phases.slice(-1)).toEqual(['ready'])
  expect(phases).toContain('downloading')
})

test('is offline while the feed is away', async () => {
  const other = await startUpdateFeed()
  const env = { IHANOI_DESK_UPDATE_URL: other.url, IHANOI_DESK_UPDATE_KEY: other.publicKeyPem, XDG_CACHE_HOME: cache }
  await other.close()
  const lonely = await launchShell({ env })
  expect(await lonely.page.evaluate(() => window.desk.call('updater:check-now'))).toMatchObject({
    phase: 'failed',
    code: 'offline',
  })
  await lonely.close()
})
