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
    for (const status of [200, 302, 403, 404, 511]) {
      const outcome = await pull(apiAnswering(() => html(status)))
      expect(['offline', 'busy']).toContain(outcome.kind)
      expect(outcome.kind === 'ok').toBe(false)
    }
    expect(await pull(apiAnswering(() => html(200)))).toEqual({ kind: 'offline', code: 'not_the_server' })
    expect(await pull(apiAnswering(() => html(403)))).toEqual({ kind: 'offline', code: 'not_the_server' })
  })

  it('takes JSON of another shape for being offline', async () => {
    const other = () => new Response('{"hello":"world"}', { headers: { 'content-type': 'application/json' } })
    expect(await pull(apiAnswering(other))).toEqual({ kind: 'offline', code: 'not_the_server' })
  })

  it('names the engine error of a network failure without its text', async () => {
    const failing = apiAnswering(() => Promise.reject(new TypeError('connect ECONNREFUSED 10.0.0.1')))
    expect(await pull(failing)).toEqual({ kind: 'offline', code: 'TypeError' })
  })

  it('treats JSON cut off in the middle as offline', async () => {
    const cut = () => new Response('{"ops":[', { headers: { 'content-type': 'application/json' } })
    expect(await pull(apiAnswering(cut))).toMatchObject({ kind: 'offline' })
  })
})
