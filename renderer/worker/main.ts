import { RPCHandler } from '@orpc/server/message-port'
import { z } from 'zod'
import { browserEnvironment } from './environment.ts'
import { codeOf } from './failure.ts'
import { createHostClient } from './host-client.ts'
import { createWorkerRouter } from './rpc.ts'
import { WorkerCore } from './worker-core.ts'
import { WorkerService } from './worker-service.ts'

declare const self: DedicatedWorkerGlobalScope

const portMessage = z.object({ kind: z.enum(['host', 'page']), port: z.instanceof(MessagePort) })
const environment = browserEnvironment('app://bundle/server')
const waitingPages: MessagePort[] = []
let handler: RPCHandler<Record<never, never>> | null = null

/** Main gives its port once; the pages' ports may come before or after it. */
self.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = portMessage.safeParse(event.data)
  if (!message.success) return
  if (message.data.kind === 'page') servePage(message.data.port)
  else startCore(message.data.port)
})

function startCore(port: MessagePort): void {
  if (handler) return
  const core = new WorkerCore({ host: createHostClient(port), environment })
  const service = new WorkerService(core)
  handler = new RPCHandler(createWorkerRouter(core, service))
  self.addEventListener('error', (event) => core.reporter.error('worker_uncaught', { reason: codeOf(event.error) }))
  self.addEventListener('unhandledrejection', (event) =>
    core.reporter.error('worker_unhandled', { reason: codeOf(event.reason) }),
  )
  core.start()
  for (const page of waitingPages.splice(0)) servePage(page)
}

function servePage(port: MessagePort): void {
  if (!handler) {
    waitingPages.push(port)
    return
  }
  handler.upgrade(port)
  port.start()
}
