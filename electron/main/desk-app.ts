import { join } from 'node:path'
import { app, dialog, nativeTheme, safeStorage, session } from 'electron'
import type { Event, Session } from 'electron'
import settings from '../../resources/desk.json' with { type: 'json' }
import type { BridgeResult } from '../../shared/ipc/bridge.ts'
import { shellText } from '../../shared/text/shell.ts'
import { registerBridge } from '../ipc/register.ts'
import { parseServerUrl } from './command-line.ts'
import { codeOf } from './desk-error.ts'
import type { DeskServices, NoticeCode } from './desk-services.ts'
import { packLogs } from './logs/pack-logs.ts'
import { describeError } from './logs/redact.ts'
import type { RotatingLog } from './logs/rotating-log.ts'
import { Preferences } from './profile/preferences.ts'
import { FirstPage } from './protocol/first-page.ts'
import { serveBundle } from './protocol/register.ts'
import { problemResponse } from './protocol/response-headers.ts'
import { ServerAccess } from './protocol/server-access.ts'
import type { Asker } from './protocol/server-proxy.ts'
import { glance } from './vault/glance.ts'
import type { Glanced } from './vault/glance.ts'
import { chooseSealer } from './vault/sealer.ts'
import type { Sealer } from './vault/sealer.ts'
import { guardSession } from './windows/guards.ts'
import { MainWindow } from './windows/main-window.ts'
import { installMenu } from './windows/menu.ts'
import { QuietMoment } from './quiet-moment.ts'

type Options = Readonly<{ profile: string; log: RotatingLog; out: string }>

const noText = Promise.resolve(null)

/**
 * The running app. Its window is made and loads before anything else is even read from the disk: this file and what it
 * imports stay small; `desk-services.ts` follows when the page has its files.
 */
export class DeskApp {
  readonly #options: Options
  readonly #prepared = new Set<Session>()
  /** Null for one that cannot be understood. */
  readonly #serverUrl = parseServerUrl(process.env['IHANOI_DESK_SERVER'] ?? settings.serverUrl)
  #served: QuietMoment | null = null
  #sealer: Promise<Sealer | null> | null = null
  #glanced: Promise<Glanced | null> | null = null
  #firstPage: FirstPage | null = null
  #window: MainWindow | null = null
  #server: ServerAccess | null = null
  #services: DeskServices | null = null
  #route: string | null = null
  #closing: 'no' | 'running' | 'done' = 'no'

  constructor(options: Options) {
    this.#options = options
  }

  /** Shows the window, on `route` where one is given; before there is one it is kept for then. */
  open(route: string | null): void {
    if (this.#window) this.#window.show(route)
    else this.#route = route ?? this.#route
  }

  async start(route: string | null): Promise<void> {
    const { profile, log, out } = this.#options
    const preferences = new Preferences(profile)
    this.#firstPage = this.#makeFirstPage(preferences)
    const window = new MainWindow({
      session: this.#sessionOf('page', 'page'),
      preload: join(out, 'preload', 'index.cjs'),
      icon: join(out, 'icons', 'icon-256.png'),
      preferences,
      log,
      onCrash: () => this.#notice('page_crashed'),
    })
    this.#window = window
    // The page's files are asked for in one burst. A page that does not load must not keep the rest from starting.
    this.#served = new QuietMoment({ quietMs: 30, latestMs: 2_000 })
    const services = this.#served.promise.then(() => this.#makeServices(window, preferences))
    registerBridge({
      target: services,
      startScreen: () => this.#startScreen(preferences),
      isPage: (contents) => window.isPage(contents),
      log,
    })
    window.show(route ?? this.#route)
    // While the renderer starts, main has nothing to do.
    void this.#glanceOnce()
    this.#installMenu(window)
    await (await services).start()
  }

  /** Only when the renderer has its files: reading the rest of main would keep it waiting for them. */
  async #makeServices(window: MainWindow, preferences: Preferences): Promise<DeskServices> {
    guardSession(session.defaultSession)
    const serverUrl = this.#serverUrl ?? ''
    if (this.#serverUrl === null) this.#notice('server_url_wrong')
    const server = new ServerAccess(serverUrl, () => session.fromPartition('server', { cache: false }))
    this.#server = server
    const { DeskServices } = await import('./desk-services.ts')
    this.#services = new DeskServices({
      ...this.#options,
      window,
      preferences,
      server,
      serverUrl,
      sealer: this.#sealerOnce(),
      sessionOf: (partition) => this.#sessionOf(partition, 'worker'),
      notice: (code) => this.#notice(code),
    })
    return this.#services
  }

  #sealerOnce(): Promise<Sealer | null> {
    const { profile } = this.#options
    this.#sealer ??= chooseSealer({ keyring: safeStorage, isPackaged: app.isPackaged, profile })
    return this.#sealer
  }

  #glanceOnce(): Promise<Glanced | null> {
    const { profile, log } = this.#options
    return (this.#glanced ??= this.#sealerOnce()
      .then((sealer) => glance({ profile, serverUrl: this.#serverUrl ?? '', sealer }))
      .catch((error: unknown) => {
        log.error('glance_failed', { code: codeOf(error) })
        return null
      }))
  }

  #makeFirstPage(preferences: Preferences): FirstPage {
    return new FirstPage({
      root: join(this.#options.out, 'renderer'),
      still: async () => (await this.#glanceOnce())?.still ?? null,
      preference: (key) => preferences.get(key),
      systemIsDark: () => nativeTheme.shouldUseDarkColors,
      nowMs: () => Date.now(),
    })
  }

  /** For the first page only: whatever is asked later asks the vault. */
  async #startScreen(preferences: Preferences): Promise<BridgeResult<'start:get-screen'> | null> {
    const glanced = await this.#glanced
    this.#glanced = Promise.resolve(null)
    if (glanced === null) return null
    const { session: signedIn, screen } = glanced
    return { session: signedIn, screen, preferences: preferences.all() }
  }

  /** Holds the quitting up until drafts and journal are closed. */
  beforeQuit(event: Event): void {
    if (this.#closing === 'running') event.preventDefault()
    if (this.#closing !== 'no' || this.#services === null) return
    event.preventDefault()
    this.#closing = 'running'
    this.#window?.prepareToQuit()
    this.#services
      .stop()
      .catch((error: unknown) => this.#options.log.error('close_failed', describeError(error)))
      .finally(() => {
        this.#closing = 'done'
        this.#options.log.info('stopped')
        // Everything is on disk. An open message box would keep `quit` waiting for ever.
        app.exit(0)
      })
  }

  #installMenu(window: MainWindow): void {
    const { log } = this.#options
    installMenu(
      {
        print: () => void window.print(),
        closeWindow: () => window.browserWindow?.close(),
        zoom: (step) => window.zoomBy(step),
        packLogs: () => void packLogs(log, window.browserWindow),
        about: showAbout,
        quit: () => app.quit(),
      },
      app.isPackaged,
    )
  }

  #sessionOf(partition: string, asker: Asker): Session {
    const found = session.fromPartition(partition)
    if (this.#prepared.has(found)) return found
    this.#prepared.add(found)
    guardSession(found)
    serveBundle(found, asker, {
      root: join(this.#options.out, 'renderer'),
      forward: (who, request, path) => this.#forward(who, request, path),
      original: (who, request, hash) => this.#original(who, request, hash),
      textFor: (path) => (asker === 'page' && this.#firstPage !== null ? this.#firstPage.textFor(path) : noText),
      // The document itself only announces the burst.
      onServed: (path) => {
        if (!path.endsWith('.html')) this.#served?.touch()
      },
      log: this.#options.log,
    })
    return found
  }

  async #forward(asker: Asker, request: Request, path: string): Promise<Response> {
    if (this.#server === null || this.#services === null) throw new Error('not started')
    return this.#server.forward(this.#services.token, asker, request, path)
  }

  /** Pages look at files; the data worker has no use for their bytes. */
  async #original(asker: Asker, { method, headers }: Request, hash: string): Promise<Response> {
    if (this.#services === null) throw new Error('not started')
    if (asker !== 'page') return problemResponse(404, 'not_found', shellText.problem.notFound)
    return this.#services.original(hash, { method, range: headers.get('range') })
  }

  // Never waits for the answer: the app goes on behind the message.
  #notice(code: NoticeCode): void {
    const { message, detail } = shellText.notice[code]
    this.#options.log.info('notice_shown', { code })
    void dialog.showMessageBox({
      type: 'warning',
      title: shellText.appName,
      message,
      detail,
      buttons: [shellText.notice.close],
    })
  }
}

function showAbout(): void {
  const { title, message, detail, close } = shellText.about
  const text = { type: 'info' as const, title, message, detail: detail(app.getVersion()), buttons: [close] }
  void dialog.showMessageBox(text)
}
