import { ipcRenderer } from 'electron'

// The hidden window gets ports and nothing else: no bridge is put on its page.
ipcRenderer.on('worker-host:port', (event, message: { kind: 'host' | 'page' }) => {
  window.postMessage({ kind: message.kind }, 'app://bundle', [...event.ports])
})
