import { createORPCClient } from '@orpc/client'
import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import type { RPCLink } from '@orpc/client/message-port'
import type { DeskBridge, workerPortMessage } from '../../shared/ipc/bridge.ts'
import type { WorkerClient } from './desk-services.tsx'

/** Rejects a call that must not be repeated by itself: whether it was done before the worker ended is not known. */
export class WorkerRestartedError extends Error {
  readonly code = 'worker_restarted'

  constructor() {
    super('the data worker was replaced while the call was running')
    this.name = 'WorkerRestartedError'
  }
}

type Connection = Readonly<{
  link: Promise<RPCLink<ClientContext>>
  ended: Promise<never>
  end: () => void
  port: MessagePort
}>

// By type only: the value's module brings every schema along, which the page has no use for.
const portMessage: typeof workerPortMessage = 'worker:port'

// A repeated command would be a second command: after a restart the page shows what the journal kept.
const neverRepeated: readonly string[] = ['command.run', 'outbox.redo']

// A port comes after the first frame, and what speaks over it with the first port. Until it is started a port keeps what arrives.
async function linkOver(port: MessagePort): Promise<RPCLink<ClientContext>> {
  const { RPCLink } = await import('@orpc/client/message-port')
  const link = new RPCLink<ClientContext>({ port })
  port.start()
  return link
}

function connect(port: MessagePort, onClosed: () => void): Connection {
  const stop = new AbortController()
  const ended = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(new WorkerRestartedError()))
  })
  // Nobody may be waiting at that moment.
  ended.catch(() => undefined)
  // Registered before the link's own listener, so that calls end as `worker_restarted` and not as aborted.
  port.addEventListener('close', onClosed)
  return { link: linkOver(port), ended, end: () => stop.abort(), port }
}

// Not every engine tells that a port's other end is gone: a stream is ended by hand.
function endingWith(stream: AsyncIterator<unknown>, ended: Promise<never>): AsyncIterableIterator<unknown> {
  return {
    next: () => Promise.race([stream.next(), ended]),
    return: (value: unknown) => stream.return?.(value) ?? Promise.resolve({ done: true, value }),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const isStream = (result: unknown): result is AsyncIterator<unknown> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result && 'next' in result

/**
 * Carries calls over the port of the moment. A call that was running when the worker was replaced is repeated on the
 * next port, but for commands, which reject with `worker_restarted`; event streams end with that error and are opened
 * again by whoever reads them.
 */
class ReplaceableLink implements ClientLink<ClientContext> {
  #connection: Promise<Connection>
  #arrive: (connection: Connection) => void = () => undefined
  #current: Connection | null = null

  constructor() {
    this.#connection = this.#nextConnection()
  }

  /** The former port is dead from now on; calls wait for the next one. */
  disconnect(): void {
    if (this.#current === null) return
    const old = this.#current
    this.#current = null
    this.#connection = this.#nextConnection()
    old.end()
    old.port.close()
  }

  use(port: MessagePort): void {
    this.disconnect()
    const connection = connect(port, () => {
      if (this.#current === connection) this.disconnect()
    })
    this.#current = connection
    this.#arrive(connection)
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    for (;;) {
      const connection = await this.#connection
      try {
        const link = await connection.link
        const result = await Promise.race([link.call(path, input, options), connection.ended])
        return isStream(result) ? endingWith(result, connection.ended) : result
      } catch (error) {
        const isRestart = connection !== this.#current
        if (!isRestart) throw error
        if (options.signal?.aborted || neverRepeated.includes(path.join('.'))) throw new WorkerRestartedError()
      }
    }
  }

  #nextConnection(): Promise<Connection> {
    return new Promise((resolve) => {
      this.#arrive = resolve
    })
  }
}

/** Connects this page with the data worker each time main hands it a port; the first one comes after `requestWorkerPort`. */
export function connectWorker(bridge: DeskBridge): WorkerClient {
  const link = new ReplaceableLink()
  window.addEventListener('message', (event) => {
    const port = event.ports[0]
    if (event.source !== window || event.data !== portMessage || port === undefined) return
    link.use(port)
  })
  bridge.on('worker:restarting', () => link.disconnect())
  return createORPCClient<WorkerClient>(link)
}
