import { describe, expect, it } from 'vitest'
import { createOnlineApi } from '../../../renderer/platform/online-api.ts'
import { createServerAsk } from '../../../renderer/platform/server-ask.ts'

const answering = (status: number, body: string, asked: unknown[] = []): typeof fetch =>
  (async (url: string, init: RequestInit) => {
    asked.push([url, init.method, init.body, init.cache])
    return new Response(body, { status })
  }) as unknown as typeof fetch

describe('the reporter of a case', () => {
  it('is asked of the server with the reason and never left in a cache', async () => {
    const asked: unknown[] = []
    const person = { name: 'Trần Thị Ẩn', phone: '0912345678', address: '', taxCode: null, representative: 5 }
    const api = createOnlineApi(createServerAsk(answering(200, JSON.stringify(person), asked)))
    expect(await api.revealReporter('case/1', 'Hẹn gặp')).toEqual({
      ok: true,
      value: { name: 'Trần Thị Ẩn', phone: '0912345678', address: null, taxCode: null, representative: null },
    })
    expect(asked).toEqual([['/server/api/v1/cases/case%2F1/reporter', 'POST', '{"reason":"Hẹn gặp"}', 'no-store']])
  })

  it('stays unknown with the code of the problem document', async () => {
    expect(
      await createOnlineApi(createServerAsk(answering(403, '{"code":"forbidden"}'))).revealReporter('1', 'x'),
    ).toEqual({
      ok: false,
      code: 'forbidden',
    })
    expect(await createOnlineApi(createServerAsk(answering(502, '<html>'))).revealReporter('1', 'x')).toEqual({
      ok: false,
      code: 'internal',
    })
  })

  it('stays unknown without a connection', async () => {
    const broken = (async () => {
      throw new TypeError('no way')
    }) as unknown as typeof fetch
    expect(await createOnlineApi(createServerAsk(broken)).revealReporter('1', 'x')).toEqual({
      ok: false,
      code: 'offline',
    })
  })
})
