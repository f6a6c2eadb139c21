import { commandForms } from '../../shared/contract/command-upgrades.ts'
import type { CommandForms } from '../../shared/contract/command-upgrades.ts'

/** Ends a timer; calling it twice does nothing. */
export type CancelTimer = () => void

/** Everything the data worker takes from its surroundings, so that the same code runs in the app and under Node. */
export type WorkerEnvironment = Readonly<{
  /** Prefix of the central server's routes, without a trailing slash: `app://bundle/server` in the app. */
  baseUrl: string
  fetch: typeof fetch
  indexedDB: IDBFactory
  IDBKeyRange: typeof IDBKeyRange
  crypto: Crypto
  /** The device's clock in Unix milliseconds; orders nothing. */
  nowMs: () => number
  /** Uniform in [0, 1): back-off jitter only. */
  random: () => number
  newId: () => string
  /** The forms of commands this app reads from older ones, and the one it writes. */
  commandForms: CommandForms
  setTimer: (run: () => void, afterMs: number) => CancelTimer
}>

/** The surroundings inside a module Worker of the app. */
export function browserEnvironment(baseUrl: string): WorkerEnvironment {
  return {
    baseUrl,
    fetch: (input, init) => globalThis.fetch(input, init),
    indexedDB: globalThis.indexedDB,
    IDBKeyRange: globalThis.IDBKeyRange,
    crypto: globalThis.crypto,
    nowMs: () => Date.now(),
    random: () => Math.random(),
    newId: () => globalThis.crypto.randomUUID(),
    commandForms,
    setTimer: (run, afterMs) => {
      const timer = setTimeout(run, afterMs)
      return () => clearTimeout(timer)
    },
  }
}
