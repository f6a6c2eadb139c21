import type { Contender, FromWorker, Measured, Round, RoundResult, ToWorker } from './rounds.ts'
import { watchTurns } from './turns.ts'

declare global {
  interface Window {
    prepareRound: (round: Round) => Promise<void>
    runRound: (idleMs: number, mostMs: number) => Promise<RoundResult>
  }
}

const module = { type: 'module' } as const
const start: Readonly<Record<Contender, () => Worker>> = {
  ours: () => new Worker(new URL('./ours-worker.ts', import.meta.url), module),
  raw: () => new Worker(new URL('./raw-worker.ts', import.meta.url), module),
  rxdb: () => new Worker(new URL('../peers/rxdb-worker.ts', import.meta.url), module),
  'pouchdb-idb': () => new Worker(new URL('../peers/pouchdb-idb-worker.ts', import.meta.url), module),
  'pouchdb-indexeddb': () => new Worker(new URL('../peers/pouchdb-indexeddb-worker.ts', import.meta.url), module),
}

let worker: Worker | null = null

/** Starts a worker for one contender, warms its code up and gives it its pages. */
window.prepareRound = async (round) => {
  worker = start[round.contender]()
  await said(worker, { say: 'prepare', round })
}

/** Lets the worker do its round while this thread only watches how long it has to wait for its turn, before and meanwhile. */
window.runRound = async (idleMs, mostMs) => {
  if (worker === null) throw new Error('No round is prepared.')
  const idle = watchTurns()
  await afterMs(idleMs)
  const idleWaitMs = idle.stop()
  const busy = watchTurns()
  const measured = await Promise.race([said(worker, { say: 'go' }), afterMs(mostMs)])
  const busyWaitMs = busy.stop()
  worker.terminate()
  return measured === null
    ? { ms: mostMs, stored: 0, figures: {}, ended: true, idleWaitMs, busyWaitMs }
    : { ...measured, ended: false, idleWaitMs, busyWaitMs }
}

const afterMs = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))

function said(worker: Worker, told: ToWorker): Promise<Measured | null> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<FromWorker>) => resolve(data.say === 'done' ? data.measured : null),
      { once: true },
    )
    worker.postMessage(told, [])
  })
}
