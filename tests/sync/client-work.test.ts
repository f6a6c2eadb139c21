import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { canonicalReply } from '../../shared/domain/reply-text.ts'
import type { CaseDetailV1 } from '../../shared/ipc/worker-contract.ts'
import type { Desk, Device } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'
import { RealServer } from '../support/worker/real-server.ts'

const agency = 'SXD'
const server = new RealServer()
const desks: Desk[] = []
let network = true

beforeAll(() => server.start())
afterEach(async () => {
  network = true
  for (const desk of desks.splice(0)) await desk.stop()
})
afterAll(() => server.remove())

async function deskOf(username: string, device?: Device): Promise<Desk> {
  const fetch = server.fetchAs(username, () => network)
  const desk = startDesk(device ?? newDevice({ fetch, baseUrl: server.url }, { accountId: username, username }))
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

const sync = async (desk: Desk) => (await desk.session()).engine.now()

async function detail(desk: Desk, caseId: string): Promise<CaseDetailV1> {
  const found = await desk.service.caseDetail(caseId)
  if (!found) throw new Error(`case ${caseId} is not on the device`)
  return found
}

/** Case ids in a state, on this desk. */
async function casesIn(desk: Desk, state: CaseDetailV1['case']['state']): Promise<string[]> {
  const query = { ...everyCase, states: [state] }
  const page = await desk.service.queuePage({ query, offset: 0, limit: 500 })
  return page.rows.filter((row) => row.agency === agency).map((row) => row.id)
}

async function run(
  desk: Desk,
  caseId: string,
  name: Parameters<Awaited<ReturnType<Desk['session']>>['commands']['run']>[1],
  args: object,
) {
  return (await desk.session()).commands.run(caseId, name, { ...args })
}

/** Every confirmed case and event on a device. */
async function everything(desk: Desk): Promise<Map<string, unknown>> {
  const { rows, index, board } = await desk.session()
  const all = new Map<string, unknown>()
  for (const id of [...index.ids].sort()) {
    if (index.placeOf(id) === undefined) continue
    all.set(id, await rows.read('case', id))
    for (const event of board.caseParts.idsOf('event', id)) all.set(event, await rows.read('event', event))
  }
  return all
}

async function takeCase(intake: Desk, team: string): Promise<string> {
  const [caseId] = await casesIn(intake, 'awaiting_reception')
  if (caseId === undefined) throw new Error('no case to receive')
  const { case: row } = await detail(intake, caseId)
  const received = await run(intake, caseId, 'receive', {
    level: row.level,
    category: row.category,
    area: row.area,
    duplicatesLookedAt: true,
  })
  expect(received).toMatchObject({ ok: true })
  expect(await run(intake, caseId, 'assign', { team, officer: null })).toMatchObject({ ok: true })
  return caseId
}

const hashOf = (text: string) => createHash('sha256').update(canonicalReply(text)).digest('hex')

describe('two desks and the central server', () => {
  it('hold the same rows when quiet', async () => {
    const intake = await server.accountOf('intake_officer', agency)
    const approver = await server.accountOf('approver', agency)
    const [first, second] = await Promise.all([deskOf(intake), deskOf(approver)])
    const rows = await everything(first)
    expect(rows.size).toBeGreaterThan(30)
    expect(await everything(second)).toEqual(rows)
    expect(first.host.errors()).toEqual([])
  })

  it('find by a digest what is gone from one of them, heal it, and call nothing different that is equal', async () => {
    const desk = await deskOf(await server.accountOf('approver', agency))
    const { engine, database } = await desk.session()
    const rows = await everything(desk)
    expect(await engine.compareNow()).toBe(true)
    const differences = () => desk.host.logged.filter((entry) => entry.code === 'digest_differs')
    expect(differences()).toEqual([])
    const lost = (await database.segments.toArray()).find((segment) => segment.lane === 'case')
    if (!lost) throw new Error('no segment of cases')
    await database.segments.delete([lost.lane, lost.bucket, lost.n])
    expect(await engine.compareNow()).toBe(true)
    expect(differences()).toMatchObject([{ detail: { buckets: 1 } }])
    expect(await everything(desk)).toEqual(rows)
    expect(await engine.compareNow()).toBe(true)
    expect(differences()).toHaveLength(1)
  })

  it('carry a chain of commands given offline, exactly once and in order, and show it at the other desk', async () => {
    const intake = await deskOf(await server.accountOf('intake_officer', agency))
    const approver = await deskOf(await server.accountOf('approver', agency))
    const session = await intake.session()
    const team = session.reference.list('team').find((row) => row.agency === agency)?.id ?? ''
    network = false
    const caseId = await takeCase(intake, team)
    const offline = await detail(intake, caseId)
    expect(offline).toMatchObject({ provisional: true, case: { state: 'assigned' } })
    await until('the offline state', async () => (await intake.service.syncStatus()).state === 'offline')
    expect((await intake.service.syncStatus()).waiting).toBe(2)
    network = true
    await sync(intake)
    expect(await detail(intake, caseId)).toMatchObject({
      provisional: false,
      pending: [],
      case: { state: 'assigned', team },
    })
    await until('the other desk', async () => {
      await sync(approver)
      return (await detail(approver, caseId)).case.state === 'assigned'
    })
    const kinds = (await detail(approver, caseId)).events.map((event) => event.code)
    expect(kinds.filter((code) => code === 'receive')).toHaveLength(1)
    expect(kinds.filter((code) => code === 'assign')).toHaveLength(1)
    expect(await everything(approver)).toEqual(await everything(intake))
  })

  it('show a merge at both ends before the server has confirmed it, and as it stands once it has', async () => {
    const desk = await deskOf(await server.accountOf('intake_officer', agency))
    const waiting = await Promise.all((await casesIn(desk, 'awaiting_reception')).map((id) => detail(desk, id)))
    // A case that others were merged into already is neither: it is no copy, and more than this one would be seen at it.
    const [copy, main] = waiting.filter(({ merged }) => merged.length === 0).map(({ case: { id } }) => id)
    if (copy === undefined || main === undefined) throw new Error('two cases that wait are needed')
    network = false
    expect(await run(desk, copy, 'merge', { target: main })).toMatchObject({ ok: true })
    expect(await detail(desk, copy)).toMatchObject({
      provisional: true,
      case: { state: 'merged', mergedInto: main, stateBeforeMerge: 'awaiting_reception' },
      main: { id: main },
    })
    expect((await detail(desk, main)).merged).toMatchObject([{ id: copy, state: 'merged' }])
    expect(await casesIn(desk, 'merged')).toContain(copy)
    const mergeOf = (caseId: string) =>
      detail(desk, caseId).then(({ commands }) => commands.find(({ name }) => name === 'merge'))
    expect(await mergeOf(main)).toMatchObject({ allowed: false, code: 'has_merged_cases' })
    network = true
    await sync(desk)
    expect(await detail(desk, copy)).toMatchObject({ provisional: false, pending: [], case: { state: 'merged' } })
    expect((await detail(desk, main)).merged).toMatchObject([{ id: copy }])
  })

  it("list a conflict with the officer's words and what blocked the commands behind it, and let the officer redo", async () => {
    const intakeName = await server.accountOf('intake_officer', agency)
    const intake = await deskOf(intakeName)
    const alwaysOn = { fetch: server.fetchAs(intakeName), baseUrl: server.url }
    const other = await deskOf(intakeName, newDevice(alwaysOn, { accountId: `${intakeName}-2`, username: intakeName }))
    const [caseId] = await casesIn(intake, 'awaiting_reception')
    if (caseId === undefined) throw new Error('no case')
    network = false
    expect(await run(intake, caseId, 'startVerification', { note: 'Tôi đi xem hiện trường' })).toMatchObject({
      ok: true,
    })
    expect(await run(intake, caseId, 'finishVerification', { note: 'Đã xem, đúng như phản ánh' })).toMatchObject({
      ok: true,
    })
    await run(other, caseId, 'startVerification', { note: 'Máy khác đi trước' })
    await sync(other)
    network = true
    await sync(intake)
    const items = await intake.service.outboxList()
    const first = items.find((item) => item.name === 'startVerification')
    const second = items.find((item) => item.name === 'finishVerification')
    expect(first).toMatchObject({ status: 'conflict', text: 'Tôi đi xem hiện trường' })
    expect(first?.result?.current?.state).toBe('verifying')
    expect(second).toMatchObject({ status: 'rejected', code: 'blocked_by', text: 'Đã xem, đúng như phản ánh' })
    expect(second?.blockedBy).toBe(first?.key)
    const session = await intake.session()
    expect(await session.troubles.redo(second?.key ?? '')).toMatchObject({ ok: true })
    expect(await session.outbox.dismiss(first?.key ?? '')).toBe(true)
    await sync(intake)
    expect(await intake.service.outboxList()).toEqual([])
    expect((await detail(intake, caseId)).case.state).toBe('awaiting_reception')
  })

  it('bring a reply from the draft of one desk to the approval at another', async () => {
    const officerName = await server.accountOf('case_officer', agency)
    const officer = await deskOf(officerName)
    const approver = await deskOf(await server.accountOf('approver', agency))
    const me = (await officer.session()).identity.actor().id
    const mine = async (state: CaseDetailV1['case']['state']) => {
      for (const id of await casesIn(officer, state)) if ((await detail(officer, id)).case.assignee === me) return id
      return undefined
    }
    const started = await mine('in_progress')
    const caseId = started ?? (await mine('assigned'))
    if (caseId === undefined) throw new Error('no case of mine')
    if (started === undefined) await run(officer, caseId, 'start', {})
    const session = await officer.session()
    const text = 'Tổ đã kiểm tra ngày 12/01 tại số 15, đã vá mặt đường 3 m². Liên hệ: bộ phận hạ tầng.'
    const before = (await detail(officer, caseId)).draft
    network = false
    await session.drafts.save(caseId, text, before?.baseRevision ?? 0)
    const submitted = await run(officer, caseId, 'submitReply', {
      revision: 1,
      text,
      hash: hashOf(text),
      overrideReason: null,
    })
    expect(submitted).toMatchObject({ ok: true })
    expect(await detail(officer, caseId)).toMatchObject({ provisional: true, case: { state: 'reply_submitted' } })
    network = true
    await sync(officer)
    expect(await officer.service.outboxList()).toEqual([])
    await sync(approver)
    const { case: row } = await detail(approver, caseId)
    expect(row).toMatchObject({ state: 'reply_submitted', reply: { text, author: me } })
    const approved = await run(approver, caseId, 'approveReply', {
      revision: row.reply?.revision ?? 0,
      hash: row.reply?.hash ?? '',
    })
    expect(approved).toMatchObject({ ok: true })
    await sync(approver)
    await until('the answer at the officer', async () => (await detail(officer, caseId)).case.state === 'answered')
    await until('the draft to end', async () => session.drafts.get(caseId) === null)
  })

  it('hear of a change within a second through the event stream, without polling', async () => {
    const intakeName = await server.accountOf('intake_officer', agency)
    const intake = await deskOf(intakeName)
    const watcher = await deskOf(await server.accountOf('approver', agency))
    const [caseId] = await casesIn(intake, 'awaiting_reception')
    if (caseId === undefined) throw new Error('no case')
    await until('the stream', async () => (await watcher.session()).engine.isListening)
    await run(intake, caseId, 'setLevel', { level: 'urgent', reason: 'Cây đổ chắn đường' })
    await until('the change', async () => (await detail(watcher, caseId)).case.level === 'urgent', 3000)
    await until('the notification', () => watcher.host.badge >= 0)
  })

  it('refuse at once what the rules refuse, without asking the server', async () => {
    const officer = await deskOf(await server.accountOf('case_officer', agency))
    network = false
    const [caseId] = await casesIn(officer, 'answered')
    if (caseId === undefined) throw new Error('no answered case')
    expect(await run(officer, caseId, 'approveReply', { revision: 1, hash: 'x' })).toMatchObject({ ok: false })
    expect(await run(officer, 'no such case', 'addNote', { id: 'n', text: 'x' })).toEqual({
      ok: false,
      code: 'not_found',
    })
    expect(officer.host.disk.journal.size).toBe(0)
  })
})
