import type { BenchResult, WorkerResult } from './result.ts'

declare global {
  interface Window {
    runBench: (runs: number) => Promise<BenchResult>
  }
}

/** Runs the worker while this thread only watches how long it has to wait. */
window.runBench = async (runs) => {
  let longestTaskMs = 0
  const tasks = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, entry.duration)
  })
  tasks.observe({ entryTypes: ['longtask'] })
  let longestWaitMs = 0
  let before = performance.now()
  const ticking = setInterval(() => {
    const now = performance.now()
    longestWaitMs = Math.max(longestWaitMs, now - before - 4)
    before = now
  }, 4)
  const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' })
  try {
    const result = await new Promise<WorkerResult>((resolve, reject) => {
      worker.addEventListener('message', (event: MessageEvent<WorkerResult>) => resolve(event.data))
      worker.addEventListener('error', (event) => reject(new Error(event.message)))
      worker.postMessage({ runs }, [])
    })
    return { ...result, longestTaskMs, longestWaitMs }
  } finally {
    clearInterval(ticking)
    tasks.disconnect()
    worker.terminate()
  }
}
