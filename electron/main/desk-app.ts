import { join } from 'node:path'
import { app, dialog, powerMonitor, safeStorage, session } from 'electron'
import type { Event, Session } from 'electron'
import settings from '../../resources/desk.json' with { type: 'json' }
import { shellText } from '../../shared/text/shell.ts'
import { appHandlers } from '../ipc/app-handlers.ts'
import { registerBridge } from '../ipc/register.ts'
import { sessionHandlers } from '../ipc/session-handlers.ts'
import { windowHandlers } from '../ipc/window-handlers.ts'
import { parseServerUrl } from './command-line.ts'
import { assistDevelopment } from './development.ts'
import { packLogs } from './logs/pack-logs.ts'
import { describeError } from './logs/redact.ts'
import type { RotatingLog } from './logs/rotating-log.ts'
import { Preferences } from './profile/preferences.ts'
import { serveBundle } from './protocol/register.ts'
import { ServerAccess } from './protocol/server-access.ts'
import type { Asker } from './protocol/server-proxy.ts'
import { DeskUpdater } from './updater/desk-updater.ts'
import { updateSettings } from './updater/update-settings.ts'
import { AccountStore } from './vault/account-store.ts'
import { DevIdentity } from './vault/dev-identity.ts'
import { chooseSealer } from './vault/sealer.ts'
import { SessionStore } from './vault/session-store.ts'
import { Vault } from './vault/vault.ts'
import { confirmWipe, WipeOrders } from './vault/wipe-orders.ts'
import { AttentionDesk } from './windows/attention.ts'
import { guardSession } from './windows/guards.ts'
import { MainWindow } from './windows/main-window.ts'
import { installMenu } from './windows/menu.ts'
import { DeskTray } from './windows/tray.ts'
import { DataWorker } from './worker/data-worker.ts'
import { FenceStore } from './worker/fence-store.ts'

type NoticeCode = Exclude<keyof typeof shellText.notice, 'close'>
type Options = Readonly<{ profile: string; log: RotatingLog; out: string }>

const nowMs = () => Date.now()
const updateEveryMs = 4 * 60 * 60 * 1000

/** The running app: puts the parts together in the order they need each other, and takes them apart at the end. */
export class DeskApp {
  readonly #options: Options
  readonly #prepared = new Set<Session>()
  #parts: { vault: Vault; window: MainWindow; worker: DataWorker; tray: DeskTray } | null = null
  #server: ServerAccess | null = null
  #vault: Vault | null = null
  #route: string | null = null
  #closing: 'no' | 'running' | 'done' = 'no'

  constructor(options: Options) {
    this.#options = options
  }

  /** Shows the window, on `route` where one is given; before the start is finished it is kept for then. */
  open(route: string | null): void {
    if (this.#parts) this.#parts.window.show(route)
    else this.#route = route ?? this.#route
  }

  async start(route: string | null): Promise<void> {
    const { profile, log, out } = this.#options
    guardSession(session.defaultSession)
    const server = new ServerAccess(this.#serverUrl(), session.fromPartition('server', { cache: false }))
    this.#server = server
    const preferences = new Preferences(profile)
    const window = new MainWindow({
      session: this.#sessionOf('page', 'page'),
      preload: join(out, 'preload', 'index.cjs'),
      icon: join(out, 'icons', 'icon-256.png'),
      preferences,
      log,
      onCrash: () => this.#notice('page_crashed'),
    })
    const tray = new DeskTray({
      icons: join(out, 'icons'),
      onOpen: () => window.show(),
      onQuit: () => app.quit(),
    })
    const vault = await this.#createVault(server)
    this.#vault = vault
    const worker = this.#createWorker(vault, window, tray)
    this.#parts = { vault, window, worker, tray }
    this.#register(preferences)
    await vault.start()
    await worker.start()
    window.show(route ?? this.#route)
    log.info('started', { version: app.getVersion(), electron: process.versions.electron, packaged: app.isPackaged })
    if (!app.isPackaged) await assistDevelopment({ vault, window, log, quit: () => app.quit() })
  }

  /** Holds the quitting up until drafts and journal are closed. */
  beforeQuit(event: Event): void {
    if (this.#closing === 'running') event.preventDefault()
    if (this.#closing !== 'no' || this.#parts === null) return
    event.preventDefault()
    this.#closing = 'running'
    const { vault, window, worker, tray } = this.#parts
    this.#parts = null
    window.prepareToQuit()
    worker.stop()
    this.#server?.endWorkerCalls()
    vault
      .close()
      .catch((error: unknown) => this.#options.log.error('close_failed', describeError(error)))
      .finally(() => {
        this.#closing = 'done'
        tray.destroy()
        this.#options.log.info('stopped')
        // Everything is on disk. An open message box would keep `quit` waiting for ever.
        app.exit(0)
      })
  }

  #serverUrl(): string {
    const url = parseServerUrl(process.env['IHANOI_DESK_SERVER'] ?? settings.serverUrl)
    if (url === null) this.#notice('server_url_wrong')
    return url ?? ''
  }

  async #createVault(server: ServerAccess): Promise<Vault> {
    const { profile, log } = this.#options
    return new Vault({
      serverUrl: this.#serverUrl(),
      sealer: await chooseSealer({ keyring: safeStorage, isPackaged: app.isPackaged, profile }),
      sessions: new SessionStore(profile, nowMs),
      accounts: new AccountStore(profile, nowMs),
      identity: new DevIdentity(server.call),
      wipes: new WipeOrders(profile),
      confirmWipe: (accessToken, order) => confirmWipe(server.call, accessToken, order),
      log,
      onChange: (change) => this.#vaultChanged(change),
      onNotice: ({ code }) => this.#notice(code),
      clearPartition: (partition) => session.fromPartition(partition).clearStorageData(),
    })
  }

  #createWorker(vault: Vault, window: MainWindow, tray: DeskTray): DataWorker {
    const { profile, log, out } = this.#options
    return new DataWorker({
      vault,
      attention: new AttentionDesk(tray, (route) => window.show(route)),
      fences: new FenceStore(profile),
      preload: join(out, 'preload', 'worker-host.cjs'),
      sessionOf: (partition) => this.#sessionOf(partition, 'worker'),
      onRestarting: (reason) => {
        this.#server?.endWorkerCalls()
        window.send('worker:restarting', { reason })
      },
      pages: () => (window.browserWindow ? [window.browserWindow.webContents] : []),
      log,
    })
  }

  #register(preferences: Preferences): void {
    const { profile, log } = this.#options
    if (this.#parts === null) return
    const { vault, window, worker } = this.#parts
    const updater = new DeskUpdater({
      settings: updateSettings({ bundled: settings.update, env: process.env, isPackaged: app.isPackaged }),
      profile,
      log,
      onChange: (state) => window.send('updater:changed', state),
    })
    registerBridge({
      handlers: {
        ...sessionHandlers(vault),
        ...windowHandlers({ window, preferences }),
        ...appHandlers({ vault, updater, log, window }),
      },
      isPage: (contents) => window.isPage(contents),
      givePort: (contents) => worker.givePort(contents),
      log,
    })
    installMenu(
      {
        print: () => void window.print(),
        closeWindow: () => window.browserWindow?.close(),
        zoom: (step) => window.zoomBy(step),
        packLogs: () => void packLogs(log, window.browserWindow),
        about: () => this.#showAbout(),
        quit: () => app.quit(),
      },
      app.isPackaged,
    )
    powerMonitor.on('resume', () => void vault.token.renew())
    setInterval(() => void updater.check(), updateEveryMs).unref()
    if (app.isPackaged) void updater.check()
  }

  async #vaultChanged(change: 'account' | 'token'): Promise<void> {
    if (this.#parts === null) return
    const { vault, window, worker } = this.#parts
    worker.vaultChanged()
    if (change === 'account') await worker.followAccount()
    window.send('session:changed', vault.state)
  }

  #sessionOf(partition: string, asker: Asker): Session {
    const found = session.fromPartition(partition)
    if (this.#prepared.has(found)) return found
    this.#prepared.add(found)
    guardSession(found)
    serveBundle(found, asker, {
      root: join(this.#options.out, 'renderer'),
      forward: (who, request, path) => this.#forward(who, request, path),
      log: this.#options.log,
    })
    return found
  }

  #forward(asker: Asker, request: Request, path: string): Promise<Response> {
    const token = this.#vault?.token ?? { get: () => Promise.reject(new Error('not started')) }
    if (this.#server === null) return Promise.reject(new Error('not started'))
    return this.#server.forward(token, asker, request, path)
  }

  #showAbout(): void {
    const { title, message, detail, close } = shellText.about
    const text = { type: 'info' as const, title, message, detail: detail(app.getVersion()), buttons: [close] }
    void dialog.showMessageBox(text)
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
