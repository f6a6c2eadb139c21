import { shellText } from '../../../shared/text/shell.ts'
import { codeOf } from '../desk-error.ts'
import { guardHeaders, problemResponse } from './response-headers.ts'
import type { ServerCall, ServerRequest } from './server-call.ts'

/** Whose request it is: only the data worker synchronises and moves files. */
export type Asker = 'page' | 'worker'

type Parts = Readonly<{ call: ServerCall; token: { get: () => Promise<string> } }>

const allowed: Readonly<Record<Asker, readonly string[]>> = {
  page: ['/api/v1/'],
  worker: ['/api/v1/', '/sync/v1/', '/files/'],
}
// Sign-in belongs to the main process; through here a page could learn a token.
const neverForwarded = '/api/v1/dev/'

const passedOn = [
  'accept',
  'content-type',
  'range',
  'if-none-match',
  'last-event-id',
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
]
const passedBack = [
  'content-type',
  'content-range',
  'accept-ranges',
  'etag',
  'retry-after',
  'location',
  'tus-resumable',
  'upload-offset',
  'upload-length',
]

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  const found = names.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(found)
}

function offline(isCaptive: boolean): Response {
  const response = problemResponse(502, 'offline', shellText.problem.offline)
  if (isCaptive) response.headers.set('x-desk-captive', '1')
  return response
}

const isHtml = (response: Response) => (response.headers.get('content-type') ?? '').startsWith('text/html')

function decodedPath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** True when this asker may reach this path of the server so; compared after decoding, so that no spelling slips by. */
export function mayForward(asker: Asker, pathAndQuery: string): boolean {
  const path = pathAndQuery.split('?')[0] ?? ''
  if (/%25|\/\//.test(path) || (decodedPath(path) ?? neverForwarded).startsWith(neverForwarded)) return false
  return allowed[asker].some((prefix) => path.startsWith(prefix) && path.length > prefix.length)
}

/** Forwards one request of a window to the central server with the bearer token, which no window ever sees. */
export async function forwardToServer(parts: Parts, asker: Asker, request: Request, path: string): Promise<Response> {
  if (!mayForward(asker, path)) return problemResponse(404, 'not_found', shellText.problem.notFound)
  const { method, body, signal } = request
  const asked = { method, path, headers: picked(request.headers, passedOn), body, signal }
  return throughServer(parts, asked, async (answer) => passedOnAnswer(answer, answer.body))
}

/** What of an answer of the server a window sees, with this body. */
export function passedOnAnswer(answer: Response, body: ReadableStream<Uint8Array> | null): Response {
  const headers = { ...picked(answer.headers, passedBack), ...guardHeaders, 'cache-control': 'no-store' }
  return new Response(body, { status: answer.status, headers })
}

/** Asks with the bearer token; without an answer of the central server it answers a problem document in its place. */
export async function throughServer(
  parts: Parts,
  request: ServerRequest,
  take: (answer: Response) => Promise<Response>,
): Promise<Response> {
  try {
    const token = await parts.token.get()
    const headers = { ...request.headers, authorization: `Bearer ${token}` }
    const answer = await parts.call({ ...request, headers })
    // A central server never answers HTML here: somebody in between does.
    if (isHtml(answer)) {
      await answer.body?.cancel()
      return offline(true)
    }
    return await take(answer)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'unauthenticated') return problemResponse(401, code, shellText.problem.unauthenticated)
    return offline(code === 'captive')
  }
}
