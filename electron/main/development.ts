import { writeFile } from 'node:fs/promises'
import type { Log } from './logs/rotating-log.ts'
import type { DevAccount } from './vault/dev-identity.ts'
import type { Vault } from './vault/vault.ts'
import type { MainWindow } from './windows/main-window.ts'

const signInAttempts = 20
const fullPageMs = 30_000
const settleMs = 1_500
const pause = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs))

const officerOf = (accounts: readonly DevAccount[]): DevAccount | undefined =>
  accounts.find(({ roles }) => roles.some(({ role }) => role === 'case_officer')) ?? accounts[0]

/** Signs in by itself: `sample` takes the server's first sample official who works on cases, anything else names one. */
async function signIn(vault: Vault, wanted: string, log: Log): Promise<void> {
  for (let attempt = 0; attempt < signInAttempts && vault.state.phase === 'signed_out'; attempt += 1) {
    const list = await vault.listAccounts()
    const username = wanted === 'sample' && list.ok ? officerOf(list.accounts)?.username : wanted
    const result = list.ok && username !== undefined ? await vault.signIn(username) : list
    if (result.ok || !['offline', 'server_error'].includes(result.code)) {
      if (!result.ok) log.error('development_sign_in_failed', { code: result.code })
      return
    }
    await pause(500)
  }
}

// A full window is one that shows rows of the queue, or, after a while, whatever there is.
const hasRows = `document.querySelectorAll('[role="grid"] [role="row"]').length > 5`

async function saveScreenshot(window: MainWindow, path: string): Promise<void> {
  const endMs = performance.now() + fullPageMs
  for (;;) {
    await pause(250)
    const contents = window.browserWindow?.webContents
    if (!contents || contents.isLoading()) continue
    const isFull: unknown = await contents.executeJavaScript(hasRows)
    if (isFull !== true && performance.now() < endMs) continue
    await pause(settleMs)
    const image = await contents.capturePage()
    await writeFile(path, image.toPNG())
    return
  }
}

/** What `npm start` asks of an unpackaged app: sign in with a sample account, save the first full window and end. */
export async function assistDevelopment(parts: {
  vault: Vault
  window: MainWindow
  log: Log
  quit: () => void
}): Promise<void> {
  const wanted = process.env['IHANOI_DESK_SIGN_IN'] ?? ''
  if (wanted !== '') await signIn(parts.vault, wanted, parts.log)
  const path = process.env['IHANOI_DESK_SCREENSHOT'] ?? ''
  if (path === '') return
  await saveScreenshot(parts.window, path)
  parts.quit()
}
