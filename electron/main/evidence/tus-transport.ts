import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client'
import { DeskError } from '../desk-error.ts'
import type { ServerCall } from '../protocol/server-call.ts'

/** The tus client wants whole addresses; only the path of this one is used. */
export const uploadOrigin = 'https://server.invalid'

type Parts = Readonly<{ call: ServerCall; token: Readonly<{ get: () => Promise<string> }> }>

const silenceMs = 300_000

function headError(status: number): DeskError {
  const codes: Readonly<Record<number, string>> = {
    401: 'unauthenticated',
    415: 'file_type_refused',
    460: 'file_hash_wrong',
  }
  return new DeskError(codes[status] ?? `status_${status}`, 'the server does not say how far the file is')
}

class TusResponse implements HttpResponse {
  readonly #response: Response
  readonly #body: string

  constructor(response: Response, body: string) {
    this.#response = response
    this.#body = body
  }

  getStatus(): number {
    return this.#response.status
  }

  getHeader(name: string): string | undefined {
    return this.#response.headers.get(name) ?? undefined
  }

  getBody(): string {
    return this.#body
  }

  getUnderlyingObject(): Response {
    return this.#response
  }
}

class TusRequest implements HttpRequest {
  readonly #parts: Parts
  readonly #method: string
  readonly #url: string
  readonly #headers = new Map<string, string>()
  readonly #abort = new AbortController()

  constructor(parts: Parts, method: string, url: string) {
    this.#parts = parts
    this.#method = method
    this.#url = url
  }

  getMethod(): string {
    return this.#method
  }

  getURL(): string {
    return this.#url
  }

  setHeader(name: string, value: string): void {
    this.#headers.set(name.toLowerCase(), value)
  }

  getHeader(name: string): string | undefined {
    return this.#headers.get(name.toLowerCase())
  }

  // A piece is sent whole: what of it has arrived is known when it is answered.
  setProgressHandler(): void {}

  async send(body: unknown): Promise<HttpResponse> {
    const authorization = `Bearer ${await this.#parts.token.get()}`
    const { pathname } = new URL(this.#url)
    // A server that falls silent must not hold the queue; 1 MiB takes two minutes at 64 kbit/s.
    const timer = setTimeout(() => this.#abort.abort(), silenceMs)
    try {
      return await this.#answered(pathname, authorization, Buffer.isBuffer(body) ? body : null)
    } finally {
      clearTimeout(timer)
    }
  }

  async #answered(path: string, authorization: string, body: Buffer | null): Promise<HttpResponse> {
    const headers = { ...Object.fromEntries(this.#headers), authorization }
    const answer = await this.#parts.call({ method: this.#method, path, headers, body, signal: this.#abort.signal })
    const text = await answer.text()
    // A central server never answers HTML here: somebody in between does.
    if ((answer.headers.get('content-type') ?? '').startsWith('text/html'))
      throw new DeskError('captive', 'somebody else answered')
    // After any other answer than "unknown" the tus client would begin anew and lose what had arrived; a HEAD has no body for a code.
    if (this.#method === 'HEAD' && !answer.ok && answer.status !== 404) throw headError(answer.status)
    return new TusResponse(answer, text)
  }

  async abort(): Promise<void> {
    this.#abort.abort()
  }

  getUnderlyingObject(): null {
    return null
  }
}

/** Lets the tus client reach the server the way everything else of main does: system proxies, certificates, the bearer token. */
export function tusTransport(parts: Parts): HttpStack {
  return {
    createRequest: (method, url) => new TusRequest(parts, method, url),
    getName: () => 'desk',
  }
}
