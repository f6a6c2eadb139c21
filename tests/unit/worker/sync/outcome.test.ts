import { describe, expect, it } from 'vitest'
import { SyncApi } from '../../../../renderer/worker/sync/sync-api.ts'
import { refusalOf } from '../../../../renderer/worker/sync/outcome.ts'
import { nodeEnvironment } from '../../../support/worker/environment.ts'

function apiAnswering(reply: () => Response | Promise<Response>): SyncApi {
  return new SyncApi(nodeEnvironment({ baseUrl: 'http://server.test', fetch: async () => reply() }))
}

const pull = (api: SyncApi) => api.pull({ clientId: 'c', cursor: null, limit: 10 })
const html = (status: number) =>
  new Response('<html>Welcome</html>', { status, headers: { 'content-type': 'text/html' } })
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ code }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

describe('outcome of a request', () => {
  it.each([
    [401, 'unauthenticated', { kind: 'unauthenticated' }],
    [403, 'client_locked', { kind: 'locked', code: 'client_locked' }],
    [403, 'client_unknown', { kind: 'unknown_client' }],
    [404, 'client_unknown', { kind: 'unknown_client' }],
    [413, 'too_large', { kind: 'too_large' }],
    [400, 'bad_request', { kind: 'bad_request', code: 'bad_request' }],
    [426, 'schema_too_old', { kind: 'too_old' }],
    [501, 'schema_too_new', { kind: 'server_too_old' }],
    [429, 'rate_limited', { kind: 'busy', code: 'rate_limited', afterMs: null }],
    [500, 'internal', { kind: 'busy', code: 'internal', afterMs: null }],
    [503, 'not_ready', { kind: 'busy', code: 'not_ready', afterMs: null }],
  ] as const)('reads %i %s from its code', async (status, code, expected) => {
    expect(refusalOf(status, code, null)).toEqual(expected)
    expect(await pull(apiAnswering(() => problem(status, code)))).toEqual(expected)
  })

  it('keeps the wait a busy server asks for', async () => {
    const outcome = await pull(apiAnswering(() => problem(429, 'rate_limited', { 'retry-after': '7' })))
    expect(outcome).toEqual({ kind: 'busy', code: 'rate_limited', afterMs: 7000 })
  })

  it('takes the page of a captive portal for being offline, whatever its status', async () => {
    for (const status of [200, 302, 401, 403, 404, 429, 502, 511]) {
      const outcome = await pull(apiAnswering(() => html(status)))
      expect(outcome, `status ${status}`).toEqual({ kind: 'offline', code: 'not_the_server' })
    }
    const plain = (status: number) => apiAnswering(() => new Response('sign in first', { status }))
    for (const status of [401, 403, 511]) {
      expect(await pull(plain(status))).toEqual({ kind: 'offline', code: 'not_the_server' })
    }
  })

  it('hears from main that a redirect or a page answered, and that nobody did', async () => {
    const said = (headers: Record<string, string>) => apiAnswering(() => problem(502, 'offline', headers))
    expect(await pull(said({ 'x-desk-captive': '1' }))).toEqual({ kind: 'offline', code: 'not_the_server' })
    expect(await pull(said({}))).toEqual({ kind: 'offline', code: 'network' })
    const poked = await said({ 'x-desk-captive': '1' }).poke('c', new AbortController().signal)
    expect(poked).toEqual({ kind: 'offline', code: 'not_the_server' })
  })

  it('takes JSON of another shape for being offline', async () => {
    const other = () => new Response('{"hello":"world"}', { headers: { 'content-type': 'application/json' } })
    expect(await pull(apiAnswering(other))).toEqual({ kind: 'offline', code: 'not_the_server' })
  })

  it('calls a failure to connect and one to answer in time by a code of its own, never by its text', async () => {
    const failing = apiAnswering(() => Promise.reject(new TypeError('connect ECONNREFUSED 10.0.0.1')))
    expect(await pull(failing)).toEqual({ kind: 'offline', code: 'network' })
    const late = apiAnswering(() => Promise.reject(new DOMException('took too long', 'AbortError')))
    expect(await pull(late)).toEqual({ kind: 'offline', code: 'timeout' })
  })

  it('treats JSON cut off in the middle as offline', async () => {
    const cut = () => new Response('{"ops":[', { headers: { 'content-type': 'application/json' } })
    expect(await pull(apiAnswering(cut))).toEqual({ kind: 'offline', code: 'not_the_server' })
  })
})
