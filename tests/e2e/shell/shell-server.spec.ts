import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
})
test.afterAll(async () => {
  await desk.close()
  await server.close()
  rmSync(profile, { recursive: true })
})

type Fetched = { status: number; headers: Record<string, string>; body: string }
const fetchAsPage = (path: string, init: { method?: string; body?: string } = {}) =>
  desk.page.evaluate(
    async ([url, options]) => {
      const answer = await fetch(url, options)
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
    },
    [`app://bundle/server${path}`, init] as const,
  )
const fetchAsWorker = async (path: string, init: { method?: string; body?: string } = {}) =>
  (await desk.ask('fetch', { url: `app://bundle/server${path}`, ...init })).value as Fetched
const codeIn = (answer: Fetched) => (JSON.parse(answer.body) as { code?: string }).code
const signIn = (username: string) =>
  desk.page.evaluate((name) => window.desk.call('session:sign-in', { username: name }), username)
const sessionState = () => desk.page.evaluate(() => window.desk.call('session:get-state'))
const vaultPhase = async () => ((await desk.ask('vault.get')).value as { phase: string }).phase

test.describe('signing in', () => {
  test('names what is wrong with the server by a code', async () => {
    server.setMode('captive')
    expect(await signIn('an.nv')).toEqual({ ok: false, code: 'not_a_server' })
    server.setMode('no-dev')
    expect(await signIn('an.nv')).toEqual({ ok: false, code: 'not_dev_mode' })
    server.setMode('other-version')
    expect(await signIn('an.nv')).toEqual({ ok: false, code: 'version_mismatch' })
    server.setMode('central')
    expect(await signIn('nobody')).toEqual({ ok: false, code: 'unknown_account' })
    expect(await sessionState()).toEqual({ phase: 'signed_out', serverUrl: server.url, reason: 'never' })
  })

  test('is needed before anything of the server is answered', async () => {
    const answer = await fetchAsPage('/api/v1/echo')
    expect([answer.status, codeIn(answer)]).toEqual([401, 'unauthenticated'])
  })

  test('lists the development accounts and opens the vault of the chosen one', async () => {
    const list = await desk.page.evaluate(() => window.desk.call('session:list-accounts'))
    expect(list).toMatchObject({ ok: true, accounts: [{ username: 'an.nv' }, { username: 'binh.tt' }] })
    expect(await signIn('an.nv')).toEqual({ ok: true })
    expect(await sessionState()).toMatchObject({ phase: 'signed_in', displayName: 'Nguyễn Văn An', needsSignIn: false })
    await expect.poll(vaultPhase).toBe('open')
  })
})

test.describe('the way to the server', () => {
  test('adds the token, which neither page nor worker sees', async () => {
    const answer = await fetchAsPage('/api/v1/echo?a=1')
    expect(JSON.parse(answer.body)).toMatchObject({ url: '/api/v1/echo?a=1' })
    expect(server.seen.at(-1)?.authorization).toMatch(/^Bearer secret-token-\d+$/)
    expect(JSON.stringify(answer)).not.toContain('secret-token')
    const dev = await fetchAsPage('/api/v1/dev/token', { method: 'POST', body: '{"username":"binh.tt"}' })
    expect(dev.status).toBe(404)
  })

  test('is open to exactly three prefixes, two of them for the worker only', async () => {
    const statuses = async (ask: typeof fetchAsPage) => {
      const paths = [
        '/api/v1/echo',
        '/sync/v1/pull',
        '/files/abc',
        '/metrics',
        '/api/v2/x',
        '/sync/v1/',
        '/api/v1/%64ev/token',
      ]
      const answers: number[] = []
      for (const path of paths) answers.push((await ask(path)).status)
      return answers
    }
    expect(await statuses(fetchAsPage)).toEqual([200, 404, 404, 404, 404, 404, 404])
    expect(await statuses(fetchAsWorker)).toEqual([200, 200, 200, 404, 404, 404, 404])
  })

  test('gives the page no file of the server but by its hash, outside of these prefixes', async () => {
    const file = `/files/${'0a'.repeat(32)}`
    const refused = [await fetchAsPage(file), await fetchAsPage(`${file}?from=1`), await fetchAsPage('/files/')]
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404])
  })

  test('passes bodies on, large ones too', async () => {
    const body = 'x'.repeat(3_000_000)
    const answer = await fetchAsWorker('/sync/v1/push', { method: 'POST', body })
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'POST', bodyBytes: 3_000_000 })
  })

  test('streams events as they come and closes the stream when the reader does', async () => {
    const { value } = await desk.ask('readStream', { url: 'app://bundle/server/sync/v1/poke', count: 3 })
    const chunks = value as { text: string; atMs: number }[]
    expect(chunks.map((chunk) => chunk.text.trim())).toEqual(['data: {"v":1}', 'data: {"v":2}', 'data: {"v":3}'])
    expect((chunks[2]?.atMs ?? 0) - (chunks[0]?.atMs ?? 0)).toBeGreaterThan(250)
    await expect.poll(() => server.openStreams()).toBe(0)
  })

  test('calls a captive portal and a redirect offline, with a flag', async () => {
    for (const path of ['/api/v1/portal', '/api/v1/redirect']) {
      const answer = await fetchAsPage(path)
      expect([answer.status, codeIn(answer), answer.headers['x-desk-captive']]).toEqual([502, 'offline', '1'])
    }
  })

  test('answers a refused token as it came and then gets a new one', async () => {
    const tokenBefore = server.seen.at(-1)?.authorization
    expect((await fetchAsWorker('/api/v1/unauthorised')).status).toBe(401)
    await desk.ask('vault.reportUnauthenticated')
    await expect
      .poll(async () => (await sessionState()) as { needsSignIn?: boolean })
      .toMatchObject({ needsSignIn: false })
    expect((await fetchAsWorker('/api/v1/echo')).status).toBe(200)
    expect(server.seen.at(-1)?.authorization).not.toBe(tokenBefore)
  })

  test('is a problem document with the code offline while the server is away', async () => {
    const { url } = server
    await server.close()
    const answer = await fetchAsPage('/api/v1/echo')
    expect([answer.status, codeIn(answer), answer.headers['content-type']]).toEqual([
      502,
      'offline',
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.headers['x-desk-captive']).toBeUndefined()
    server = await startLoopbackServer(Number(new URL(url).port))
    expect((await fetchAsPage('/api/v1/echo')).status).toBe(200)
  })
})

const filesNamed = (end: string) =>
  readdirSync(join(profile, 'accounts'), { recursive: true }).filter((name) => String(name).endsWith(end))
const keys = () => filesNamed('key.json')

test.describe('signing out', () => {
  test('is refused while work is unsent', async () => {
    await desk.ask('outboxCount', { waiting: 2, unsent: 2 })
    const signOut = () => desk.page.evaluate(() => window.desk.call('session:sign-out'))
    expect(await signOut()).toEqual({ ok: false, code: 'outbox_not_empty' })
    expect(await signIn('binh.tt')).toEqual({ ok: false, code: 'outbox_not_empty' })
    await desk.ask('outboxCount', { waiting: 0, unsent: 0 })
  })

  test('destroys the data key and the worker’s storage when nothing is unsent', async () => {
    expect(keys()).toHaveLength(1)
    expect(await desk.page.evaluate(() => window.desk.call('session:sign-out'))).toEqual({ ok: true })
    expect(keys()).toEqual([])
    await expect.poll(vaultPhase).toBe('closed')
    expect(await sessionState()).toMatchObject({ phase: 'signed_out', reason: 'signed_out' })
    expect((await fetchAsPage('/api/v1/echo')).status).toBe(401)
  })

  test('is refused while a draft lies in no file, and afterwards leaves neither key nor first screen', async () => {
    expect(await signIn('an.nv')).toEqual({ ok: true })
    await expect.poll(vaultPhase).toBe('open')
    const { fence, dataKey } = (await desk.ask('vault.get')).value as { fence: number; dataKey: string }
    await desk.ask('drafts.put', { key: 'd', sealed: 'AAAA', plain: '{}', rescueKey: 'r', fence })
    expect((await desk.ask('firstScreen.put', { sealed: 'AAAA', fence: fence - 1 })).code).toBe('FENCE_OLD')
    expect((await desk.ask('firstScreen.put', { sealed: 'AAAA', fence })).code).toBeNull()
    expect(filesNamed('first-screen.bin')).toHaveLength(1)
    const signOut = () => desk.page.evaluate(() => window.desk.call('session:sign-out'))
    expect(await signOut()).toEqual({ ok: false, code: 'outbox_not_empty' })
    expect((await desk.ask('vault.get')).value).toMatchObject({ dataKey })
    await desk.ask('drafts.forget', { keys: ['d'], fence })
    expect(await signOut()).toEqual({ ok: true })
    expect(filesNamed('first-screen.bin')).toEqual([])
    expect(keys()).toEqual([])
    expect(await signIn('an.nv')).toEqual({ ok: true })
    await expect.poll(vaultPhase).toBe('open')
  })
})

test.describe('the profile', () => {
  test('holds neither token nor name in clear, and its secrets only for their owner', async () => {
    await desk.close()
    for (const secret of ['secret-token', 'Nguyễn Văn An', 'an.nv']) {
      const found = grep(profile, secret)
      expect([secret, found]).toEqual([secret, []])
    }
    for (const name of ['session.bin', 'development.key'])
      expect(statSync(join(profile, name)).mode & 0o777).toBe(0o600)
  })

  test('that is damaged is moved aside with a message, and the app goes on', async () => {
    writeFileSync(join(profile, 'session.bin'), 'broken')
    desk = await launchShell({ profile, serverUrl: server.url })
    expect(await sessionState()).toMatchObject({ phase: 'signed_out' })
    expect(readdirSync(profile).filter((name) => name.startsWith('session.bin.damaged-'))).toHaveLength(1)
    expect(desk.log().map((line) => line['code'])).toContain('notice_shown')
    const [account = ''] = readdirSync(join(profile, 'accounts'))
    writeFileSync(join(profile, 'accounts', account, 'key.json'), '{"v":1')
    expect(await signIn('an.nv')).toEqual({ ok: true })
    await expect.poll(vaultPhase).toBe('open')
    const kept = readdirSync(join(profile, 'accounts', account))
    expect(kept.filter((name) => name.startsWith('key.json.damaged-'))).toHaveLength(1)
  })

  test('is opened by one instance only: a second start shows the first window and hands over its deep link', async () => {
    const args = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`]
    const before = readFileSync(join(profile, 'fence'), 'utf8')
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .filter((window) => window.webContents.getURL().includes('index.html'))
        .forEach((window) => window.close())
    })
    const executable = desk.app.process().spawnfile
    execFileSync(executable, [...args, 'ihanoi-desk://case/case-7?x=1'], { stdio: 'ignore' })
    execFileSync(executable, [...args, 'ihanoi-desk://case/case-7'], { stdio: 'ignore' })
    const routes = () =>
      desk.page.evaluate(() =>
        window.shellTest.events.filter((event) => event.name === 'window:navigate').map((event) => event.payload),
      )
    await expect.poll(routes).toEqual([{ route: '/ho-so/case-7' }])
    expect(readFileSync(join(profile, 'fence'), 'utf8')).toBe(before)
    const visible = await desk.app.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
    )
    expect(visible).toBe(1)
  })
})

/** Paths below `folder` whose bytes contain `text`. */
function grep(folder: string, text: string): string[] {
  const needle = Buffer.from(text)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(needle))
}
