import { app } from 'electron'

const hookName = '__playwright_run'
const latestMs = 10_000

/**
 * Resolves when the automation that started this unpackaged app is attached; at once where there is none, after 10 s where it never
 * comes. An automation that attaches between a page's empty first document and its own never hears of the second one and waits for
 * it for ever: so there is no page before. Playwright announces itself by calling the function put here.
 */
export function awaitAutomation(): Promise<void> {
  const isAutomated = app.commandLine.hasSwitch('inspect') && app.commandLine.hasSwitch('remote-debugging-port')
  if (app.isPackaged || !isAutomated) return Promise.resolve()
  return new Promise((resolve) => {
    Object.defineProperty(globalThis, hookName, { value: () => resolve(), configurable: true })
    setTimeout(resolve, latestMs)
  })
}
