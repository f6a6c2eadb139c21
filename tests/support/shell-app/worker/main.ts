import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { RouterClient } from '@orpc/server'
import { z } from 'zod'
import type { hostContract } from '../../../../shared/ipc/host-contract.ts'

type Host = ContractRouterClient<typeof hostContract>
type Ask = (path: string, value: unknown) => Promise<unknown>

const beatEveryMs = 1000
const forever = () => new Promise<never>(() => undefined)

let host: Host | null = null
let isBeating = true
const vaultStates: unknown[] = []

const fetchText: Ask = async (_path, value) => {
  const { url, ...init } = z
    .object({ url: z.string(), method: z.string().optional(), body: z.string().optional() })
    .parse(value)
  const answer = await fetch(url, { method: init.method ?? 'GET', body: init.body ?? null })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}

/** Reads `count` chunks of a stream with the time each came at, then closes it. */
const readStream: Ask = async (_path, value) => {
  const { url, count } = z.object({ url: z.string(), count: z.number() }).parse(value)
  const stop = new AbortController()
  const reader = (await fetch(url, { signal: stop.signal })).body?.getReader()
  const chunks: { text: string; atMs: number }[] = []
  while (chunks.length < count) {
    const { value: bytes, done } = (await reader?.read()) ?? { value: undefined, done: true }
    if (done) break
    chunks.push({ text: new TextDecoder().decode(bytes), atMs: performance.now() })
  }
  stop.abort()
  return chunks
}

const callHost: Ask = (path, value) => {
  const target = path.split('.').reduce<unknown>((at, name) => Reflect.get(at as object, name), host)
  return (target as (input: unknown) => Promise<unknown>)(value)
}

const asks: Readonly<Record<string, Ask>> = {
  fetch: fetchText,
  readStream,
  vaultStates: () => Promise.resolve(vaultStates),
  stopBeating: () => {
    isBeating = false
    return Promise.resolve(null)
  },
}

const router = {
  ask: os.input(z.object({ path: z.string(), value: z.unknown().optional() })).handler(async ({ input }) => {
    try {
      return { value: await (asks[input.path] ?? callHost)(input.path, input.value), code: null }
    } catch (error) {
      return { value: null, code: error instanceof Error && 'code' in error ? String(error.code) : String(error) }
    }
  }),
  /** Answers only the worker that was started after the first call. */
  sync: { status: os.handler(async () => (await firstTime()) ?? forever()) },
  command: { run: os.input(z.unknown()).handler(() => forever()) },
  changes: os.handler(async function* changes() {
    yield 'first'
    await forever()
  }),
}
export type ShellWorker = RouterClient<typeof router>

// The in-memory sessions share nothing but main: the fence says which start this is.
const firstTime = async (): Promise<string | null> => {
  const state = await host?.vault.get()
  return state?.phase === 'open' && state.fence > 2 ? 'answered' : null
}

const serve = async (port: MessagePort): Promise<void> => {
  const client = createORPCClient<Host>(new RPCLink({ port }))
  host = client
  let fence = 0
  const beat = () => {
    if (isBeating) void client.heartbeat({ fence })
  }
  setInterval(beat, beatEveryMs)
  for await (const state of await client.vault.watch()) {
    vaultStates.push(state)
    if (state.phase === 'open') fence = state.fence
    beat()
  }
}

const pages = new RPCHandler(router)
self.addEventListener('message', (event: MessageEvent<{ kind: 'host' | 'page'; port: MessagePort }>) => {
  const { kind, port } = event.data
  if (kind === 'page') pages.upgrade(port)
  else void serve(port)
  port.start()
})
