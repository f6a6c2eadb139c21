import { Readable, Writable } from 'node:stream'
import { net } from 'electron'
import type { ClientRequest, IncomingMessage, Session } from 'electron'
import { DeskError } from '../desk-error.ts'
import type { ServerCall, ServerRequest } from './server-call.ts'

const bodiless = [204, 205, 304]

function toResponse(message: IncomingMessage, method: string): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  // Electron's message is a Node stream at run time; its type does not say so.
  const stream = message as unknown as Readable
  const hasBody = !bodiless.includes(message.statusCode) && method !== 'HEAD'
  if (!hasBody) stream.resume()
  const body = hasBody ? (Readable.toWeb(stream) as ReadableStream<Uint8Array>) : null
  return new Response(body, { status: message.statusCode, headers })
}

async function sendBody(outgoing: ClientRequest, body: ServerRequest['body']): Promise<void> {
  if (body === undefined || body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
    outgoing.end(body ?? undefined)
    return
  }
  await body.pipeTo(Writable.toWeb(outgoing as unknown as Writable) as WritableStream<Uint8Array>)
}

/**
 * Calls the central server through Chromium's network stack, which knows the system's proxies and certificates.
 * A redirect is not followed: it would carry the token elsewhere.
 */
export function createNetCall(serverUrl: string, session: () => Session): ServerCall {
  return (request) =>
    new Promise((resolve, reject) => {
      if (serverUrl === '') {
        reject(new DeskError('not_configured', 'no server address'))
        return
      }
      const url = `${serverUrl}${request.path}`
      const outgoing = net.request({
        method: request.method,
        url,
        session: session(),
        redirect: 'manual',
        credentials: 'omit',
      })
      const fail = (code: string, cause?: unknown) => reject(new DeskError(code, 'the server was not reached', cause))
      for (const [name, value] of Object.entries(request.headers)) outgoing.setHeader(name, value)
      request.signal?.addEventListener('abort', () => {
        outgoing.abort()
        fail('offline')
      })
      outgoing.on('redirect', () => {
        fail('captive')
        outgoing.abort()
      })
      outgoing.on('error', (error) => fail('offline', error))
      outgoing.on('response', (message) => {
        // A reader that goes away (a closed event stream) ends the request too.
        message.on('error', () => outgoing.abort())
        ;(message as unknown as Readable).on('close', () => outgoing.abort())
        resolve(toResponse(message, request.method))
      })
      sendBody(outgoing, request.body).catch((error: unknown) => fail('offline', error))
    })
}
