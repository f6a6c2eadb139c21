import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { asOrdinaryUser, whyNoOrdinaryUser } from '../../support/ordinary-user.ts'
import type { OrdinaryUser } from '../../support/ordinary-user.ts'
import { root } from '../../support/places.ts'
import { launchShell, shellExecutable } from '../../support/shell-app/launch.ts'
import type { ShellDesk } from '../../support/shell-app/launch.ts'

const missing = whyNoOrdinaryUser()
test.skip(missing !== null, missing ?? '')

let user: OrdinaryUser
let desk: ShellDesk
test.beforeAll(async () => {
  shellExecutable()
  user = asOrdinaryUser(join(root, '.cache', 'shell-app'))
  desk = await launchShell({ executable: user.executable, profile: user.profile, withoutSandbox: false })
})
test.afterAll(async () => {
  await desk.close()
  user.remove()
})

/** The lines of a process’s own description that tell of its cage; null once the process is gone. */
const cageOf = (processId: number) => {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8')
    const value = (name: string) => new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]
    return {
      seccomp: value('Seccomp'),
      noNewPrivileges: value('NoNewPrivs'),
      user: Number(value('Uid')),
      ownNetwork: readlinkSync(`/proc/${processId}/ns/net`) !== readlinkSync('/proc/self/ns/net'),
    }
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

test('without --no-sandbox every renderer of an ordinary user runs in Chromium’s sandbox', async () => {
  // A window that has not begun to load has no process yet (its number is 0), and one that loads may change it.
  const cages = async () => {
    const processes = await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getOSProcessId()),
    )
    return processes.map((processId) => (processId > 0 ? cageOf(processId) : null))
  }
  // The data worker's window follows the first frame; a renderer closes its cage while it starts.
  const cage = { seccomp: '2', noNewPrivileges: '1', user: user.uid, ownNetwork: true }
  await expect.poll(cages).toEqual([cage, cage])
  const switches = await desk.app.evaluate(({ app }) => app.commandLine.hasSwitch('no-sandbox'))
  expect(switches).toBe(false)
})

test('the sandboxed page and data worker talk to each other and to main', async () => {
  expect(await desk.page.evaluate(() => window.desk.call('session:get-state'))).toMatchObject({ phase: 'signed_out' })
  expect((await desk.ask('vault.get')).value).toEqual({ phase: 'closed', reason: 'signed_out' })
})

test('a sandboxed worker that is stopped is killed and replaced', async () => {
  const workerProcess = () =>
    desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => window.webContents.getURL().includes('worker-host'))
        .map((window) => window.webContents.getOSProcessId()),
    )
  const [before = 0] = await workerProcess()
  process.kill(before, 'SIGSTOP')
  await expect.poll(async () => (await workerProcess())[0], { timeout: 20_000 }).not.toBe(before)
  expect((await desk.ask('vault.get')).code).toBeNull()
})
