import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import { onBothEngines } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, changeCase, closedCase, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

onBothEngines('pull', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await write((tx) =>
      insertCases(tx, [
        caseRow('a1'),
        caseRow('a2', { team: 'bach-mai.water', assignee: null }),
        caseRow('b1', { agency: 'cau-giay', team: null, assignee: null }),
        closedCase('a3', Date.parse('2026-01-15T00:00:00Z')),
        closedCase('a4', Date.parse('2026-02-15T00:00:00Z')),
      ]),
    )
    await write((tx) => addEvent(tx, 'e1', 'a1'))
  })

  it('sends an official the cases of the unit, reference data, and nothing else', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const pages = await client.pull()
    expect(pages[0]?.total).toBe(pages.flatMap((page) => page.ops).length)
    expect(client.ids('case')).toEqual(['a1', 'a2', 'a3', 'a4'])
    expect(client.ids('event')).toEqual(['e1'])
    expect(client.ids('agency')).toEqual(['bach-mai', 'cau-giay', 'city'])
    expect(client.ids('official')).toHaveLength(11)
    expect(JSON.parse(client.view().get('case a1') ?? '')).toEqual(caseRow('a1'))
  })

  it('sends a team member the cases of the team and a coordinator those of the city', async () => {
    const member = await SyncClient.start(serverOf(), 'officer.bach-mai.water')
    await member.pull()
    expect(member.ids('case')).toEqual(['a2'])
    const coordinator = await SyncClient.start(serverOf(), 'coordinator.city')
    await coordinator.pull()
    expect(coordinator.ids('case')).toEqual(['a1', 'a2', 'a3', 'a4', 'b1'])
  })

  it('loads page by page, the newest closing month before the older one', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const seen: string[] = []
    let page = await client.pullPage(1)
    for (let n = 0; n < 60 && !page.complete; n += 1) {
      seen.push(...page.ops.filter((op) => op.entity === 'case').map((op) => op.id))
      page = await client.pullPage(1)
    }
    seen.push(...page.ops.filter((op) => op.entity === 'case').map((op) => op.id))
    expect(page.complete).toBe(true)
    expect(seen.slice(-2)).toEqual(['a4', 'a3'])
    expect(client.ids('case')).toEqual(['a1', 'a2', 'a3', 'a4'])
  })

  it('answers an idle pull with nothing and the same cursor', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    const before = client.cursor
    const page = await client.pullPage()
    expect(page).toMatchObject({ ops: [], dropBuckets: [], resetBuckets: [], complete: true, results: [] })
    expect(client.cursor).toBe(before)
  })

  it('removes a case from the old unit and puts it, with its events, into the new one under one number', async () => {
    const old = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const next = await SyncClient.start(serverOf(), 'approver.cau-giay')
    await old.pull()
    await next.pull()
    await write((tx) => changeCase(tx, 'a1', { agency: 'cau-giay', team: null, assignee: null }))
    const [left] = await old.pull()
    const [came] = await next.pull()
    expect(left?.ops.map((op) => `${op.op} ${op.entity} ${op.id}`).sort()).toEqual([
      'REMOVE case a1',
      'REMOVE event e1',
    ])
    expect(came?.ops.map((op) => `${op.op} ${op.entity} ${op.id}`).sort()).toEqual(['PUT case a1', 'PUT event e1'])
    expect(new Set([...(left?.ops ?? []), ...(came?.ops ?? [])].map((op) => op.seq)).size).toBe(1)
    expect(old.ids('case')).toEqual(['a2', 'a3', 'a4'])
    expect(next.ids('event')).toEqual(['e1'])
    await write((tx) => changeCase(tx, 'a1', { agency: 'bach-mai', team: 'bach-mai.street' }))
  })

  it('never splits one commit over two pages', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    await write((tx) =>
      insertCases(
        tx,
        ['s1', 's2', 's3', 's4', 's5'].map((id) => caseRow(id)),
      ),
    )
    await write((tx) => insertCases(tx, [caseRow('s6')]))
    const first = await client.pullPage(2)
    expect(first.ops.map((op) => op.id).sort()).toEqual(['s1', 's2', 's3', 's4', 's5'])
    expect(first.complete).toBe(false)
    const second = await client.pullPage(2)
    expect(second.ops.map((op) => op.id)).toEqual(['s6'])
  })

  it('drops the buckets of a lost grant and loads those of a new one', async () => {
    const server = serverOf()
    const client = await SyncClient.start(server, 'officer.cau-giay.water')
    await client.pull()
    expect(client.ids('case')).toEqual([])
    await write((tx) =>
      tx
        .insertInto('role_grant')
        .values({
          id: 'extra',
          official_id: 'officer.cau-giay.water',
          role: 'case_officer',
          agency: 'bach-mai',
          team: 'bach-mai.water',
        })
        .execute(),
    )
    await client.pull()
    expect(client.ids('case')).toEqual(['a2'])
    await write((tx) => tx.deleteFrom('role_grant').where('id', '=', 'extra').execute())
    const [page] = await client.pull()
    expect(page?.dropBuckets).toContain('team:bach-mai.water:open')
    expect(client.ids('case')).toEqual([])
  })

  it('sends a bucket anew when removals it needs are forgotten', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.water')
    await client.pull()
    expect(client.ids('case')).toEqual(['a2'])
    await write((tx) => changeCase(tx, 'a2', { team: 'bach-mai.street' }))
    await write((tx) => sql`select desk_forget_removals(interval '0')`.execute(tx))
    const pages = await client.pull()
    expect(pages[0]?.resetBuckets).toContain('team:bach-mai.water:open')
    expect(client.ids('case')).toEqual([])
    await write((tx) => changeCase(tx, 'a2', { team: 'bach-mai.water' }))
  })

  it('sends everything anew for a cursor of another epoch, of the future, or of nobody', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    const good = client.view()
    const parts = JSON.parse(Buffer.from(client.cursor ?? '', 'base64url').toString()) as unknown[]
    const forged = (index: number, value: unknown): string =>
      Buffer.from(JSON.stringify(parts.map((part, n) => (n === index ? value : part)))).toString('base64url')
    for (const cursor of [forged(1, 'other'), forged(3, 1_000_000), forged(2, 'unknown'), 'not a cursor']) {
      client.cursor = cursor
      const pages = await client.pull()
      expect(pages[0]?.fullReset).toBe(true)
      expect(pages[0]?.resetBuckets).toContain('agency:bach-mai:open')
      expect(client.view()).toEqual(good)
    }
  })

  it('finds with a digest exactly the bucket that differs', async () => {
    const server = serverOf()
    const client = await SyncClient.start(server, 'officer.bach-mai.water')
    await client.pull()
    const { createHash } = await import('node:crypto')
    const ops = client.lastReply?.ops ?? []
    const digestOf = (bucket: string) => {
      const puts = ops.filter((op) => op.bucket === bucket && op.op === 'PUT')
      const xor = puts
        .map((op) => createHash('sha256').update(`${op.entity}\0${op.id}\0${op.seq}`).digest().readBigUInt64BE())
        .reduce((sum, value) => sum ^ value, 0n)
      return { count: puts.length, xor: xor.toString(16).padStart(16, '0') }
    }
    const buckets = Object.fromEntries(['ref', 'team:bach-mai.water:open'].map((bucket) => [bucket, digestOf(bucket)]))
    const same = await client.post('/sync/v1/digest', { clientId: client.clientId, buckets })
    expect(same.json()).toMatchObject({ differing: [] })
    const wrong = { ...buckets, 'team:bach-mai.water:open': { count: 1, xor: '0'.repeat(16) } }
    const other = await client.post('/sync/v1/digest', { clientId: client.clientId, buckets: wrong })
    expect(other.json()).toMatchObject({ differing: ['team:bach-mai.water:open'] })
  })

  it('compares with a cursor only what did not change after it, and counts a bucket not named as empty', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.water')
    await client.pull()
    const differing = async (buckets: object) => {
      const request = { clientId: client.clientId, cursor: client.cursor, buckets }
      return (await client.post('/sync/v1/digest', request)).json().differing.toSorted()
    }
    expect(await differing({})).toEqual(['ref', 'team:bach-mai.water:open'])
    await write((tx) => changeCase(tx, 'a2', { title: 'moved on' }))
    expect(await differing({})).toEqual(['ref'])
  })

  it('sends a settled bucket anew from its start when asked to, page by page, and leaves the others settled', async () => {
    const client = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await client.pull()
    const before = client.view()
    const held = [...client.rows].flatMap(([key, { buckets }]) => (buckets.has('agency:bach-mai:open') ? [key] : []))
    const pages = [await client.pullPage(1, ['agency:bach-mai:open', 'agency:cau-giay:open'])]
    expect(pages[0]).toMatchObject({ resetBuckets: ['agency:bach-mai:open'], dropBuckets: [], complete: false })
    pages.push(...(await client.pull(1)))
    const sent = pages.flatMap((page) => page.ops)
    expect([...new Set(sent.map((op) => op.bucket))]).toEqual(['agency:bach-mai:open'])
    expect(sent.map((op) => `${op.entity} ${op.id}`).toSorted()).toEqual(held.toSorted())
    expect(client.view()).toEqual(before)
    expect((await client.pullPage()).ops).toEqual([])
  })

  it('refuses a client it does not know, one of somebody else, and a locked one', async () => {
    const server = serverOf()
    const mine = await SyncClient.start(server, 'approver.bach-mai')
    const theirs = await SyncClient.start(server, 'approver.cau-giay')
    const ask = (clientId: string) => mine.post('/sync/v1/pull', { clientId, cursor: null, schema: 1, limit: 10 })
    expect((await ask('nobody')).json()).toMatchObject({ code: 'client_unknown', status: 404 })
    expect((await ask(theirs.clientId)).json()).toMatchObject({ code: 'client_unknown' })
    await write((tx) =>
      tx.updateTable('client').set({ state: 'locked' }).where('client_id', '=', mine.clientId).execute(),
    )
    expect((await ask(mine.clientId)).json()).toMatchObject({ code: 'client_locked', status: 403 })
  })
})
