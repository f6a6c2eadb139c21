import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What happens to one exchange. A request without a fault, the stream of pokes among them, passes as it is. */
export type NetFault =
  | 'request_lost'
  | 'request_cut'
  | 'request_doubled'
  | 'reply_lost'
  | 'reply_cut'
  | 'portal'
  | 'portal_redirect'
  | 'busy'

type Answer = Readonly<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>
type Asked = Readonly<{ method: string; path: string; headers: IncomingMessage['headers']; body: Buffer }>
type Slowness = Readonly<{ latencyMs: number; bytesPerSecond: number }>

const portalPage = '<!doctype html><title>Wi-Fi</title><p>Vui lòng đăng nhập Wi-Fi để tiếp tục.</p>'
const pieceBytes = 1024

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The network between a device and the central server as a TCP listener of its own; `faultOf` decides each exchange. */
export class FaultyNetwork {
  readonly met = new Map<NetFault, number>()
  faultOf: (path: string) => NetFault | null = () => null
  slowness: Slowness | null = null
  url = ''
  readonly #target: () => string
  #server: Server | null = null

  constructor(target: () => string) {
    this.#target = target
  }

  async open(): Promise<void> {
    const server = createServer((asked, answer) => {
      this.#exchange(asked, answer).catch(() => answer.destroy())
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    this.url = `http://127.0.0.1:${address.port}`
  }

  async close(): Promise<void> {
    const server = this.#server
    if (server === null) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  get faults(): number {
    return [...this.met.values()].reduce((sum, count) => sum + count, 0)
  }

  async #exchange(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    const fault = this.faultOf(path)
    if (fault === null && this.slowness === null) return this.#pass(incoming, answer)
    const asked: Asked = {
      method: incoming.method ?? 'GET',
      path,
      headers: incoming.headers,
      body: await bodyOf(incoming),
    }
    if (fault !== null) this.met.set(fault, (this.met.get(fault) ?? 0) + 1)
    if (this.slowness !== null) await wait(this.slowness.latencyMs)
    await this.#meet(fault, asked, answer)
  }

  async #meet(fault: NetFault | null, asked: Asked, answer: ServerResponse): Promise<void> {
    switch (fault) {
      case 'request_lost':
        return void answer.destroy()
      case 'request_cut':
        await this.#sendHalf(asked)
        return void answer.destroy()
      case 'request_doubled': {
        const [first] = await Promise.all([this.#ask(asked), this.#ask(asked)])
        return this.#reply(first, answer)
      }
      case 'reply_lost':
        await this.#ask(asked)
        return void answer.destroy()
      case 'reply_cut': {
        const { status, headers, body } = await this.#ask(asked)
        answer.writeHead(status, { ...headers, 'content-length': String(body.length) })
        answer.write(body.subarray(0, Math.floor(body.length / 2)), () => answer.destroy())
        return undefined
      }
      case 'portal':
        return void answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage)
      case 'portal_redirect':
        return void answer.writeHead(302, { location: `${this.url}/wifi-login` }).end()
      case 'busy':
        return void answer.writeHead(503, { 'content-type': 'text/plain' }).end('upstream')
      case null:
        return this.#reply(await this.#ask(asked), answer)
    }
  }

  /** As it comes, without waiting for the end: a stream of events has none. */
  #pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        `${this.#target()}${incoming.url ?? '/'}`,
        { method: incoming.method, headers: incoming.headers, agent: false },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 502, reply.headers)
          reply.pipe(answer)
          reply.once('error', () => answer.destroy())
          reply.once('close', () => resolve())
        },
      )
      onward.once('error', reject)
      answer.once('close', () => onward.destroy())
      incoming.pipe(onward)
    })
  }

  #ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        `${this.#target()}${asked.path}`,
        { method: asked.method, headers: asked.headers, agent: false },
        (reply) => {
          bodyOf(reply).then(
            (body) => resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body }),
            reject,
          )
        },
      )
      onward.once('error', reject)
      onward.end(asked.body)
    })
  }

  async #reply({ status, headers, body }: Answer, answer: ServerResponse): Promise<void> {
    const { 'transfer-encoding': _chunked, ...kept } = headers
    answer.writeHead(status, { ...kept, 'content-length': String(body.length) })
    if (this.slowness === null) return void answer.end(body)
    for (let at = 0; at < body.length; at += pieceBytes) {
      answer.write(body.subarray(at, at + pieceBytes))
      await wait((pieceBytes / this.slowness.bytesPerSecond) * 1000)
    }
    answer.end()
  }

  /** The head and half the body; then the connection breaks. */
  #sendHalf({ method, path, headers, body }: Asked): Promise<void> {
    const { hostname, port } = new URL(this.#target())
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        socket.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy())
      })
      socket.once('error', () => undefined)
      socket.once('close', () => resolve())
    })
  }
}
