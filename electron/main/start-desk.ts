import { join, resolve } from 'node:path'
import { app, dialog } from 'electron'
import { shellText } from '../../shared/text/shell.ts'
import { awaitAutomation } from './await-automation.ts'
import { routeOfArguments, routeOfLink } from './command-line.ts'
import { DeskApp } from './desk-app.ts'
import { describeError } from './logs/redact.ts'
import { RotatingLog } from './logs/rotating-log.ts'
import { declareBundleScheme } from './protocol/register.ts'

const scheme = 'ihanoi-desk'

function useProfile(): string {
  const folder = app.commandLine.getSwitchValue('user-data-dir')
  if (folder !== '') app.setPath('userData', resolve(folder))
  return app.getPath('userData')
}

function watchForFailures(log: RotatingLog): void {
  process.on('uncaughtException', (error) => {
    log.error('main_failed', describeError(error))
    const { message, detail } = shellText.notice.main_failed
    if (app.isPackaged) dialog.showErrorBox(message, detail)
    else process.stderr.write(`${error.stack ?? error.message}\n`)
    app.exit(1)
  })
  process.on('unhandledRejection', (error) => {
    log.error('rejection_unhandled', describeError(error))
    if (!app.isPackaged) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  })
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') log.error('child_gone', { type: type.replaceAll(' ', '_'), reason })
  })
}

/** Reads what `Request` and `Response` stand on while Chromium still starts: left to the page's first file it keeps that waiting. */
function readFetchEarly(): void {
  Response.error()
}

/** Starts the app, or hands its arguments to the instance that already runs on this profile and ends. */
export function startDesk(): void {
  const profile = useProfile()
  // Boxes for dates, which Chromium draws itself, show day/month/year whatever language the system has.
  app.commandLine.appendSwitch('lang', 'vi')
  // With --no-sandbox (root in development) Chromium has no sandbox to enable and its processes would not start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('iHaNoi Desk already runs on this profile; its window is shown.\n')
    app.exit(0)
    return
  }
  declareBundleScheme()
  readFetchEarly()
  const log = new RotatingLog(profile, () => Date.now())
  watchForFailures(log)
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme)
  const desk = new DeskApp({ profile, log, out: join(__dirname, '..') })
  app.on('second-instance', (_event, args) => desk.open(routeOfArguments(args)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    desk.open(routeOfLink(url))
  })
  app.on('activate', () => desk.open(null))
  // The window is hidden, not closed; if the system closes it all the same, the tray and the data worker stay.
  app.on('window-all-closed', () => undefined)
  app.on('before-quit', (event) => desk.beforeQuit(event))
  app
    .whenReady()
    .then(awaitAutomation)
    .then(() => desk.start(routeOfArguments(process.argv.slice(1))))
    .catch((error: unknown) => {
      log.error('start_failed', describeError(error))
      process.stderr.write(`iHaNoi Desk could not start: ${error instanceof Error ? error.stack : String(error)}\n`)
      app.exit(1)
    })
}
