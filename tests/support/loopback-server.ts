import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SeenRequest = Readonly<{ method: string; url: string; authorization: string | null; bodyBytes: number }>
type Mode = 'central' | 'captive' | 'other-version' | 'no-dev'

/** A stand-in for the central server that shows what arrives and misbehaves on demand. */
export type LoopbackServer = Readonly<{
  url: string
  seen: SeenRequest[]
  openStreams: () => number
  setMode: (mode: Mode) => void
  close: () => Promise<void>
}>

type State = { mode: Mode; tokens: number; streams: number; seen: SeenRequest[] }

export const loopbackAccounts = [
  { username: 'an.nv', displayName: 'Nguyễn Văn An', roles: [{ role: 'case_officer', agency: 'so-xay-dung' }] },
  { username: 'binh.tt', displayName: 'Trần Thị Bình', roles: [{ role: 'approver', agency: 'so-xay-dung' }] },
]

const json = (response: ServerResponse, status: number, body: unknown) => {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function stream(state: State, response: ServerResponse): void {
  state.streams += 1
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let v = 0
  const timer = setInterval(() => response.write(`data: {"v":${(v += 1)}}\n\n`), 200)
  response.on('close', () => {
    clearInterval(timer)
    state.streams -= 1
  })
}

function signIn(state: State, path: string, body: Buffer, response: ServerResponse): void {
  if (state.mode === 'no-dev') return json(response, 404, { code: 'not_found' })
  if (state.mode === 'other-version') return json(response, 200, { people: [] })
  if (path.endsWith('/accounts')) return json(response, 200, { accounts: loopbackAccounts })
  const { username } = JSON.parse(body.toString()) as { username: string }
  if (!loopbackAccounts.some((account) => account.username === username)) {
    return json(response, 404, { code: 'not_found' })
  }
  state.tokens += 1
  return json(response, 200, { accessToken: `secret-token-${state.tokens}`, expiresInSeconds: 3600 })
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const { method = '', url = '' } = request
  state.seen.push({ method, url, authorization: request.headers.authorization ?? null, bodyBytes: body.length })
  const path = url.split('?')[0] ?? ''
  if (state.mode === 'captive' || path === '/api/v1/portal') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi</h1>')
  } else if (path.startsWith('/api/v1/dev/')) signIn(state, path, body, response)
  else if (path === '/api/v1/redirect') response.writeHead(302, { location: '/api/v1/echo' }).end()
  else if (path === '/api/v1/unauthorised') json(response, 401, { code: 'unauthenticated' })
  else if (path === '/sync/v1/poke') stream(state, response)
  else json(response, 200, { method, url, bodyBytes: body.length })
}

/** Listens on a loopback port; give `port` to come back on the same one. */
export async function startLoopbackServer(port = 0): Promise<LoopbackServer> {
  const state: State = { mode: 'central', tokens: 0, streams: 0, seen: [] }
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: state.seen,
    openStreams: () => state.streams,
    setMode: (mode) => {
      state.mode = mode
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
