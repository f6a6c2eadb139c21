import { BrowserWindow, screen } from 'electron'
import type { Session, WebContents } from 'electron'
import type { BridgeEvent, BridgePayload } from '../../../shared/ipc/bridge.ts'
import { shellText } from '../../../shared/text/shell.ts'
import type { Log } from '../logs/rotating-log.ts'
import type { Preferences } from '../profile/preferences.ts'
import { bundleOrigin } from '../protocol/bundle-path.ts'
import { openExternalLink } from './external-link.ts'
import { guardContents } from './guards.ts'
import { placeWindow } from './window-place.ts'

type Parts = Readonly<{
  session: Session
  preload: string
  icon: string
  preferences: Preferences
  log: Log
  onCrash: () => void
}>

const placeKey = 'shell.window-place'
const saveDelayMs = 500

/** The officer's window. Closing hides it; the app goes on in the tray until it is quit. */
export class MainWindow {
  readonly #parts: Parts
  #window: BrowserWindow | null = null
  #isQuitting = false
  #saveTimer: NodeJS.Timeout | null = null
  #lastCrashMs = -Infinity
  #pendingRoute: string | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window
  }

  isPage(contents: WebContents): boolean {
    return this.#window !== null && contents === this.#window.webContents
  }

  /** Opens the window or brings it to the front, on `route` where one is given. */
  show(route: string | null = null): void {
    if (route !== null) this.#pendingRoute = route
    if (this.#window === null) this.#open()
    const window = this.#window
    if (window === null || window.webContents.isLoading()) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    this.#navigate()
  }

  /** Events arrive in the order they were sent in; one that does not fit its schema is not sent. */
  send<E extends BridgeEvent>(event: E, payload: BridgePayload<E>): void {
    this.#send(event, payload).catch(() => this.#parts.log.error('event_not_sent', { event }))
  }

  print(): Promise<boolean> {
    const window = this.#window
    if (window === null) return Promise.resolve(false)
    return new Promise((resolve) => window.webContents.print({}, (isPrinted) => resolve(isPrinted)))
  }

  zoomBy(step: number): void {
    const contents = this.#window?.webContents
    if (!contents) return
    const factor = step === 0 ? 1 : Math.min(3, Math.max(0.5, contents.getZoomFactor() + step))
    contents.setZoomFactor(factor)
    this.#savePlaceSoon()
  }

  /** From now on closing really closes. */
  prepareToQuit(): void {
    this.#isQuitting = true
    this.#savePlace()
  }

  #open(): void {
    const { session, preload, icon, preferences } = this.#parts
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
    const place = placeWindow(preferences.get(placeKey), areas)
    const window = new BrowserWindow({
      x: place.x,
      y: place.y,
      width: place.width,
      height: place.height,
      minWidth: 400,
      minHeight: 300,
      show: false,
      title: shellText.appName,
      icon,
      webPreferences: {
        session,
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        zoomFactor: place.zoom,
      },
    })
    this.#window = window
    if (place.maximized) window.maximize()
    this.#listen(window)
    window.loadURL(`${bundleOrigin}/index.html`).catch((error: unknown) => {
      this.#parts.log.error('page_not_loaded', { name: error instanceof Error ? error.name : 'unknown' })
    })
  }

  #listen(window: BrowserWindow): void {
    const { log } = this.#parts
    guardContents(window.webContents, (url) => void openExternalLink(url, window))
    window.once('ready-to-show', () => {
      window.show()
      log.info('window_shown')
    })
    window.webContents.on('did-finish-load', () => this.#navigate())
    window.webContents.on('render-process-gone', (_event, details) => this.#pageGone(details.reason))
    window.on('resize', () => this.#savePlaceSoon())
    window.on('move', () => this.#savePlaceSoon())
    window.on('close', (event) => {
      if (this.#isQuitting) return
      event.preventDefault()
      this.#savePlace()
      window.hide()
    })
    window.on('closed', () => {
      this.#window = null
    })
  }

  // The schemas are read with the bridge, after the window is there.
  async #send<E extends BridgeEvent>(event: E, payload: BridgePayload<E>): Promise<void> {
    const { bridgeEvents } = await import('../../../shared/ipc/bridge.ts')
    const checked = bridgeEvents[event].parse(payload)
    this.#window?.webContents.send(`desk:${event}`, checked)
  }

  #navigate(): void {
    if (this.#pendingRoute === null) return
    const route = this.#pendingRoute
    this.#pendingRoute = null
    this.send('window:navigate', { route })
  }

  #pageGone(reason: string): void {
    const { log, onCrash } = this.#parts
    if (reason === 'clean-exit' || this.#isQuitting) return
    log.error('page_crashed', { reason })
    const nowMs = performance.now()
    const isRepeated = nowMs - this.#lastCrashMs < 10_000
    this.#lastCrashMs = nowMs
    // A page that crashes again at once would do so for ever: the user decides then.
    if (!isRepeated) this.#window?.webContents.reload()
    onCrash()
  }

  #savePlaceSoon(): void {
    if (this.#saveTimer) clearTimeout(this.#saveTimer)
    this.#saveTimer = setTimeout(() => this.#savePlace(), saveDelayMs)
  }

  #savePlace(): void {
    const window = this.#window
    if (this.#saveTimer) clearTimeout(this.#saveTimer)
    this.#saveTimer = null
    if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return
    const place = {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomFactor(),
    }
    this.#parts.preferences.set(placeKey, place).catch(() => this.#parts.log.error('preferences_not_saved'))
  }
}
