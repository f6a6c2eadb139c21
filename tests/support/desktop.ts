import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { root, testResults } from './places.ts'

/** One running desktop app on a profile of its own. */
export type Desk = Readonly<{
  app: ElectronApplication
  /** The officer's window, not the hidden one of the data worker. */
  page: Page
  profile: string
  /** Saves `test-results/<name>.png` and answers its path. */
  screenshot: (name: string) => Promise<string>
  /** Ends the app as a crash or a power cut would. */
  kill: () => Promise<void>
  /** Quits as the menu does. */
  close: () => Promise<void>
  /** Lines of the app's own log, parsed. */
  log: () => readonly Readonly<Record<string, unknown>>[]
}>

export type LaunchOptions = Readonly<{
  /** A folder that stays after the app ends, to start on it again; a new one where none is given. */
  profile?: string
  serverUrl?: string
  env?: Readonly<Record<string, string>>
  args?: readonly string[]
  /** Another binary than the runtime on the checkout, e.g. of `stageRuntime`. */
  executable?: string
  /** False for an ordinary user, who needs no `--no-sandbox`. */
  withoutSandbox?: boolean
}>

const startTimeoutMs = 60_000
const exitTimeoutMs = 15_000

/** The Electron binary the tests run: what the test command prepared, or the runtime under `.cache`. */
export function electronBinary(): string {
  return process.env['IHANOI_DESK_ELECTRON'] ?? join(root, '.cache', 'electron', 'electron')
}

/** A new empty profile folder. */
export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'ihanoi-desk-profile-'))
}

/** A copy of the runtime whose app is `appFolder`; hard links, so it costs neither time nor space. */
export function stageRuntime(appFolder: string, target: string): string {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(dirname(target), { recursive: true })
  execFileSync('cp', ['-al', dirname(electronBinary()), target])
  rmSync(join(target, 'resources', 'app'), { recursive: true, force: true })
  symlinkSync(appFolder, join(target, 'resources', 'app'))
  return join(target, 'electron')
}

const isDeskPage = (page: Page) => page.url().startsWith('app://bundle/index.html')

async function deskPage(app: ElectronApplication): Promise<Page> {
  const endMs = performance.now() + startTimeoutMs
  while (performance.now() < endMs) {
    const page = app.windows().find(isDeskPage)
    if (page) return page
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the window did not open: see the log of the profile')
}

function ended(app: ElectronApplication): Promise<void> {
  const child = app.process()
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the app did not end')), exitTimeoutMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The profile's current log file, one object a line. */
export function readLog(profile: string): readonly Readonly<Record<string, unknown>>[] {
  const path = join(profile, 'logs', 'desk.log')
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
}

/** Starts the app and waits for its window. Whoever starts it ends it with `close` or `kill`. */
export async function launchDesk(options: LaunchOptions = {}): Promise<Desk> {
  const profile = options.profile ?? newProfile()
  const isRoot = process.getuid?.() === 0
  // Without being told otherwise Playwright would add --no-sandbox itself.
  const chromiumSandbox = !(options.withoutSandbox ?? isRoot)
  const app = await _electron.launch({
    executablePath: options.executable ?? electronBinary(),
    chromiumSandbox,
    args: ['--disable-gpu', `--user-data-dir=${profile}`, ...(options.args ?? [])],
    env: { ...definedEnv(), IHANOI_DESK_SERVER: options.serverUrl ?? '', ...options.env },
    timeout: startTimeoutMs,
  })
  const page = await deskPage(app)
  return {
    app,
    page,
    profile,
    screenshot: async (name) => {
      mkdirSync(testResults, { recursive: true })
      const path = join(testResults, `${name}.png`)
      await page.screenshot({ path })
      return path
    },
    kill: async () => {
      const gone = ended(app)
      app.process().kill('SIGKILL')
      await gone
    },
    close: async () => {
      const gone = ended(app)
      await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined)
      await gone
    },
    log: () => readLog(profile),
  }
}

/** Gives the officer's window this size, menu included, whatever the profile remembered. */
export async function sizeWindow(desk: Desk, width: number, height: number): Promise<void> {
  const window = await desk.app.browserWindow(desk.page)
  await window.evaluate(
    (own, size) => {
      own.unmaximize()
      own.setBounds({ x: 0, y: 0, ...size })
    },
    { width, height },
  )
}

/** Sets the zoom as the menu does and waits until the page is laid out in it. */
export async function zoomWindow(desk: Desk, factor: number): Promise<void> {
  const shell = await desk.app.browserWindow(desk.page)
  const before = await desk.page.evaluate(() => window.innerWidth)
  const now = await shell.evaluate((own, wanted) => {
    const from = own.webContents.getZoomFactor()
    own.webContents.setZoomFactor(wanted)
    return from
  }, factor)
  if (Math.abs(now - factor) < 0.01) return
  await desk.page.waitForFunction((width) => window.innerWidth !== width, before)
}

/** The page on A4 paper, as printing to a file gives it. */
export async function printedPdf(desk: Desk): Promise<Buffer> {
  const window = await desk.app.browserWindow(desk.page)
  const paper = await window.evaluate(async (own) => {
    const pdf = await own.webContents.printToPDF({ pageSize: 'A4' })
    return pdf.toString('base64')
  })
  return Buffer.from(paper, 'base64')
}

function definedEnv(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

/** Family, size and weight with which the first element of `selector` is drawn, and whether that very font is loaded. */
export function computedFont(page: Page, selector: string) {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const style = getComputedStyle(element)
      const family = style.fontFamily.split(',')[0]?.replaceAll('"', '').trim() ?? ''
      const faces = [...document.fonts].filter((face) => face.family.replaceAll('"', '') === family)
      return {
        family,
        size: style.fontSize,
        weight: style.fontWeight,
        isBundled: faces.some((face) => face.status === 'loaded'),
      }
    })
}
