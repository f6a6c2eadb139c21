import { bridge } from '../../../../renderer/platform/bridge.ts'
import { connectWorker } from '../../../../renderer/platform/worker-port.ts'
import type { ShellWorker } from '../worker/main.ts'

/** A page without an interface: it gives the shell tests the bridge and the worker client of the real app. */
const worker = connectWorker(bridge) as unknown as ShellWorker
bridge.requestWorkerPort()
const events: { name: string; payload: unknown }[] = []
for (const name of ['session:changed', 'window:navigate', 'updater:changed', 'worker:restarting'] as const) {
  bridge.on(name, (payload) => events.push({ name, payload }))
}

const tryEval = (): string => {
  try {
    const run = Reflect.get(globalThis, 'eval') as (code: string) => unknown
    return String(run('1 + 1'))
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown'
  }
}

const tryInlineScript = (): boolean => {
  const script = document.createElement('script')
  script.textContent = 'document.body.dataset.inline = "ran"'
  document.body.append(script)
  return document.body.dataset['inline'] === 'ran'
}

// An automation's own `evaluate` stands outside the content security policy: the page's timer asks.
const fromTimer = <T,>(ask: () => T) => new Promise<T>((resolve) => setTimeout(() => resolve(ask())))

const readChanges = async (): Promise<string> => {
  try {
    for await (const change of await worker.changes()) document.body.dataset['change'] = change
    return 'ended'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}

const shellTest = {
  bridge,
  worker,
  events,
  readChanges,
  tryEval: () => fromTimer(tryEval),
  tryInlineScript: () => fromTimer(tryInlineScript),
}
export type ShellTest = typeof shellTest
Object.assign(window, { shellTest })
