import { webcrypto } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { WorkerEnvironment } from '../../../renderer/worker/environment.ts'
import { commandForms } from '../../../shared/contract/command-upgrades.ts'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'

/** The surroundings of a data worker under Node: the given device's IndexedDB, Node's WebCrypto and timers. */
export function nodeEnvironment(device: {
  baseUrl: string
  fetch: typeof fetch
  indexedDB?: IDBFactory
  nowMs?: () => number
  random?: () => number
  /** How many times faster than real timers run. */
  haste?: number
  commandForms?: CommandForms
}): WorkerEnvironment {
  return {
    baseUrl: device.baseUrl,
    fetch: device.fetch,
    indexedDB: device.indexedDB ?? new IDBFactory(),
    IDBKeyRange,
    crypto: webcrypto as Crypto,
    nowMs: device.nowMs ?? (() => Date.now()),
    random: device.random ?? (() => Math.random()),
    newId: () => webcrypto.randomUUID(),
    commandForms: device.commandForms ?? commandForms,
    setTimer: (run, afterMs) => {
      const timer = setTimeout(run, afterMs / (device.haste ?? 1))
      return () => clearTimeout(timer)
    },
  }
}

/** Waits until a condition holds, or fails saying what was waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const endMs = performance.now() + timeoutMs
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
