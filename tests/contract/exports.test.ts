import { createHash, randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { mostExportedAtOnce } from '../../shared/contract/export-limits.ts'
import { inSystem } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { buildSmallCity, caseRow, insertCases } from '../support/sync/small-city.ts'
import { SyncClient, signIn } from '../support/sync/sync-client.ts'

const officer = 'officer.bach-mai.street'
const columns = ['number', 'title', 'due']

onBothEngines('exports', (serverOf) => {
  const ask = async (username: string | null, over: object = {}) => {
    const payload = { exportId: randomUUID(), kind: 'queue', caseIds: ['mine'], columns, total: 3, ...over }
    const authorization = username === null ? '' : `Bearer ${await signIn(serverOf(), username)}`
    const reply = await serverOf().app.inject({
      method: 'POST',
      url: '/api/v1/exports',
      payload,
      headers: { authorization },
    })
    return { status: reply.statusCode, body: reply.json<{ code?: string; allowed?: string[]; refused?: string[] }>() }
  }
  const entries = async (exportId: string) => {
    const { kysely } = serverOf().context.database
    const found = kysely.selectFrom('audit').select(['actor', 'at_ms', 'detail']).where('action', '=', 'export')
    return found.where('subject', '=', exportId).orderBy('n').execute()
  }
  const entryCount = async () => {
    const { kysely } = serverOf().context.database
    return (await kysely.selectFrom('audit').select('n').where('action', '=', 'export').execute()).length
  }

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await inSystem(serverOf().context.database.kysely, async (tx) => {
      const theirs = { agency: 'cau-giay', team: 'cau-giay.street', assignee: null }
      const asked = { agency: 'bach-mai', askedBy: officer, askedAtMs: 1, question: 'Ai bảo trì?', dueAtMs: 2 }
      const open = { id: 'q1', ...asked, answer: null, answeredBy: null, answeredAtMs: null, closedAtMs: null }
      await insertCases(tx, [
        caseRow('mine'),
        caseRow('water', { team: 'bach-mai.water', assignee: null }),
        caseRow('theirs', theirs),
        caseRow('asked', { ...theirs, coordination: [open] }),
      ])
      await tx.insertInto('reporter').values({ case_id: 'mine', kind: 'citizen', name: 'Nguyễn Văn A' }).execute()
    })
  })

  it('allow the cases of one’s own, refuse those of others and those that do not exist alike, and keep the order asked', async () => {
    const exportId = randomUUID()
    const caseIds = ['theirs', 'mine', 'no-such-case', 'mine', 'water']
    const { status, body } = await ask(officer, { exportId, caseIds, total: 9 })
    expect(status).toBe(200)
    expect(body).toEqual({ allowed: ['mine'], refused: ['theirs', 'no-such-case', 'water'] })
    const digest = createHash('sha256')
      .update(JSON.stringify([columns, ['mine']]))
      .digest('hex')
    expect(await entries(exportId)).toEqual([
      {
        actor: officer,
        at_ms: serverOf().clock.nowMs,
        detail: { kind: 'queue', columns: 'number title due', total: 9, asked: 4, allowed: 1, refused: 3, digest },
      },
    ])
  })

  it('allow the city’s coordinator every case, and an agency that is asked for its part the case it is asked about', async () => {
    const caseIds = ['mine', 'water', 'theirs', 'asked']
    expect((await ask('coordinator.city', { caseIds })).body).toEqual({ allowed: caseIds, refused: [] })
    const asked = await ask('approver.bach-mai', { caseIds })
    expect(asked.body).toEqual({ allowed: ['mine', 'water', 'asked'], refused: ['theirs'] })
  })

  it('refuse the cases of an agency that has ended to its former roles, as their pull no longer holds them', async () => {
    const { kysely } = serverOf().context.database
    const until = (validTo: string | null) =>
      kysely.updateTable('agency').set({ valid_to: validTo }).where('id', '=', 'cau-giay').execute()
    expect((await ask('intake.cau-giay', { caseIds: ['theirs'] })).body.allowed).toEqual(['theirs'])
    const client = await SyncClient.start(serverOf(), 'intake.cau-giay')
    await client.pull()
    expect(client.ids('case')).toEqual(['asked', 'theirs'])
    await until('2026-01-31')
    await client.pull()
    expect(client.ids('case')).toEqual([])
    const exportId = randomUUID()
    expect((await ask('intake.cau-giay', { exportId, caseIds: ['theirs'] })).body.refused).toEqual(['theirs'])
    expect((await entries(exportId)).map((entry) => entry.detail)).toMatchObject([{ allowed: 0, refused: 1 }])
    await until(null)
  })

  it('are recorded once for a repeated request, also for two at a time, and again for other cases or columns', async () => {
    const exportId = randomUUID()
    const wish = { exportId, caseIds: ['mine', 'theirs'] }
    const replies = await Promise.all([ask(officer, wish), ask(officer, wish)])
    replies.push(await ask(officer, wish))
    expect(replies.map((reply) => reply.body)).toEqual(replies.map(() => ({ allowed: ['mine'], refused: ['theirs'] })))
    expect(await entries(exportId)).toHaveLength(1)
    await ask(officer, { ...wish, columns: ['number'] })
    await ask(officer, { ...wish, caseIds: ['theirs'] })
    await ask('approver.bach-mai', wish)
    expect((await entries(exportId)).map((entry) => entry.actor)).toEqual([
      ...[officer, officer, officer],
      'approver.bach-mai',
    ])
  })

  it('are refused, and nothing is recorded, for a request that is not well formed', async () => {
    const before = await entryCount()
    const many = (count: number) => Array.from({ length: count }, (_, n) => `case-${n}`)
    const wrong = {
      'NUL in an id': { caseIds: ['mi\u0000ne'] },
      'half a character': { caseIds: ['mine\ud800'] },
      'too many ids': { caseIds: many(mostExportedAtOnce + 1) },
      'no id': { caseIds: [] },
      'an empty id': { caseIds: [''] },
      'no columns': { columns: [] },
      'who reported': { columns: ['number', 'reporter'] },
      'another kind': { kind: 'reporters' },
      'an id that is none': { exportId: 'mine' },
      'a total beyond the most': { total: 100_001 },
    }
    for (const [name, over] of Object.entries(wrong)) {
      const { status, body } = await ask(officer, over)
      expect([name, status, body.code]).toEqual([name, 400, 'bad_request'])
    }
    expect(await entryCount()).toBe(before)
    const most = await ask(officer, { caseIds: many(mostExportedAtOnce) })
    expect([most.status, most.body.refused?.length]).toEqual([200, mostExportedAtOnce])
  })

  it('are refused without a token, and nothing is recorded', async () => {
    const before = await entryCount()
    const { status, body } = await ask(null)
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(await entryCount()).toBe(before)
  })
})
