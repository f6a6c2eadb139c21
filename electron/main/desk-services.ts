import { app, session, shell } from 'electron'
import type { Session, WebContents } from 'electron'
import settings from '../../resources/desk.json' with { type: 'json' }
import type { BridgeCall } from '../../shared/ipc/bridge-channels.ts'
import type { shellText } from '../../shared/text/shell.ts'
import { appHandlers } from '../ipc/app-handlers.ts'
import { answerCall } from '../ipc/answer-call.ts'
import type { BridgeHandlers } from '../ipc/answer-call.ts'
import { sessionHandlers } from '../ipc/session-handlers.ts'
import { evidenceHandlers } from '../ipc/evidence-handlers.ts'
import { exportHandlers } from '../ipc/export-handlers.ts'
import { startHandlers } from '../ipc/start-handlers.ts'
import { windowHandlers } from '../ipc/window-handlers.ts'
import type { DeskBackground } from './desk-background.ts'
import { assistDevelopment } from './development.ts'
import { EvidenceDesk } from './evidence/evidence-desk.ts'
import type { ExportDesk } from './export/export-desk.ts'
import { describeError } from './logs/redact.ts'
import type { RotatingLog } from './logs/rotating-log.ts'
import type { Preferences } from './profile/preferences.ts'
import type { ServerAccess } from './protocol/server-access.ts'
import type { DeskUpdater } from './updater/desk-updater.ts'
import { updateSettings } from './updater/update-settings.ts'
import { AccountStore } from './vault/account-store.ts'
import type { AccessToken } from './vault/access-token.ts'
import { DevIdentity } from './vault/dev-identity.ts'
import type { Sealer } from './vault/sealer.ts'
import { SessionStore } from './vault/session-store.ts'
import { Vault } from './vault/vault.ts'
import { confirmWipe, WipeOrders } from './vault/wipe-orders.ts'
import type { MainWindow } from './windows/main-window.ts'

export type NoticeCode = Exclude<keyof typeof shellText.notice, 'close'>

export type ServiceParts = Readonly<{
  profile: string
  log: RotatingLog
  out: string
  window: MainWindow
  preferences: Preferences
  server: ServerAccess
  serverUrl: string
  sealer: Promise<Sealer | null>
  sessionOf: (partition: string) => Session
  notice: (code: NoticeCode) => void
}>

const nowMs = () => Date.now()
/** The data worker starts when the page asks for it, or after this time although none has asked. */
const unaskedWorkerMs = 5_000

/** What stands behind the window: the account, the answers to the page's calls, and, once the page asks for it, the background. */
export class DeskServices {
  readonly #parts: ServiceParts
  readonly #opened: Promise<Vault>
  #vault: Vault | null = null
  #background: Promise<DeskBackground | null> | null = null
  #running: DeskBackground | null = null
  #updater: Promise<DeskUpdater> | null = null
  #exports: Promise<ExportDesk> | null = null
  readonly #handlers: BridgeHandlers
  readonly #evidence: EvidenceDesk
  #stopped = false

  /** Answers from now on; what is asked before the account is open waits for that. */
  constructor(parts: ServiceParts) {
    this.#parts = parts
    this.#opened = this.#openVault()
    this.#evidence = this.#makeEvidence()
    this.#handlers = this.#answers()
    setTimeout(() => this.#startBackground(), unaskedWorkerMs)
  }

  answer(channel: BridgeCall, args: unknown): Promise<unknown> {
    return answerCall(this.#handlers, channel, args)
  }

  givePort(contents: WebContents): void {
    if (this.#running) this.#running.givePort(contents)
    else this.#startBackground()
  }

  get token(): Pick<AccessToken, 'get'> {
    return this.#vault?.token ?? { get: async () => (await this.#opened).token.get() }
  }

  /** The original of a file that a page looks at. */
  async original(hash: string, asked: { method: string; range: string | null }): Promise<Response> {
    await this.#opened
    return this.#evidence.original(hash, asked)
  }

  async start(): Promise<void> {
    const { window, log } = this.#parts
    const vault = await this.#opened
    log.info('started', { version: app.getVersion(), electron: process.versions.electron, packaged: app.isPackaged })
    if (!app.isPackaged) await assistDevelopment({ vault, window, log, quit: () => app.quit() })
  }

  /** Resolves when drafts and journal are closed. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#running?.stop()
    await this.#evidence.stop()
    await (await this.#exports)?.stop()
    this.#parts.server.endWorkerCalls()
    await (await this.#opened).close()
  }

  async #openVault(): Promise<Vault> {
    const { profile, log, serverUrl, sealer, server, notice } = this.#parts
    const vault = new Vault({
      serverUrl,
      sealer: await sealer,
      sessions: new SessionStore(profile, nowMs),
      accounts: new AccountStore(profile, nowMs),
      identity: new DevIdentity(server.call),
      wipes: new WipeOrders(profile),
      confirmWipe: (accessToken, order) => confirmWipe(server.call, accessToken, order),
      log,
      onChange: (change) => this.#vaultChanged(vault, change),
      onNotice: ({ code }) => notice(code),
      clearPartition: (partition) => session.fromPartition(partition).clearStorageData(),
    })
    this.#vault = vault
    await vault.start()
    return vault
  }

  /** Once; a background that could not be started is logged, and the next page that asks tries again. */
  #startBackground(): void {
    if (this.#background !== null || this.#stopped) return
    this.#background = this.#makeBackground().catch((error: unknown) => {
      this.#parts.log.error('background_failed', describeError(error))
      this.#background = null
      return null
    })
  }

  async #makeBackground(): Promise<DeskBackground | null> {
    const vault = await this.#opened
    const { DeskBackground } = await import('./desk-background.ts')
    if (this.#stopped) return null
    const background = new DeskBackground({
      ...this.#parts,
      vault,
      evidence: this.#evidence,
      endWorkerCalls: () => this.#parts.server.endWorkerCalls(),
      checkForUpdates: async () => (await this.#updaterOnce()).check(),
    })
    this.#running = background
    await background.start()
    return background
  }

  #makeEvidence(): EvidenceDesk {
    const { window, server, log } = this.#parts
    return new EvidenceDesk({
      account: () => this.#vault?.account ?? null,
      token: () => ({ get: () => this.token.get(), refused: () => this.#vault?.token.refused() }),
      call: server.call,
      onChange: (files) => window.send('evidence:changed', { files: [...files] }),
      log,
    })
  }

  #updaterOnce(): Promise<DeskUpdater> {
    const { profile, log, window } = this.#parts
    this.#updater ??= import('./updater/desk-updater.ts').then(
      ({ DeskUpdater }) =>
        new DeskUpdater({
          settings: updateSettings({ bundled: settings.update, env: process.env, isPackaged: app.isPackaged }),
          profile,
          log,
          onChange: (state) => window.send('updater:changed', state),
        }),
    )
    return this.#updater
  }

  #exportsOnce(): Promise<ExportDesk> {
    const { window, log } = this.#parts
    this.#exports ??= Promise.all([import('./export/export-desk.ts'), import('./carry/ask-for-path.ts')]).then(
      ([{ ExportDesk }, { fileDialogs }]) =>
        new ExportDesk({
          askWhereToSave: fileDialogs(() => window.browserWindow).save,
          folder: () => app.getPath('documents'),
          reveal: (path) => shell.showItemInFolder(path),
          nowMs,
          log,
        }),
    )
    return this.#exports
  }

  #answers(): BridgeHandlers {
    const { window, preferences, log } = this.#parts
    const opened = this.#opened
    return {
      ...startHandlers({ opened, preferences }),
      ...sessionHandlers(opened),
      ...windowHandlers({ window, preferences }),
      ...evidenceHandlers({ opened, desk: this.#evidence }),
      ...exportHandlers({ opened, desk: () => this.#exportsOnce() }),
      ...appHandlers({ opened, updater: () => this.#updaterOnce(), log, window }),
    }
  }

  async #vaultChanged(vault: Vault, change: 'account' | 'token'): Promise<void> {
    if (change === 'account') {
      await this.#evidence.accountChanged()
      await (await this.#exports)?.stop()
    } else if (vault.token.isPresent) this.#evidence.wake()
    const background = await this.#background
    await background?.vaultChanged(change)
    if (!this.#stopped) this.#parts.window.send('session:changed', vault.state)
  }
}
