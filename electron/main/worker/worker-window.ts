import { BrowserWindow } from 'electron'
import type { MessagePortMain, Session } from 'electron'
import { bundleOrigin } from '../protocol/bundle-path.ts'
import { guardContents } from '../windows/guards.ts'
import type { WorkerProcess } from './supervisor.ts'

/** Starts the hidden window that holds the data worker. Every account has a session, and so a process, of its own. */
export function startWorkerWindow(options: {
  session: Session
  preload: string
  onGone: () => void
}): WorkerProcess<MessagePortMain> {
  const { session, preload, onGone } = options
  const window = new BrowserWindow({
    show: false,
    width: 300,
    height: 200,
    skipTaskbar: true,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  })
  guardContents(window.webContents)
  window.webContents.on('render-process-gone', onGone)
  window.on('closed', onGone)
  const ready = window.loadURL(`${bundleOrigin}/worker-host.html`)
  return {
    ready,
    handOver: (kind, port) => {
      if (window.isDestroyed()) port.close()
      else window.webContents.postMessage('worker-host:port', { kind }, [port])
    },
    kill: () => endWindow(window),
  }
}

// Chromium asks a renderer to crash itself, which a stopped process never does; the system's kill always works.
function endWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  const processId = window.webContents.getOSProcessId()
  window.destroy()
  if (processId <= 0) return
  try {
    process.kill(processId, 'SIGKILL')
  } catch {
    // It has ended by itself.
    return
  }
}
