import { app } from 'electron'
import type { RotatingLog } from '../main/logs/rotating-log.ts'
import { packLogs } from '../main/logs/pack-logs.ts'
import type { DeskUpdater } from '../main/updater/desk-updater.ts'
import type { Vault } from '../main/vault/vault.ts'
import type { MainWindow } from '../main/windows/main-window.ts'
import type { BridgeHandlers } from './answer-call.ts'

type AppHandlers = Pick<
  BridgeHandlers,
  'app:get-info' | 'updater:get-state' | 'updater:check-now' | 'updater:install-now' | 'diagnostics:pack-logs'
>

/** The oldest runtime that a release may be built with; an older one serves development only. */
const releasedElectron = 45

export function appHandlers(parts: {
  opened: Promise<Vault>
  updater: () => Promise<DeskUpdater>
  log: RotatingLog
  window: MainWindow
}): AppHandlers {
  const { opened, updater, log, window } = parts
  return {
    'app:get-info': async () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      packaged: app.isPackaged,
      developmentRuntime: Number(process.versions.electron.split('.')[0]) < releasedElectron,
      keyStore: (await opened).keyStore,
    }),
    'updater:get-state': async () => (await updater()).state,
    'updater:check-now': async () => (await updater()).check(),
    'updater:install-now': async () => ((await updater()).install() ? { ok: true } : { ok: false, code: 'cancelled' }),
    'diagnostics:pack-logs': async () => {
      const path = await packLogs(log, window.browserWindow)
      return path === null ? { ok: false, code: 'cancelled' } : { ok: true, path }
    },
  }
}
