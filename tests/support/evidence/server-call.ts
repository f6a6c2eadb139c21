import { DeskError } from '../../../electron/main/desk-error.ts'
import type { ServerCall } from '../../../electron/main/protocol/server-call.ts'

/** The way of main to a server, over Node's own `fetch`; `meter` hears of every body that is sent. */
export function fetchCall(baseUrl: string, meter: (bytes: number) => void = () => undefined): ServerCall {
  return async ({ method, path, headers, body, signal }) => {
    const bytes = Buffer.isBuffer(body) ? body : null
    if (bytes !== null) meter(bytes.length)
    try {
      return await fetch(`${baseUrl}${path}`, {
        method,
        headers: { ...headers },
        redirect: 'error',
        ...(bytes === null ? {} : { body: new Uint8Array(bytes) }),
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      throw new DeskError('offline', 'the server was not reached', error)
    }
  }
}

/** A bearer token of a development account. */
export async function tokenFrom(baseUrl: string, username: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/v1/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  })
  if (!answer.ok) throw new Error(`no token for ${username}: ${answer.status}`)
  return ((await answer.json()) as { accessToken: string }).accessToken
}
