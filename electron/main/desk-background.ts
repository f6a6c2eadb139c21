import { join } from 'node:path'
import { app, powerMonitor } from 'electron'
import type { Session, WebContents } from 'electron'
import type { EvidenceDesk } from './evidence/evidence-desk.ts'
import { fileDialogs } from './carry/ask-for-path.ts'
import { CarryDesk } from './carry/carry-desk.ts'
import type { Log } from './logs/rotating-log.ts'
import type { Vault } from './vault/vault.ts'
import { AttentionDesk } from './windows/attention.ts'
import type { MainWindow } from './windows/main-window.ts'
import { DeskTray } from './windows/tray.ts'
import { DataWorker } from './worker/data-worker.ts'
import { FenceStore } from './worker/fence-store.ts'

function carryDesk(window: MainWindow, log: Log): CarryDesk {
  const dialogs = fileDialogs(() => window.browserWindow)
  return new CarryDesk({
    askWhereToSave: dialogs.save,
    askWhatToOpen: dialogs.open,
    folder: () => app.getPath('documents'),
    nowMs: () => Date.now(),
    log,
  })
}

export type BackgroundParts = Readonly<{
  profile: string
  out: string
  log: Log
  vault: Vault
  evidence: EvidenceDesk
  window: MainWindow
  sessionOf: (partition: string) => Session
  endWorkerCalls: () => void
  checkForUpdates: () => Promise<unknown>
}>

const updateEveryMs = 4 * 60 * 60 * 1000

/** What lives on behind the window: data worker, tray and timers. Made only when the first screen no longer waits for anything. */
export class DeskBackground {
  readonly #parts: BackgroundParts
  readonly #tray: DeskTray
  readonly #worker: DataWorker

  constructor(parts: BackgroundParts) {
    const { profile, out, log, vault, evidence, window } = parts
    this.#parts = parts
    this.#tray = new DeskTray({
      icons: join(out, 'icons'),
      onOpen: () => window.show(),
      onQuit: () => app.quit(),
    })
    this.#worker = new DataWorker({
      vault,
      evidence,
      attention: new AttentionDesk(this.#tray, (route) => window.show(route)),
      fences: new FenceStore(profile),
      carry: carryDesk(window, log),
      preload: join(out, 'preload', 'worker-host.cjs'),
      sessionOf: parts.sessionOf,
      onRestarting: (reason) => {
        parts.endWorkerCalls()
        window.send('worker:restarting', { reason })
      },
      pages: () => (window.browserWindow ? [window.browserWindow.webContents] : []),
      log,
    })
  }

  /** Every page open by then gets its port when the worker takes one. */
  async start(): Promise<void> {
    const { vault, evidence, checkForUpdates } = this.#parts
    powerMonitor.on('resume', () => {
      void vault.token.renew()
      evidence.wake()
    })
    setInterval(() => void checkForUpdates(), updateEveryMs).unref()
    await this.#worker.start()
    if (app.isPackaged) void checkForUpdates()
  }

  givePort(page: WebContents): void {
    this.#worker.givePort(page)
  }

  async vaultChanged(change: 'account' | 'token'): Promise<void> {
    this.#worker.vaultChanged()
    if (change === 'account') await this.#worker.followAccount()
  }

  stop(): void {
    this.#worker.stop()
    this.#tray.destroy()
  }
}
