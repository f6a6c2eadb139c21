import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js'
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import type { UpdateStateV1 } from '../../../shared/ipc/bridge.ts'
import { codeOf } from '../desk-error.ts'
import type { Log } from '../logs/rotating-log.ts'
import { SignedProvider } from './signed-provider.ts'
import type { UpdateSettings } from './update-settings.ts'

type Parts = Readonly<{
  settings: UpdateSettings | null
  profile: string
  log: Log
  onChange: (state: UpdateStateV1) => void
}>

const off: UpdateStateV1 = { phase: 'off', version: null, percent: null, code: null }
const refusals = { signature_wrong: 1, manifest_wrong: 1, downgrade: 1 } as const
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }

function failureOf(error: unknown): Pick<UpdateStateV1, 'phase' | 'code'> {
  const code = codeOf(error)
  if (Object.hasOwn(refusals, code)) return { phase: 'refused', code: code as keyof typeof refusals }
  if (code === 'ERR_CHECKSUM_MISMATCH') return { phase: 'refused', code: 'hash_wrong' }
  const isNetwork = error instanceof Error && /^net::ERR_|ECONN|ENOTFOUND|ETIMEDOUT/.test(`${error.message} ${code}`)
  return { phase: 'failed', code: isNetwork ? 'offline' : 'server_error' }
}

/** Finds, verifies and downloads a new version; off until an address and our public key are configured. */
export class DeskUpdater {
  readonly #parts: Parts
  #updater: AppUpdater | null = null
  #state: UpdateStateV1 = off
  #running: Promise<UpdateStateV1> | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    if (parts.settings === null) return
    this.#updater = this.#createUpdater(parts.settings)
    if (this.#updater) this.#state = { ...off, phase: 'idle' }
  }

  get state(): UpdateStateV1 {
    return this.#state
  }

  /** Looks once, whoever asks at the same time, and downloads what it may. */
  check(): Promise<UpdateStateV1> {
    const updater = this.#updater
    if (updater === null || this.#state.phase === 'ready') return Promise.resolve(this.#state)
    this.#running ??= this.#check(updater).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Quits and installs what was downloaded and verified; false where nothing is ready. */
  install(): boolean {
    if (this.#updater === null || this.#state.phase !== 'ready') return false
    this.#updater.quitAndInstall(true, true)
    return true
  }

  async #check(updater: AppUpdater): Promise<UpdateStateV1> {
    this.#set({ phase: 'checking', version: null, percent: null, code: null })
    try {
      const found = await updater.checkForUpdates()
      if (!found?.isUpdateAvailable) return this.#set({ ...off, phase: 'idle' })
      const { version } = found.updateInfo
      this.#set({ phase: 'downloading', version, percent: 0, code: null })
      await updater.downloadUpdate()
      return this.#set({ phase: 'ready', version, percent: 100, code: null })
    } catch (error) {
      return this.#set({ ...this.#state, percent: null, ...failureOf(error) })
    }
  }

  #set(state: UpdateStateV1): UpdateStateV1 {
    if (state.phase !== this.#state.phase)
      this.#parts.log.info('updater', { phase: state.phase, code: state.code ?? '' })
    this.#state = state
    this.#parts.onChange(state)
    return state
  }

  #createUpdater(settings: UpdateSettings): AppUpdater | null {
    const updater = chooseUpdater()
    if (updater === null) return null
    updater.autoDownload = false
    updater.allowDowngrade = false
    updater.disableWebInstaller = true
    updater.disableDifferentialDownload = true
    updater.logger = quiet
    if (!app.isPackaged) useOwnConfiguration(updater, this.#parts.profile)
    updater.setFeedURL({
      provider: 'custom',
      updateProvider: SignedProvider,
      url: settings.url,
      publicKeyPem: settings.publicKeyPem,
      currentVersion: app.getVersion(),
    })
    // The promise of the same work carries the error; without a listener the emitter would throw it a second time.
    updater.on('error', () => undefined)
    updater.on('download-progress', ({ percent }) => {
      this.#set({ ...this.#state, percent: Math.floor(percent) })
    })
    return updater
  }
}

function chooseUpdater(): AppUpdater | null {
  if (process.platform === 'win32') return new NsisUpdater()
  if (process.platform === 'linux' && process.env['APPIMAGE']) return new AppImageUpdater()
  return app.isPackaged ? null : new NsisUpdater()
}

// An unpackaged app has no app-update.yml; the updater wants one for the name of its download folder.
function useOwnConfiguration(updater: AppUpdater, profile: string): void {
  const folder = join(profile, 'updater')
  const path = join(folder, 'app-update.yml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, 'updaterCacheDirName: ihanoi-desk-updater\n')
  updater.forceDevUpdateConfig = true
  updater.updateConfigPath = path
}
