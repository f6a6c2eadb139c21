import { beforeAll, expect, it } from 'vitest'
import { intakeReplyV1, publicCaseV1 } from '../../shared/contract/intake.ts'
import { toJson } from '../../server/db/schema.ts'
import type { CaseRowV1 } from '../../shared/contract/rows.ts'
import { prepareIntakeKey, storeIntakeKey } from '../../server/api/intake-key.ts'
import { markOrigin } from '../../server/identity/development.ts'
import { intakeKey, openIntakeDesk, report } from '../support/intake/intake-desk.ts'
import { onBothEngines } from '../support/server.ts'

onBothEngines('the citizen side', (serverOf) => {
  beforeAll(() => openIntakeDesk(serverOf()))

  const call = async (method: 'GET' | 'POST', path: string, payload?: unknown, key = `Intake ${intakeKey}`) => {
    const body = payload === undefined ? {} : { payload: JSON.stringify(payload) }
    const headers = { authorization: key, ...(payload === undefined ? {} : { 'content-type': 'application/json' }) }
    const answer = await serverOf().app.inject({ method, url: `/api/v1/intake/${path}`, headers, ...body })
    return { status: answer.statusCode, body: JSON.parse(answer.body) }
  }
  const create = async (externalId: string, changes: Record<string, unknown> = {}) => {
    const answer = await call('POST', 'complaints', report(externalId, changes))
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return intakeReplyV1.parse(answer.body)
  }
  const stored = async (caseNumber: string): Promise<CaseRowV1> => {
    const { kysely } = serverOf().context.database
    return (
      await kysely
        .selectFrom('complaint')
        .select('data')
        .where('case_number', '=', caseNumber)
        .executeTakeFirstOrThrow()
    ).data
  }
  const become = async (caseNumber: string, changes: Partial<CaseRowV1>) => {
    const row = await stored(caseNumber)
    await serverOf()
      .context.database.kysely.updateTable('complaint')
      .set({ data: toJson({ ...row, ...changes }) })
      .where('id', '=', row.id)
      .execute()
  }
  const reply = {
    revision: 1,
    text: 'Thưa {{người phản ánh}}, nắp đã thay sáng nay.',
    hash: 'h',
    author: 'a',
    submittedAtMs: 1,
    approvedBy: 'b',
    returnComment: null,
    returnPassage: null,
    gate: null,
  }

  it('creates a case at the agency of its area with a number and the reception clock', async () => {
    const { caseNumber } = await create('new-1')
    expect(caseNumber).toMatch(/^HN-2026-\d{6}$/)
    expect(await stored(caseNumber)).toMatchObject({
      source: 'ihanoi',
      agency: 'UB-00166',
      state: 'awaiting_reception',
      clocks: {
        policy: 'hanoi-1207',
        submittedAtMs: serverOf().clock.nowMs,
        receptionDueAtMs: Date.parse('2026-03-11T03:00:00Z'),
      },
    })
    expect(publicCaseV1.parse((await call('GET', `complaints/${caseNumber}`)).body)).toEqual({
      caseNumber,
      status: 'Chờ tiếp nhận',
      dueAt: '2026-03-11T03:00:00.000Z',
      dueIsProvisional: true,
      reply: null,
      refusal: null,
      question: null,
    })
  })

  it('answers the same case when a report arrives again, and refuses another one under its id', async () => {
    const [first, second] = await Promise.all([create('twice'), create('twice')])
    expect(second).toEqual(first)
    expect(await create('twice')).toEqual(first)
    expect(await call('POST', 'complaints', report('twice', { title: 'Khác' }))).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
  })

  it('keeps the reporter in a table of its own', async () => {
    const { caseNumber } = await create('private')
    const row = await stored(caseNumber)
    expect(JSON.stringify(row)).not.toContain('Thử')
    const { kysely } = serverOf().context.database
    const reporter = await kysely
      .selectFrom('reporter')
      .selectAll()
      .where('case_id', '=', row.id)
      .executeTakeFirstOrThrow()
    expect(reporter).toMatchObject({ name: 'Nguyễn Thị Thử', phone: '0900 000 123' })
    const events = await kysely.selectFrom('event').select('data').where('case_id', '=', row.id).execute()
    expect(events.map((event) => event.data)).toMatchObject([{ kind: 'citizen', code: 'submitted', text: '' }])
  })

  it('sends a report without area or agency where its category goes, without such a rule to the default agency', async () => {
    const row = await stored((await create('no-area', { area: null })).caseNumber)
    expect([row.category, row.agency]).toEqual(['road_damage', 'SXD'])
    const { kysely } = serverOf().context.database
    await kysely.deleteFrom('routing').where('id', '=', 'city:road_damage').execute()
    expect((await stored((await create('no-rule', { area: null })).caseNumber)).agency).toBe('TTPVHCC')
    expect((await stored((await create('named', { agency: 'SNNMT' })).caseNumber)).agency).toBe('SNNMT')
  })

  it.each([
    ['an unknown category', { category: 'nothing' }, 'bad_request', 400],
    ['an unknown area', { area: '99999' }, 'bad_request', 400],
    ['an unknown agency', { agency: 'XX' }, 'bad_request', 400],
    ['an empty title', { title: '  ' }, 'bad_request', 400],
    ['a half character', { body: 'x\ud800y' }, 'bad_request', 400],
    [
      'a file of a refused type',
      { files: [{ name: 'a.exe', type: 'application/x-msdownload', sizeBytes: 5, hash: 'a'.repeat(64) }] },
      'file_type_refused',
      415,
    ],
    [
      'a file that is too large',
      { files: [{ name: 'a.mp4', type: 'video/mp4', sizeBytes: 1e9, hash: 'a'.repeat(64) }] },
      'file_too_large',
      413,
    ],
  ])('refuses %s and stores nothing', async (what, changes, code, status) => {
    expect(await call('POST', 'complaints', report(`bad ${what}`, changes))).toMatchObject({ status, body: { code } })
    const { kysely } = serverOf().context.database
    const found = await kysely.selectFrom('complaint').select('id').where('external_id', '=', `bad ${what}`).execute()
    expect(found).toEqual([])
  })

  it('refuses eleven files', async () => {
    const files = Array.from({ length: 11 }, (_, n) => ({
      name: `${n}.jpg`,
      type: 'image/jpeg',
      sizeBytes: 5,
      hash: 'a'.repeat(64),
    }))
    expect((await call('POST', 'complaints', report('many', { files }))).status).toBe(400)
  })

  it('asks for an intake key and refuses a wrong or a withdrawn one', async () => {
    expect(await call('GET', 'changes', undefined, '')).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    })
    expect(await call('GET', 'changes', undefined, 'Intake wrong-key')).toMatchObject({
      status: 401,
      body: { code: 'intake_key_wrong' },
    })
    const { context } = serverOf()
    await storeIntakeKey(context, 'old', 'an-old-key-0123456789')
    await context.database.kysely.updateTable('intake_key').set({ active: false }).where('id', '=', 'old').execute()
    expect((await call('GET', 'changes', undefined, 'Intake an-old-key-0123456789')).status).toBe(401)
  })

  it('shows an approved reply with the reporter addressed by name, and nothing of it before', async () => {
    const { caseNumber } = await create('replied')
    await become(caseNumber, { state: 'reply_submitted', reply: { ...reply, approvedBy: null } })
    expect((await call('GET', `complaints/${caseNumber}`)).body).toMatchObject({ status: 'Đang xử lý', reply: null })
    const row = await stored(caseNumber)
    await become(caseNumber, { state: 'answered', reply, clocks: { ...row.clocks, answeredAtMs: 1_000 } })
    expect((await call('GET', `complaints/${caseNumber}`)).body).toMatchObject({
      status: 'Đã xử lý',
      reply: { text: 'Thưa Nguyễn Thị Thử, nắp đã thay sáng nay.', approvedAt: '1970-01-01T00:00:01.000Z', files: [] },
    })
  })

  it('takes the citizen’s answer only while a question is open', async () => {
    const { caseNumber } = await create('asked')
    expect(await call('POST', `complaints/${caseNumber}/answers`, { text: 'Ngõ bên trái' })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state' },
    })
    const nowMs = serverOf().clock.nowMs
    const row = await stored(caseNumber)
    await become(caseNumber, { state: 'awaiting_citizen', clocks: { ...row.clocks, receivedAtMs: nowMs } })
    expect((await call('POST', `complaints/${caseNumber}/answers`, { text: 'Ngõ bên trái' })).body).toEqual({
      caseNumber,
    })
    expect(await stored(caseNumber)).toMatchObject({ state: 'in_progress', rowVersion: 2, flowVersion: 2 })
  })

  it('closes a case on a good rating and opens rework on a bad one', async () => {
    const good = (await create('rated-well')).caseNumber
    await become(good, { state: 'answered', reply })
    expect((await call('POST', `complaints/${good}/rating`, { rating: 'acceptable', comment: null })).status).toBe(200)
    expect(await stored(good)).toMatchObject({
      state: 'closed',
      rating: 'acceptable',
      clocks: { closedAtMs: serverOf().clock.nowMs },
    })
    const bad = (await create('rated-badly')).caseNumber
    await become(bad, { state: 'answered', reply, assignee: 'official-manhpd.caugiay' })
    expect((await call('POST', `complaints/${bad}/rating`, { rating: 'unsatisfied', comment: 'Vẫn vỡ' })).status).toBe(
      200,
    )
    // Rework: three working days, to the end of Friday 13/03/2026 at 17:00 in Hanoi.
    const due = Date.parse('2026-03-13T10:00:00Z')
    expect(await stored(bad)).toMatchObject({
      state: 'rework',
      rating: 'unsatisfied',
      assignee: null,
      clocks: { answeredAtMs: null, dueAtMs: due },
    })
    expect((await call('POST', `complaints/${bad}/rating`, { rating: 'satisfied', comment: null })).status).toBe(409)
  })

  it('resumes a refused case with new facts where its ground allows', async () => {
    const proposal = {
      kind: 'refusal' as const,
      ground: 'unclear_content',
      text: 'Bổ sung vị trí',
      targetAgency: null,
      proposedBy: 'a',
      proposedAtMs: 1,
      waitingSinceMs: 1,
      stateBefore: 'received' as const,
      stage: 'approver' as const,
      answerDueAtMs: null,
      approvedBy: null,
      returnReason: null,
    }
    const open = (await create('resumable')).caseNumber
    await become(open, { state: 'refused', proposal: { ...proposal, mayResume: true } })
    expect((await call('GET', `complaints/${open}`)).body).toMatchObject({
      status: 'Từ chối',
      refusal: { ground: 'unclear_content', text: 'Bổ sung vị trí' },
    })
    expect((await call('POST', `complaints/${open}/resume`, { text: 'Cạnh cột điện số 5' })).status).toBe(200)
    expect(await stored(open)).toMatchObject({ state: 'awaiting_reception', proposal: null })
    const shut = (await create('final')).caseNumber
    await become(shut, { state: 'refused', proposal: { ...proposal, mayResume: false } })
    expect((await call('POST', `complaints/${shut}/resume`, { text: 'x' })).body).toMatchObject({ code: 'wrong_state' })
  })

  it('lists changes once each in the order of commits and goes on where it was left', async () => {
    const { next } = (await call('GET', 'changes')).body
    const first = (await create('change-1')).caseNumber
    const second = (await create('change-2')).caseNumber
    await become(first, { state: 'received', title: 'Tên khác' })
    const page = (await call('GET', `changes?after=${next}`)).body
    expect(
      page.changes.map((change: { caseNumber: string; status: string }) => [change.caseNumber, change.status]),
    ).toEqual([
      [second, 'Chờ tiếp nhận'],
      [first, 'Đang xử lý'],
    ])
    expect((await call('GET', `changes?after=${page.next}`)).body).toEqual({ changes: [], next: page.next })
  })

  it('does not know imported cases and unknown numbers', async () => {
    const { caseNumber } = await create('hidden')
    await become(caseNumber, { source: 'import:boston311' })
    expect((await call('GET', `complaints/${caseNumber}`)).body).toMatchObject({ code: 'not_found' })
    expect(
      (await call('POST', 'complaints/HN-2026-999999/rating', { rating: 'satisfied', comment: null })).status,
    ).toBe(404)
  })

  it('makes a key of its own only in development mode and keeps a configured one', async () => {
    const { context } = serverOf()
    expect(await prepareIntakeKey(context, undefined)).toBeNull()
    await markOrigin(context.database.kysely, 'sample')
    const key = await prepareIntakeKey(context, undefined)
    expect((await call('GET', 'changes', undefined, `Intake ${key}`)).status).toBe(200)
    expect(await prepareIntakeKey(context, 'configured-key-0123456789')).toBeNull()
    expect((await call('GET', 'changes', undefined, 'Intake configured-key-0123456789')).status).toBe(200)
    await expect(prepareIntakeKey(context, 'short')).rejects.toThrow(/16/)
    await context.database.kysely.deleteFrom('server_setting').where('name', '=', 'origin').execute()
  })
})
