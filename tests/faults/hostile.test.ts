import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wireSchema } from '../../shared/contract/versions.ts'
import { FaultCity } from '../support/faults/fault-city.ts'
import { whyNoPostgres } from '../support/postgres.ts'
import { holdsAsync } from '../support/worker/property.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'hostile requests' : `hostile requests SKIPPED: ${missing}`

const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u202Egnp.exe',
    '\uD800',
    'a\u0000b',
    '\uFEFF',
    '𝒜'.repeat(500),
    "'; drop table complaint; --",
    '../../etc/passwd',
    '{{7*7}}',
  ),
)
const oddNumber = fc.constantFrom(2 ** 53, -1, 0, 1.5, 1e308, -0, 2 ** 63)
const oddValue = fc.oneof(fc.jsonValue({ maxDepth: 6 }), oddText, oddNumber, fc.constant(deep(300)))

function deep(levels: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level += 1) value = [value]
  return value
}

const maybeOdd = (honest: unknown) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(honest) }, { weight: 1, arbitrary: oddValue })

/** A push or pull that is honest but for one or more fields. */
const requests = (honest: { clientId: string; caseId: string; foreign: string }) => {
  const mutation = fc.record({
    id: maybeOdd(2 ** 31),
    key: maybeOdd('hostile-key'),
    name: fc.oneof(
      fc.constantFrom('addNote', 'approveReply', 'assign', 'saveDraft', 'noop', '__proto__', 'constructor'),
      oddText,
    ),
    v: maybeOdd(1),
    caseId: maybeOdd(honest.caseId),
    args: oddValue,
    basedOnSeq: maybeOdd(1),
    clientAt: maybeOdd(1),
  })
  const clientId = fc.oneof(fc.constantFrom(honest.clientId, honest.foreign), oddValue)
  return fc.oneof(
    fc.record({
      path: fc.constant('/sync/v1/push'),
      body: fc.record({
        clientId,
        schema: maybeOdd(wireSchema),
        mutations: fc.oneof(fc.array(mutation, { maxLength: 3 }), oddValue),
      }),
    }),
    fc.record({
      path: fc.constant('/sync/v1/pull'),
      body: fc.record({
        clientId,
        cursor: fc.oneof(fc.constant(null), oddValue),
        schema: maybeOdd(wireSchema),
        limit: maybeOdd(10),
      }),
    }),
    fc.record({ path: fc.constant('/sync/v1/digest'), body: oddValue }),
    fc.record({ path: fc.constant('/sync/v1/rescue'), body: fc.record({ clientId, records: oddValue }) }),
  )
}

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  beforeAll(async () => {
    city = await FaultCity.start()
  }, 120_000)
  afterAll(() => city?.stop(), 30_000)

  const stateOf = async () =>
    (
      await city.rows<Record<string, string>>(
        `select (select md5(string_agg(data::text, '' order by id)) from complaint) as cases,
           (select count(*) from event) as events, (select count(*) from draft) as drafts, (select count(*) from mark) as marks,
           (select count(*) from mutation where status = 'applied') as applied`,
      )
    )[0]

  it('are answered with a code and change nothing, and the server goes on', async () => {
    const [mine, other] = await city.holders()
    if (!mine || !other) throw new Error('too few officers hold cases')
    const post = (username: string) => async (path: string, body: unknown) =>
      city.server.fetchAs(username)(`${city.server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const clientOf = async (username: string): Promise<string> => {
      const reply = await post(username)('/sync/v1/register', {
        deviceName: 'x',
        appVersion: '0.1.0',
        schema: wireSchema,
      })
      return ((await reply.json()) as { clientId: string }).clientId
    }
    const honest = {
      clientId: await clientOf(mine.username),
      foreign: await clientOf(other.username),
      caseId: mine.cases[0] ?? '',
    }
    const before = await stateOf()
    const send = post(mine.username)
    await holdsAsync(
      'hostile requests',
      fc.asyncProperty(requests(honest), async ({ path, body }) => {
        const reply = await send(path, body)
        expect(reply.status).toBeLessThan(500)
        const answer = (await reply.json()) as { code?: unknown; results?: unknown; ops?: unknown }
        if (!reply.ok) expect(typeof answer.code).toBe('string')
      }),
      400,
    )
    expect(await stateOf()).toEqual(before)
  }, 3_600_000)
})
