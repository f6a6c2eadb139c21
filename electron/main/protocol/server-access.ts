import type { Session } from 'electron'
import { createNetCall } from './net-call.ts'
import type { ServerCall } from './server-call.ts'
import { forwardToServer } from './server-proxy.ts'
import type { Asker } from './server-proxy.ts'

type TokenSource = Readonly<{ get: () => Promise<string> }>

/** The one way to the central server: main's own calls, and what the windows ask through `app://bundle/server/…`. */
export class ServerAccess {
  readonly call: ServerCall
  #workerCalls = new AbortController()

  /** The session is made when it is first used: a start without a call needs none. */
  constructor(serverUrl: string, session: () => Session) {
    this.call = createNetCall(serverUrl, session)
  }

  forward(token: TokenSource, asker: Asker, request: Request, path: string): Promise<Response> {
    if (asker === 'page') return forwardToServer({ call: this.call, token }, asker, request, path)
    const { signal } = this.#workerCalls
    const call: ServerCall = (options) => this.call({ ...options, signal })
    return forwardToServer({ call, token }, asker, request, path)
  }

  /** Ends what a worker that is gone had asked for; an event stream would otherwise stay open for ever. */
  endWorkerCalls(): void {
    this.#workerCalls.abort()
    this.#workerCalls = new AbortController()
  }
}
