import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { inSystem } from '../../server/db/transaction.ts'
import { readSettled } from '../../server/sync/pull/settled.ts'
import { onBothEngines } from '../support/server.ts'
import { addEvent, buildSmallCity, caseRow, changeCase, insertCases } from '../support/sync/small-city.ts'
import { SyncClient } from '../support/sync/sync-client.ts'

const text = 'Đã lắp lại nắp hố ga lúc 10 giờ ngày 10/3.'
const hash = createHash('sha256').update(text).digest('hex')

onBothEngines('push', (serverOf) => {
  const write = <T>(work: Parameters<typeof inSystem<T>>[1]): Promise<T> =>
    inSystem(serverOf().context.database.kysely, work)
  const stateOf = async (id: string) =>
    write((tx) =>
      tx
        .selectFrom('complaint')
        .select(['state', 'flow_version', 'row_version'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    )

  beforeAll(async () => {
    await buildSmallCity(serverOf())
    await write((tx) =>
      insertCases(
        tx,
        Array.from({ length: 20 }, (_, n) => caseRow(`p${n}`)),
      ),
    )
    await write((tx) =>
      insertCases(tx, [caseRow('foreign', { agency: 'cau-giay', team: 'cau-giay.street', assignee: null })]),
    )
  })

  it('works a case from start to approved reply, by two officials, and shows it to both', async () => {
    const officer = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const approver = await SyncClient.start(serverOf(), 'approver.bach-mai')
    const start = officer.mutation('start', 'p0', {}, { ifVersion: 1 })
    const draft = officer.mutation('saveDraft', 'p0', { baseRevision: 0, text })
    const submit = officer.mutation(
      'submitReply',
      'p0',
      { revision: 1, text, hash, overrideReason: null },
      { after: start.key },
    )
    const results = await officer.push(start, draft, submit)
    expect(results.map((result) => [result.status, result.code])).toEqual([
      ['applied', null],
      ['applied', null],
      ['applied', null],
    ])
    expect(await stateOf('p0')).toMatchObject({ state: 'reply_submitted', flow_version: 3 })
    const own = await officer.push(officer.mutation('approveReply', 'p0', { revision: 1, hash }))
    expect(own[0]).toMatchObject({ status: 'rejected', code: 'not_permitted' })
    const [approved] = await approver.push(
      approver.mutation('approveReply', 'p0', { revision: 1, hash }, { ifVersion: 3 }),
    )
    expect(approved).toMatchObject({ status: 'applied' })
    await officer.pull()
    expect(JSON.parse(officer.view().get('case p0') ?? '{}')).toMatchObject({
      state: 'answered',
      reply: { text, approvedBy: 'approver.bach-mai' },
    })
    expect(officer.ids('draft')).toEqual(['p0:officer.bach-mai.street'])
    await approver.pull()
    expect(approver.ids('draft')).toEqual([])
    expect(approver.ids('event').length).toBeGreaterThanOrEqual(3)
  })

  it('answers the stored result of a repeated command and applies it once', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const start = client.mutation('start', 'p1', {}, { ifVersion: 1 })
    const [first] = await client.push(start)
    const [again] = await client.push(start)
    expect(first).toMatchObject({ status: 'applied' })
    expect(again).toEqual({ ...first, dup: true })
    expect(await stateOf('p1')).toMatchObject({ row_version: 2 })
  })

  it('answers a key known from another device with its stored result and consumes the number', async () => {
    const one = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const two = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const note = one.mutation('addNote', 'p2', { id: 'note-p2', text: 'Đã gọi đội thi công.' })
    await one.push(note)
    const [again] = await two.push({ ...note, id: 1 })
    expect(again).toMatchObject({ id: 1, key: note.key, status: 'applied', dup: true })
    two.nextId = 2
    expect(await two.push(two.mutation('mark', 'p2', { read: 2, pinned: null }))).toMatchObject([{ status: 'applied' }])
  })

  it('names a gap and stops there', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const first = client.mutation('mark', 'p3', { read: 1, pinned: true })
    const third = client.mutation('mark', 'p3', { read: 2, pinned: null }, { id: 3 })
    const fourth = client.mutation('mark', 'p3', { read: 3, pinned: null }, { id: 4 })
    const results = await client.push(first, third, fourth)
    expect(results).toEqual([
      expect.objectContaining({ id: 1, status: 'applied' }),
      expect.objectContaining({ id: 3, status: 'gap', result: { expectedId: 2 } }),
    ])
  })

  it('answers a stale workflow command with a conflict that shows the case and who moved it on', async () => {
    const late = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const quick = await SyncClient.start(serverOf(), 'approver.bach-mai')
    await quick.push(quick.mutation('assign', 'p4', { team: 'bach-mai.water', officer: null }, { ifVersion: 1 }))
    await write((tx) => changeCase(tx, 'p4', { team: 'bach-mai.street' }))
    const start = late.mutation('start', 'p4', {}, { ifVersion: 1 })
    const submit = late.mutation(
      'submitReply',
      'p4',
      { revision: 1, text, hash, overrideReason: null },
      { after: start.key },
    )
    const [conflict, blocked] = await late.push(start, submit)
    expect(conflict).toMatchObject({
      status: 'conflict',
      code: 'stale_flow',
      result: { by: 'approver.bach-mai', current: { id: 'p4', flowVersion: 2 } },
    })
    expect(blocked).toMatchObject({ status: 'rejected', code: 'blocked_by', result: { blockedBy: start.key } })
    const dead = await write((tx) =>
      tx.selectFrom('mutation_dead').select('code').where('client_id', '=', late.clientId).execute(),
    )
    expect(dead.map((row) => row.code).sort()).toEqual(['blocked_by', 'stale_flow'])
  })

  it('quarantines a command that throws, keeps it for people, and goes on with the next', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    await write((tx) => insertCases(tx, [caseRow('poison')]))
    await write((tx) => sql`alter table event add constraint poison check (data ->> 'text' <> 'poison')`.execute(tx))
    const results = await client.push(
      client.mutation('addNote', 'poison', { id: 'poison-note', text: 'poison' }),
      client.mutation('addNote', 'poison', { id: 'good-note', text: 'good' }),
    )
    expect(results).toMatchObject([{ status: 'quarantined', code: 'internal' }, { status: 'applied' }])
    const dead = await write((tx) =>
      tx.selectFrom('mutation_dead').select('payload').where('client_id', '=', client.clientId).execute(),
    )
    expect(JSON.parse(dead[0]?.payload ?? '{}')).toMatchObject({ args: { text: 'poison' } })
    await write((tx) => sql`alter table event drop constraint poison`.execute(tx))
  })

  it('refuses what the database cannot hold and unknown or malformed commands, each consuming its number', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const results = await client.push(
      client.mutation('addNote', 'p5', { id: 'nul', text: 'a\u0000b' }),
      client.mutation('addNote', 'p5', { id: 'half', text: 'half \ud83d pair' }),
      client.mutation('doEvil', 'p5', {}),
      client.mutation('addNote', 'p5', { text: 7 }),
      client.mutation('addNote', 'p5', { id: 'ok', text: 'fine' }, { key: 'key\u0000with nul' }),
      client.mutation('addNote', 'p5', { id: 'bidi', text: 'right \u202e left' }),
    )
    expect(results.map((result) => result.code)).toEqual([
      'bad_request',
      'bad_request',
      'unknown_command',
      'bad_request',
      'bad_request',
      null,
    ])
  })

  it('consumes the number of a noop, which stands for a command the device gave up', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const results = await client.push(
      client.mutation('noop', 'p5', {}),
      client.mutation('mark', 'p5', { read: 1, pinned: null }),
    )
    expect(results).toMatchObject([{ status: 'noop', code: null }, { status: 'applied' }])
  })

  it('does not let an official touch a case of another unit', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const results = await client.push(
      client.mutation('start', 'foreign', {}, { ifVersion: 1 }),
      client.mutation('addNote', 'foreign', { id: 'foreign-note', text: 'x' }),
      client.mutation('mark', 'foreign', { read: 1, pinned: null }),
      client.mutation('start', 'no such case', {}),
    )
    expect(results.map((result) => result.code)).toEqual(['not_found', 'not_found', 'not_found', 'not_found'])
    expect(await stateOf('foreign')).toMatchObject({ row_version: 1 })
  })

  it("keeps a note recorded while the case was the officer's, as late, after the case left the unit", async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    await client.pull()
    const { taken: v } = await readSettled(serverOf().context.database.kysely)
    await write((tx) => changeCase(tx, 'p6', { agency: 'cau-giay', team: null, assignee: null }))
    const [kept] = await client.push(
      client.mutation('addNote', 'p6', { id: 'late-p6', text: 'Đo được 3 m.' }, { basedOnSeq: v }),
    )
    expect(kept).toMatchObject({ status: 'applied' })
    const event = await write((tx) =>
      tx.selectFrom('event').select('data').where('id', '=', 'late-p6').executeTakeFirstOrThrow(),
    )
    expect(event.data).toMatchObject({ late: true, actor: 'officer.bach-mai.street' })
    const [flow] = await client.push(client.mutation('start', 'p6', {}, { ifVersion: 1, basedOnSeq: v }))
    expect(flow).toMatchObject({ status: 'rejected', code: 'not_found' })
  })

  it("does not take another note's id for its own", async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    await write((tx) => addEvent(tx, 'taken', 'p7'))
    const [result] = await client.push(client.mutation('addNote', 'p8', { id: 'taken', text: 'x' }))
    expect(result).toMatchObject({ status: 'quarantined' })
  })

  it('keeps both texts when a draft is based on an older revision', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    const results = await client.push(
      client.mutation('saveDraft', 'p9', { baseRevision: 0, text: 'một' }),
      client.mutation('saveDraft', 'p9', { baseRevision: 1, text: 'hai' }),
      client.mutation('saveDraft', 'p9', { baseRevision: 1, text: 'ba' }),
      client.mutation('saveDraft', 'p9', { baseRevision: 1, text: 'hai' }),
    )
    expect(results.map((result) => [result.status, result.code])).toEqual([
      ['applied', null],
      ['applied', null],
      ['conflict', 'revision_mismatch'],
      ['noop', null],
    ])
    await client.pull()
    expect(JSON.parse(client.view().get('draft p9:officer.bach-mai.street') ?? '{}')).toMatchObject({
      revision: 2,
      text: 'hai',
    })
  })

  it('merges marks to the highest version read', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    await client.push(
      client.mutation('mark', 'p10', { read: 5, pinned: null }),
      client.mutation('mark', 'p10', { read: 3, pinned: true }),
    )
    await client.pull()
    expect(JSON.parse(client.view().get('mark p10:officer.bach-mai.street') ?? '{}')).toMatchObject({
      readVersion: 5,
      pinned: true,
    })
  })

  it('tells a client that lost a reply the results with the rows they made', async () => {
    const client = await SyncClient.start(serverOf(), 'officer.bach-mai.street')
    await client.pull()
    const note = client.mutation('addNote', 'p11', { id: 'note-p11', text: 'x' })
    await client.push(note)
    const [page] = await client.pull()
    expect(page?.lastMutation).toBe(1)
    expect(page?.results).toMatchObject([{ id: 1, key: note.key, status: 'applied' }])
    expect(page?.ops.map((op) => `${op.entity} ${op.id}`)).toContain('event note-p11')
  })

  it('audits every command and refusal, and chains the trail so that a change is found', async () => {
    const { chainAudit } = await import('../../server/background.ts')
    const server = serverOf()
    expect(await chainAudit(server.context)).toBeGreaterThan(20)
    expect(await chainAudit(server.context)).toBe(0)
    const broken = () => write((tx) => sql<{ at: number | null }>`select desk_broken_link() as at`.execute(tx))
    expect((await broken()).rows[0]?.at).toBeNull()
    await expect(write((tx) => sql`update audit set actor = 'nobody' where n = 3`.execute(tx))).rejects.toThrow(
      /never changed/,
    )
    await write(async (tx) => {
      await sql`alter table audit disable trigger keep`.execute(tx)
      await sql`update audit set actor = 'nobody' where n = 3`.execute(tx)
      await sql`alter table audit enable trigger keep`.execute(tx)
    })
    expect((await broken()).rows[0]?.at).toBe(3)
  })
})
