/**
 * The script of the hidden window: starts the data worker and passes every port on to it as
 * `{kind: 'host' | 'page', port}`. Main notices by the missing heartbeat when the
 * worker does not start, and starts another window.
 */
const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'data-worker' })

const portMessage = (data: unknown): { kind: 'host' | 'page' } | null => {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null
  return data.kind === 'host' || data.kind === 'page' ? { kind: data.kind } : null
}

window.addEventListener('message', (event) => {
  const message = portMessage(event.data)
  const port = event.ports[0]
  if (event.source !== window || message === null || port === undefined) return
  worker.postMessage({ kind: message.kind, port }, [port])
})

worker.addEventListener('error', (event) => {
  // Without the worker this window is of no use; main notices that no heartbeat comes and starts another.
  console.error(`data worker: ${event.message}`)
})
