import { contextBridge, ipcRenderer } from 'electron'
import type { BridgeResult, DeskBridge, workerPortMessage } from '../../shared/ipc/bridge.ts'

// Only types are imported: the schemas live in main, which checks both directions, and stay out of this script.
const workerPort: typeof workerPortMessage = 'worker:port'
const pageOrigin = 'app://bundle'

ipcRenderer.on(workerPort, (event) => window.postMessage(workerPort, pageOrigin, [...event.ports]))

let screen: Promise<BridgeResult<'start:get-screen'>> | null = null
const askForScreen = () => (screen ??= ipcRenderer.invoke('desk:start:get-screen'))

/** Scripts that the page waits with: they run when what it already shows has been painted. */
function startScripts(): void {
  for (const { href } of document.querySelectorAll<HTMLLinkElement>('link[data-start]')) {
    document.head.append(
      Object.assign(document.createElement('script'), { type: 'module', src: href, crossOrigin: '' }),
    )
  }
}

function startAfterStill(): void {
  if (document.querySelector('link[data-start]') === null) return
  let isStarted = false
  const start = () => {
    if (isStarted) return
    isStarted = true
    startScripts()
  }
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('queue:still')
      start()
    }),
  )
  // A window that is not painted asks for no frame.
  setTimeout(start, 500)
}

// Asked while the page's scripts are still being read, and not sooner: main answers only a page whose address it knows.
document.addEventListener(
  'readystatechange',
  () => {
    void askForScreen()
    startAfterStill()
  },
  { once: true },
)

const bridge: DeskBridge = {
  call: async (channel, ...args) =>
    channel === 'start:get-screen' ? askForScreen() : ipcRenderer.invoke(`desk:${channel}`, ...args),
  on: (name, listener) => {
    const forward = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(`desk:${name}`, forward)
    return () => {
      ipcRenderer.off(`desk:${name}`, forward)
    }
  },
  requestWorkerPort: () => ipcRenderer.send('desk:request-worker-port'),
}

contextBridge.exposeInMainWorld('desk', bridge)
