import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes } from '../../shared/contract/error-codes.ts'
import { problemTitles } from '../../shared/text/problem-titles.ts'
import { openapiDocument } from '../../server/api/openapi.ts'
import { openDatabase } from '../../server/db/database.ts'
import { statusOf } from '../../server/http/problem.ts'
import { testServer } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { buildSmallCity } from '../support/sync/small-city.ts'
import { signIn, SyncClient } from '../support/sync/sync-client.ts'

describe('HTTP', () => {
  let server: TestServer
  let url: URL
  let token: string

  beforeAll(async () => {
    server = await testServer(await openDatabase({ memory: true }))
    await buildSmallCity(server)
    url = new URL(await server.app.listen({ port: 0, host: '127.0.0.1' }))
    token = await signIn(server, 'approver.bach-mai')
  })
  afterAll(async () => {
    await server.app.close()
    await server.context.database.close()
  })

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    })

  /** Sends a body in chunks without a content length and answers the status line. */
  const postChunked = (path: string, chunk: string, times: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname)
      let answer = ''
      socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
      socket.on('data', (data) => {
        answer += data.toString()
        resolve(answer.split('\r\n')[0] ?? '')
        socket.destroy()
      })
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ntransfer-encoding: chunked\r\n\r\n`,
      )
      for (let n = 0; n < times; n += 1) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)
      socket.write('0\r\n\r\n')
    })

  it('answers health, readiness and metrics without a token', async () => {
    expect(await (await fetch(new URL('/healthz', url))).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(new URL('/readyz', url))).json()).toMatchObject({ status: 'ready' })
    expect(await (await fetch(new URL('/metrics', url))).text()).toContain('desk_http_request_seconds_bucket')
  })

  it('answers problems as RFC 9457 documents with a code and a Vietnamese title, and security headers', async () => {
    const reply = await fetch(new URL('/nowhere', url))
    expect(reply.status).toBe(404)
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await reply.json()).toEqual({
      type: 'urn:ihanoi-desk:problem:not_found',
      title: 'Không tìm thấy',
      status: 404,
      code: 'not_found',
    })
  })

  it('has a title and a status for every error code', () => {
    for (const code of errorCodes) {
      expect(problemTitles[code]).not.toBe('')
      expect(statusOf[code]).toBeGreaterThanOrEqual(400)
    }
  })

  it('answers 401 without a token, with a wrong one, and with an expired one', async () => {
    const ask = (authorization: string) => post('/sync/v1/register', '{}', { authorization })
    for (const authorization of ['', 'Bearer wrong', 'Basic abc', `Bearer ${'x'.repeat(600)}`]) {
      const reply = await ask(authorization)
      expect(reply.status).toBe(401)
      expect(await reply.json()).toMatchObject({ code: 'unauthenticated' })
    }
    const old = await signIn(server, 'intake.bach-mai')
    server.clock.nowMs += 13 * 60 * 60 * 1000
    expect((await ask(`Bearer ${old}`)).status).toBe(401)
    server.clock.nowMs -= 13 * 60 * 60 * 1000
  })

  it('refuses a deactivated official at once', async () => {
    const theirs = await signIn(server, 'intake.cau-giay')
    await server.context.database.kysely
      .updateTable('official')
      .set({ active: false })
      .where('id', '=', 'intake.cau-giay')
      .execute()
    expect((await post('/sync/v1/register', '{}', { authorization: `Bearer ${theirs}` })).status).toBe(401)
  })

  it('answers not_json for what is not JSON', async () => {
    for (const body of ['{', '', 'a=b', '{"a": undefined}', '\u0000']) {
      const reply = await post('/sync/v1/register', body)
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([400, 'not_json'])
    }
    const form = await post('/sync/v1/register', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([form.status, ((await form.json()) as { code: string }).code]).toEqual([400, 'not_json'])
  })

  it('answers bad_request for a text the database cannot hold', async () => {
    const payload = { clientId: 'a\u0000b', cursor: null, schema: 1, limit: 10 }
    const reply = await post('/sync/v1/pull', JSON.stringify(payload))
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([400, 'bad_request'])
  })

  it('answers bad_request with the place for JSON of another shape, and for JSON nested too deep', async () => {
    const wrong = await post('/sync/v1/register', '{"deviceName": 7}')
    expect(await wrong.json()).toMatchObject({
      status: 400,
      code: 'bad_request',
      detail: expect.stringContaining('deviceName'),
    })
    const deep = await post('/sync/v1/register', '['.repeat(50_000) + ']'.repeat(50_000))
    expect(await deep.json()).toMatchObject({ status: 400, code: 'bad_request' })
    for (const id of ['9007199254740993', '-1', '1.5', 'NaN', '"1"']) {
      const push = await post(
        '/sync/v1/push',
        `{"clientId": "x", "mutations": [{"id": ${id}, "key": "k", "name": "start", "v": 1, "args": {}, "basedOnSeq": 0, "clientAt": 0}]}`,
      )
      expect(push.status, id).toBe(400)
    }
  })

  it('answers 413 above 256 KiB for a push and 1 MiB for anything else, also in chunks', async () => {
    const filled = (bytes: number) => JSON.stringify({ fill: 'x'.repeat(bytes) })
    expect((await post('/sync/v1/push', filled(256 * 1024))).status).toBe(413)
    expect((await post('/sync/v1/push', filled(200 * 1024))).status).toBe(400)
    expect((await post('/sync/v1/digest', filled(1024 * 1024))).status).toBe(413)
    expect((await post('/sync/v1/digest', filled(900 * 1024))).status).toBe(400)
    const chunk = 'x'.repeat(16 * 1024)
    expect(await postChunked('/sync/v1/push', chunk, 17)).toContain('413')
    expect(await postChunked('/sync/v1/digest', chunk, 65)).toContain('413')
    expect(await postChunked('/sync/v1/digest', chunk, 60)).toContain('400')
  })

  it('packs large JSON replies for callers that read gzip, and only for them', async () => {
    const pulled = async (encoding: string | undefined) => {
      const { clientId } = await SyncClient.start(server, 'approver.bach-mai')
      const headers = {
        authorization: `Bearer ${token}`,
        ...(encoding === undefined ? {} : { 'accept-encoding': encoding }),
      }
      const payload = { clientId, cursor: null, schema: 1, limit: 5000 }
      const reply = await server.app.inject({ method: 'POST', url: '/sync/v1/pull', payload, headers })
      return { encoding: reply.headers['content-encoding'], bytes: reply.rawPayload }
    }
    await server.context.database.kysely
      .insertInto('category')
      .values(
        Array.from({ length: 300 }, (_, n) => ({ id: `many-${n}`, name: `Lĩnh vực ${n}`, kind: 'field', source: 's' })),
      )
      .execute()
    const plain = await pulled(undefined)
    const packed = await pulled('deflate, gzip;q=0.8')
    expect([plain.encoding, packed.encoding]).toEqual([undefined, 'gzip'])
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 4)
    const opsOf = (text: string) => (JSON.parse(text) as { ops: unknown }).ops
    expect(opsOf(gunzipSync(packed.bytes).toString())).toEqual(opsOf(plain.bytes.toString()))
    for (const encoding of ['br', 'gzip;q=0', 'identity']) expect((await pulled(encoding)).encoding).toBeUndefined()
    const small = await server.app.inject({ method: 'GET', url: '/healthz', headers: { 'accept-encoding': 'gzip' } })
    expect(small.headers['content-encoding']).toBeUndefined()
  })

  it('shows no stack, no SQL and no message of its own in a fault', async () => {
    const broken = await testServer({
      ...server.context.database,
      kysely: new Proxy(server.context.database.kysely, {
        get: () => () => {
          throw new Error('select secret from table')
        },
      }),
    })
    const reply = await broken.app.inject({ method: 'GET', url: '/api/v1/dev/accounts' })
    expect(reply.statusCode).toBe(500)
    expect(reply.json()).toEqual({
      type: 'urn:ihanoi-desk:problem:internal',
      title: problemTitles.internal,
      status: 500,
      code: 'internal',
    })
    await broken.app.close()
  })

  it('takes whole numbers only as a schema', async () => {
    const reply = await post('/sync/v1/register', JSON.stringify({ deviceName: 'd', appVersion: '1', schema: 0.5 }))
    expect(reply.status).toBe(400)
  })

  it('refuses a client outside the schemas it speaks, but takes the work of an older one', async () => {
    const between = await testServer(server.context.database, { schemas: { oldest: 2, newest: 3 } })
    const client = await SyncClient.start(server, 'approver.bach-mai')
    const ask = async (path: string, payload: object) => {
      const headers = { authorization: `Bearer ${token}` }
      const reply = await between.app.inject({ method: 'POST', url: path, payload, headers })
      return [reply.statusCode, reply.json<{ code?: string }>().code]
    }
    const [tooOld, tooNew] = [
      [426, 'schema_too_old'],
      [501, 'schema_too_new'],
    ]
    const registering = (schema: number) => ask('/sync/v1/register', { deviceName: 'd', appVersion: '1', schema })
    const pulling = (schema: number) =>
      ask('/sync/v1/pull', { clientId: client.clientId, cursor: null, schema, limit: 10 })
    const mutation = { id: 1, key: 'old', name: 'noop', v: 1, args: {}, basedOnSeq: 0, clientAt: 0 }
    const pushing = (schema: object) =>
      ask('/sync/v1/push', { clientId: client.clientId, mutations: [mutation], ...schema })
    for (const schema of [2, 3]) expect((await registering(schema))[0]).toBe(200)
    for (const schema of [2, 3]) expect((await pulling(schema))[0]).toBe(200)
    expect([await registering(1), await pulling(1)]).toEqual([tooOld, tooOld])
    expect([await registering(4), await pulling(4), await pushing({ schema: 4 })]).toEqual([tooNew, tooNew, tooNew])
    expect([(await pushing({ schema: 1 }))[0], (await pushing({}))[0]]).toEqual([200, 200])
    await between.app.close()
  })

  it('describes in openapi.json exactly the routes that are registered', async () => {
    const document = await openapiDocument()
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const withoutHead = (route: string): boolean => !route.startsWith('HEAD ')
    const registered = server.app.registeredRoutes.map((route) => `${route.method} ${route.path}`)
    expect([...new Set(registered)].filter(withoutHead).sort()).toEqual(described.filter(withoutHead).sort())
    expect(await (await fetch(new URL('/openapi.json', url))).json()).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('describes every operation with its success, its errors and who may call it', async () => {
    const document = await openapiDocument()
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const statuses = Object.keys(operation.responses ?? {})
        expect(
          statuses.some((status) => status.startsWith('2')),
          `${method} ${path}`,
        ).toBe(true)
        expect(statuses, `${method} ${path}`).toContain('500')
        if (/^\/(sync|api\/v1\/intake)/.test(path)) expect(operation.security, `${method} ${path}`).toBeDefined()
      }
    }
  })

  it('pokes a listening client after a commit, with nothing but the number', async () => {
    const client = await SyncClient.start(server, 'approver.bach-mai')
    const stream = await fetch(new URL(`/sync/v1/poke?clientId=${client.clientId}`, url), {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = stream.body?.getReader()
    const next = async (): Promise<unknown> => {
      for (;;) {
        const text = new TextDecoder().decode((await reader?.read())?.value)
        const data = /^data: (.*)$/m.exec(text)?.[1]
        if (data !== undefined) return JSON.parse(data)
      }
    }
    const first = (await next()) as { v: number }
    await server.context.database.kysely
      .insertInto('category')
      .values({ id: 'poke', name: 'p', kind: 'field', source: 's' })
      .execute()
    expect(await next()).toEqual({ v: first.v + 1 })
    await reader?.cancel()
  })
})

describe('development sign-in', () => {
  it('answers 404 without sample or imported data and on a host others can reach', async () => {
    const database = await openDatabase({ memory: true })
    const empty = await testServer(database)
    const ask = (server: TestServer) =>
      Promise.all([
        server.app.inject({ method: 'GET', url: '/api/v1/dev/accounts' }),
        server.app.inject({ method: 'POST', url: '/api/v1/dev/token', payload: { username: 'approver.bach-mai' } }),
      ])
    expect((await ask(empty)).map((reply) => reply.statusCode)).toEqual([404, 404])
    await buildSmallCity(empty)
    expect((await ask(empty)).map((reply) => reply.statusCode)).toEqual([200, 200])
    const open = await testServer(database, { host: '0.0.0.0', mayBeDevelopment: false })
    expect((await ask(open)).map((reply) => reply.statusCode)).toEqual([404, 404])
    const accounts = (await ask(empty))[0].json() as { accounts: { username: string }[] }
    expect(accounts.accounts.map((account) => account.username)).toContain('supervisor.bach-mai.street')
    const unknown = await empty.app.inject({
      method: 'POST',
      url: '/api/v1/dev/token',
      payload: { username: 'nobody' },
    })
    expect(unknown.json()).toMatchObject({ code: 'not_found' })
    await empty.app.close()
    await open.app.close()
    await database.close()
  })
})
