import type { SlaResult } from './result.ts'

declare global {
  interface Window {
    runSlaBench: (counts: readonly number[], rounds: number) => Promise<SlaResult>
  }
}

/** Runs the worker and waits for its answer. */
window.runSlaBench = async (counts, rounds) => {
  const worker = new Worker(new URL('./sla-worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise<SlaResult>((resolve, reject) => {
      worker.addEventListener('message', (event: MessageEvent<SlaResult>) => resolve(event.data))
      worker.addEventListener('error', (event) => reject(new Error(event.message)))
      worker.postMessage({ counts, rounds }, [])
    })
  } finally {
    worker.terminate()
  }
}
