import { rmSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { newProfile } from '../../support/desktop.ts'
import { startLoopbackServer } from '../../support/loopback-server.ts'
import type { LoopbackServer } from '../../support/loopback-server.ts'
import { launchShell } from '../../support/shell-app/launch.ts'
import type { ShellDesk } from '../../support/shell-app/launch.ts'

let server: LoopbackServer
let desk: ShellDesk
const profile = newProfile()

test.beforeAll(async () => {
  server = await startLoopbackServer()
  desk = await launchShell({ profile, serverUrl: server.url })
  expect(await desk.page.evaluate(() => window.desk.call('session:sign-in', { username: 'an.nv' }))).toEqual({
    ok: true,
  })
  await expect.poll(async () => (await vault()).phase).toBe('open')
})
test.afterAll(async () => {
  await desk.close()
  await server.close()
  rmSync(profile, { recursive: true })
})

type OpenVault = { phase: string; fence: number; dataKey: string; accountId: string }
const vault = async (on = desk) => (await on.ask('vault.get')).value as OpenVault

/** The process of the hidden window; signals reach it from outside, as the system's would. */
const workerProcess = () =>
  desk.app.evaluate(({ BrowserWindow }) => {
    const hidden = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('worker-host'))
    return hidden?.webContents.getOSProcessId() ?? 0
  })
const restarts = () =>
  desk.page.evaluate(() =>
    window.shellTest.events.filter((event) => event.name === 'worker:restarting').map((event) => event.payload),
  )
const isAlive = (processId: number) => {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

test('a worker that is killed comes back with a higher fence, and the page’s next call is answered', async () => {
  const before = await vault()
  const processId = await workerProcess()
  const startMs = performance.now()
  process.kill(processId, 'SIGKILL')
  await expect.poll(workerProcess).not.toBe(processId)
  const after = await vault()
  test.info().annotations.push({ type: 'recovery', description: `${Math.round(performance.now() - startMs)} ms` })
  expect(after.fence).toBe(before.fence + 1)
  expect(after.dataKey).toBe(before.dataKey)
  expect((await restarts()).at(-1)).toEqual({ reason: 'crashed' })
})

test('a call that was running is repeated on the new port, but a command is rejected as worker_restarted', async () => {
  const results = desk.page.evaluate(() => {
    const { worker } = window.shellTest
    return Promise.all([
      worker.sync.status().catch(String),
      worker.command.run({}).catch((error: unknown) => (error as { code?: unknown }).code),
      window.shellTest.readChanges(),
    ])
  })
  await desk.page.waitForTimeout(200)
  process.kill(await workerProcess(), 'SIGKILL')
  expect(await results).toEqual(['answered', 'worker_restarted', 'worker_restarted'])
})

test('a worker that is stopped (SIGSTOP) is killed after 5 s of silence and replaced', async () => {
  const before = await vault()
  const processId = await workerProcess()
  process.kill(processId, 'SIGSTOP')
  await expect.poll(workerProcess, { timeout: 15_000 }).not.toBe(processId)
  expect((await vault()).fence).toBe(before.fence + 1)
  expect((await restarts()).at(-1)).toEqual({ reason: 'silent' })
  await expect.poll(() => isAlive(processId)).toBe(false)
})

test('a worker whose thread no longer beats is replaced, though its process lives', async () => {
  const processId = await workerProcess()
  await desk.ask('stopBeating')
  // The patience with a silent worker doubles with each replacement in a row.
  await expect.poll(workerProcess, { timeout: 60_000 }).not.toBe(processId)
  expect((await restarts()).at(-1)).toEqual({ reason: 'silent' })
})

test('an event stream of a killed worker is closed towards the server', async () => {
  void desk.ask('readStream', { url: 'app://bundle/server/sync/v1/poke', count: 1000 }).catch(() => undefined)
  await expect.poll(() => server.openStreams()).toBe(1)
  process.kill(await workerProcess(), 'SIGKILL')
  await expect.poll(() => server.openStreams()).toBe(0)
})

test('the page gets a port again after it reloads', async () => {
  await desk.page.reload()
  await desk.page.waitForFunction(() => 'shellTest' in window)
  expect((await vault()).phase).toBe('open')
})

test('the journal keeps what was appended through a kill of the whole app, and refuses an older fence', async () => {
  const { fence, accountId } = await vault()
  const sealed = Buffer.from('sealed words').toString('base64')
  const command = { key: 'k1', sealed, plain: 'clear words', replaces: false }
  const draft = { key: 'd1', sealed, plain: 'clear words', rescueKey: 'r1' }
  expect(await desk.ask('journal.append', { ...command, fence: fence - 1 })).toEqual({
    value: null,
    code: 'FENCE_OLD',
  })
  expect(await desk.ask('journal.append', { ...command, sealed: 'not base64!', fence })).toEqual({
    value: null,
    code: 'BAD_BASE64',
  })
  expect(await desk.ask('journal.append', { ...command, fence })).toEqual({ value: {}, code: null })
  expect(await desk.ask('drafts.put', { ...draft, fence })).toEqual({ value: {}, code: null })
  await desk.kill()
  await server.close()

  desk = await launchShell({ profile, serverUrl: server.url })
  await expect.poll(async () => (await vault()).phase).toBe('open')
  expect(await vault()).toMatchObject({ accountId, needsSignIn: false })
  expect((await vault()).fence).toBeGreaterThan(fence)
  const state = await desk.page.evaluate(() => window.desk.call('session:get-state'))
  expect(state).toMatchObject({
    phase: 'signed_in',
    username: 'an.nv',
    displayName: 'Nguyễn Văn An',
    needsSignIn: false,
  })
  const record = { key: 'k1', sealed, escrowed: true }
  expect((await desk.ask('journal.readAll')).value).toEqual({ records: [record], tornTailBytes: 0 })
  expect((await desk.ask('drafts.readAll')).value).toEqual({ records: [{ key: 'd1', sealed, escrowed: true }] })

  server = await startLoopbackServer(Number(new URL(server.url).port))
  const states = async () => (await desk.ask('vaultStates')).value as { needsSignIn?: boolean }[]
  await expect.poll(async () => (await states()).length, { timeout: 45_000 }).toBeGreaterThanOrEqual(2)
})

test('the worker is told of a token that came, without asking', async () => {
  const states = (await desk.ask('vaultStates')).value as { needsSignIn?: boolean }[]
  expect(states.map((state) => state.needsSignIn)).toEqual([false, false])
})

test('attention sets the badge, and its words carry no name', async () => {
  // The virtual display has no dock or launcher that would show it.
  await desk.app.evaluate(({ app }) => {
    app.setBadgeCount = (count = 0) => Object.assign(globalThis, { badge: count }).badge > 0
  })
  expect((await desk.ask('attention.setBadge', { count: 3 })).code).toBeNull()
  expect(await desk.app.evaluate(() => (globalThis as unknown as { badge: number }).badge)).toBe(3)
  const shown = await desk.ask('attention.notify', { kind: 'urgent_arrived', count: 2, route: '/ho-so/x1' })
  expect(shown.code).toBeNull()
})
