import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { canonicalReply } from '../../shared/domain/reply-text.ts'
import type { CaseDetailV1 } from '../../shared/ipc/worker-contract.ts'
import type { CommandName } from '../../shared/domain/command.ts'
import type { Desk } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { until } from '../support/worker/environment.ts'
import { RealServer } from '../support/worker/real-server.ts'
import { holdsAsync } from '../support/worker/property.ts'

const agency = 'SXD'
const passphrase = 'mật khẩu của tệp'
const server = new RealServer()
const desks: Desk[] = []
const offline = new Set<string>()
/** Devices whose commands do not get through, although they hear the server. */
const mute = new Set<string>()

beforeAll(() => server.start())
afterEach(async () => {
  offline.clear()
  mute.clear()
  for (const desk of desks.splice(0)) await desk.stop()
})
afterAll(() => server.remove())

/** One device of an official; a name of its own lets a test cut it off. */
async function deskOf(username: string, name: string): Promise<Desk> {
  const reach = server.fetchAs(username, () => !offline.has(name))
  const fetch: typeof reach = async (input, init) => {
    if (mute.has(name) && String(input).endsWith('/push')) throw new TypeError('fetch failed')
    return reach(input, init)
  }
  const desk = startDesk(newDevice({ fetch, baseUrl: server.url }, { accountId: `${username}-${name}`, username }))
  desks.push(desk)
  await sync(desk)
  return desk
}

const sync = async (desk: Desk) => (await desk.session()).engine.now()
const list = (desk: Desk) => desk.service.outboxList()

async function detail(desk: Desk, caseId: string): Promise<CaseDetailV1> {
  const found = await desk.service.caseDetail(caseId)
  if (!found) throw new Error(`case ${caseId} is not on the device`)
  return found
}

async function run(desk: Desk, caseId: string, name: CommandName, args: object) {
  const answer = await (await desk.session()).commands.run(caseId, name, { ...args })
  if (!answer.ok) throw new Error(`${name}: ${answer.code}`)
  return answer.key
}

async function casesIn(desk: Desk, state: CaseDetailV1['case']['state']): Promise<string[]> {
  const page = await desk.service.queuePage({ query: { ...everyCase, states: [state] }, offset: 0, limit: 500 })
  return page.rows.filter((row) => row.agency === agency).map((row) => row.id)
}

/** A case of the officer being handled, another one at each call. */
const taken = new Set<string>()
async function caseOf(desk: Desk): Promise<string | null> {
  const me = (await desk.session()).identity.actor().id
  for (const state of ['in_progress', 'assigned'] as const) {
    for (const id of await casesIn(desk, state)) {
      if (taken.has(id) || (await detail(desk, id)).case.assignee !== me) continue
      taken.add(id)
      if (state === 'assigned') await run(desk, id, 'start', {})
      await sync(desk)
      return id
    }
  }
  return null
}

/** Two devices of one case officer that hold the same, with a case of theirs. */
async function twoDevices() {
  for (const username of await server.accountsOf('case_officer', agency)) {
    const second = await deskOf(username, 'second')
    const caseId = await caseOf(second)
    if (caseId === null) continue
    const first = await deskOf(username, 'first')
    return { first, second, caseId }
  }
  throw new Error('no case of any case officer is left')
}

async function typed(desk: Desk, caseId: string, text: string): Promise<void> {
  const { drafts } = await desk.session()
  await drafts.save(caseId, text, (await detail(desk, caseId)).draft?.baseRevision ?? 0)
  await drafts.queueNow(caseId)
}

const notesOf = async (desk: Desk, caseId: string) =>
  (await detail(desk, caseId)).events
    .filter((event) => event.kind === 'note' && !event.pending)
    .map((event) => event.text)

/** Both wrote on the same text: the first offline, the second was there before it. */
async function replyConflict() {
  const devices = await twoDevices()
  const { first, second, caseId } = devices
  await typed(second, caseId, 'Đơn vị đã kiểm tra.')
  await sync(second)
  await sync(first)
  offline.add('first')
  await typed(first, caseId, 'Đơn vị đã kiểm tra ngày 12/01.')
  await typed(second, caseId, 'Đơn vị đã kiểm tra và vá mặt đường.')
  await sync(second)
  offline.clear()
  await sync(first)
  const [item] = await list(first)
  if (!item) throw new Error('no conflict is listed')
  return { ...devices, item, troubles: (await first.session()).troubles }
}

describe('a reply text written on two devices', () => {
  it('is listed with the text both began with and both texts, and nothing is merged', async () => {
    const { first, second, caseId, item, troubles } = await replyConflict()
    expect(item).toMatchObject({ name: 'saveDraft', status: 'conflict', code: 'revision_mismatch' })
    const comparison = await troubles.compare(item.key)
    expect(comparison?.texts).toEqual({
      base: 'Đơn vị đã kiểm tra.',
      mine: 'Đơn vị đã kiểm tra ngày 12/01.',
      theirs: 'Đơn vị đã kiểm tra và vá mặt đường.',
      theirsIsHere: false,
    })
    expect(comparison?.changedAtMs).toBeGreaterThan(0)
    await typed(first, caseId, 'Đơn vị đã kiểm tra ngày 12/01 lúc 8 giờ.')
    await sync(first)
    expect(await list(first)).toHaveLength(1)
    expect((await troubles.compare(item.key))?.texts?.mine).toBe('Đơn vị đã kiểm tra ngày 12/01 lúc 8 giờ.')
    expect((await detail(second, caseId)).draft?.text).toBe('Đơn vị đã kiểm tra và vá mặt đường.')
  })

  it('becomes the own one by "Dùng bản của tôi", on the newest revision', async () => {
    const { first, second, caseId, item, troubles } = await replyConflict()
    expect(await troubles.redo(item.key)).toMatchObject({ ok: true })
    await sync(first)
    expect(await list(first)).toEqual([])
    await sync(second)
    expect((await detail(second, caseId)).draft?.text).toBe('Đơn vị đã kiểm tra ngày 12/01.')
  })

  it('becomes the server\'s by "Dùng bản máy chủ", the own one kept and brought back when wanted', async () => {
    const { first, caseId, item, troubles } = await replyConflict()
    expect(await troubles.giveUp(item.key)).toBe(true)
    expect((await detail(first, caseId)).draft?.text).toBe('Đơn vị đã kiểm tra và vá mặt đường.')
    const { outbox } = await first.session()
    expect(await outbox.dropped.list()).toMatchObject([{ text: 'Đơn vị đã kiểm tra ngày 12/01.', way: 'given_up' }])
    expect(await troubles.restore(item.key)).toBe(true)
    expect(await list(first)).toMatchObject([{ key: item.key, status: 'conflict' }])
    expect((await detail(first, caseId)).draft?.text).toBe('Đơn vị đã kiểm tra ngày 12/01.')
  })

  it('is put together by hand by "Soạn lại", and the words before stay readable', async () => {
    const { first, second, caseId, item, troubles } = await replyConflict()
    const both = 'Đơn vị đã kiểm tra ngày 12/01 và vá mặt đường.'
    expect(await troubles.rewrite(item.key, both)).toMatchObject({ ok: true })
    await sync(first)
    await sync(second)
    expect(await list(first)).toEqual([])
    expect((await detail(second, caseId)).draft?.text).toBe(both)
    expect(await (await first.session()).outbox.dropped.list()).toMatchObject([
      { text: 'Đơn vị đã kiểm tra ngày 12/01.', way: 'rewritten' },
    ])
  })

  it('is no conflict with the own text that is still under way, however often sending was tried', async () => {
    const { first, caseId } = await twoDevices()
    mute.add('first')
    const texts = ['Đã', 'Đã xem', 'Đã xem và', 'Đã xem và sửa.']
    for (const text of texts) {
      await typed(first, caseId, text)
      // Every try gives the waiting one a number: it can no longer be replaced by the next.
      await sync(first)
    }
    expect(await list(first)).toHaveLength(texts.length)
    mute.clear()
    await sync(first)
    expect(await list(first)).toEqual([])
    expect((await detail(first, caseId)).draft).toMatchObject({ text: 'Đã xem và sửa.' })
  })
})

describe('a case moved on by a colleague', () => {
  it('shows who moved it and when beside what the officer saw and wanted, and takes the command again', async () => {
    const username = await server.accountOf('intake_officer', agency)
    const first = await deskOf(username, 'first')
    const second = await deskOf(username, 'second')
    const [caseId] = await casesIn(first, 'awaiting_reception')
    if (caseId === undefined) throw new Error('no case')
    offline.add('first')
    const key = await run(first, caseId, 'startVerification', { note: 'Tôi đi xem' })
    await run(second, caseId, 'startVerification', { note: 'Máy khác đi trước' })
    await run(second, caseId, 'finishVerification', { note: 'Xong' })
    await sync(second)
    offline.clear()
    await sync(first)
    const { troubles, identity } = await first.session()
    const comparison = await troubles.compare(key)
    expect(comparison).toMatchObject({
      before: { state: 'awaiting_reception' },
      after: { state: 'verifying' },
      now: { state: 'awaiting_reception' },
      changedBy: identity.actor().id,
      texts: { base: null, mine: 'Tôi đi xem', theirs: null, theirsIsHere: false },
    })
    expect(await troubles.redo(key)).toMatchObject({ ok: true })
    await sync(first)
    expect(await list(first)).toEqual([])
    expect((await detail(first, caseId)).case.state).toBe('verifying')
  })
})

describe('unsent work in a file', () => {
  it('is sent by the other device once, and by both once, in any order of sending and reading', async () => {
    const { first, second, caseId } = await twoDevices()
    let round = 0
    const once = async (order: readonly number[]) => {
      round += 1
      const where = `order ${order.join(' ')}`
      const text = `Ghi chú mang theo ${round}`
      offline.add('first').add('second')
      await run(first, caseId, 'addNote', { id: `n-${caseId}-${round}`, text })
      const stick = { file: null as Buffer | null }
      first.host.stick = stick
      second.host.stick = stick
      const [out, back] = [(await first.session()).carriedWork, (await second.session()).carriedWork]
      expect(await out.out(passphrase), where).toMatchObject({ ok: true })
      const steps = [
        async () => void offline.delete('first'),
        async () => void offline.delete('second'),
        async () => void (await sync(first)),
        async () => void (await sync(second)),
        async () => expect(await back.in(passphrase), where).toMatchObject({ ok: true }),
        async () => expect(await back.in(passphrase), where).toMatchObject({ ok: true }),
      ]
      for (const step of order) await steps[step]?.()
      offline.clear()
      await sync(first)
      await sync(second)
      expect(await list(second), where).toEqual([])
      expect(
        (await notesOf(second, caseId)).filter((note) => note === text),
        where,
      ).toHaveLength(1)
    }
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })
    await holdsAsync('carried work has one effect', fc.asyncProperty(orders, once), 5)
  }, 120_000)

  it('brings a chain of commands and a reply text, which go on where they were', async () => {
    const { first, second, caseId } = await twoDevices()
    offline.add('first').add('second')
    const text = 'Đã vá mặt đường ngày 12/01. Liên hệ bộ phận hạ tầng.'
    await typed(first, caseId, text)
    const hash = createHash('sha256').update(canonicalReply(text)).digest('hex')
    await run(first, caseId, 'submitReply', { revision: 1, text, hash, overrideReason: null })
    const stick = { file: null as Buffer | null }
    first.host.stick = stick
    second.host.stick = stick
    expect(await (await first.session()).carriedWork.out(passphrase)).toEqual({ ok: true, count: 2 })
    expect(stick.file?.includes('mặt đường')).toBe(false)
    const { carriedWork } = await second.session()
    expect(await carriedWork.in(passphrase)).toEqual({ ok: true, added: 2, troubled: 0, known: 0 })
    expect(await carriedWork.in(passphrase)).toEqual({ ok: true, added: 0, troubled: 0, known: 2 })
    expect((await detail(second, caseId)).case.state).toBe('reply_submitted')
    offline.clear()
    await sync(second)
    await sync(first)
    expect([await list(first), await list(second)]).toEqual([[], []])
    expect((await detail(first, caseId)).case).toMatchObject({ state: 'reply_submitted', reply: { text } })
  })

  it('never takes the place of another text begun on the device it comes to', async () => {
    const { first, second, caseId } = await twoDevices()
    offline.add('first').add('second')
    await typed(first, caseId, 'Bản của máy thứ nhất.')
    await typed(second, caseId, 'Bản của máy thứ hai.')
    const stick = { file: null as Buffer | null }
    first.host.stick = stick
    second.host.stick = stick
    await (await first.session()).carriedWork.out(passphrase)
    expect(await (await second.session()).carriedWork.in(passphrase)).toMatchObject({ added: 0, troubled: 1 })
    expect((await detail(second, caseId)).draft?.text).toBe('Bản của máy thứ hai.')
    const troubled = (await list(second)).filter((item) => item.status === 'conflict')
    expect(troubled).toMatchObject([{ text: 'Bản của máy thứ nhất.' }])
    const { troubles, outbox } = await second.session()
    const key = troubled[0]?.key ?? ''
    expect((await troubles.compare(key))?.texts).toMatchObject({
      mine: 'Bản của máy thứ nhất.',
      theirs: 'Bản của máy thứ hai.',
    })
    expect(await troubles.redo(key)).toMatchObject({ ok: true })
    expect((await detail(second, caseId)).draft?.text).toBe('Bản của máy thứ nhất.')
    expect(await outbox.dropped.list()).toMatchObject([{ text: 'Bản của máy thứ hai.' }])
  })

  it('says by a code what is wrong with a file and changes nothing', async () => {
    const { first, caseId } = await twoDevices()
    offline.add('first')
    await run(first, caseId, 'addNote', { id: 'n-wrong', text: 'còn nguyên' })
    const stick = { file: null as Buffer | null }
    first.host.stick = stick
    const { carriedWork } = await first.session()
    expect(await carriedWork.in(passphrase)).toEqual({ ok: false, code: 'no_file' })
    await carriedWork.out(passphrase)
    const whole = stick.file ?? Buffer.alloc(0)
    const other = await deskOf(await server.accountOf('approver', agency), 'other')
    other.host.stick = stick
    const { carriedWork: foreign } = await other.session()
    expect(await foreign.in(passphrase)).toEqual({ ok: false, code: 'other_account' })
    expect(await foreign.in('một mật khẩu khác')).toEqual({ ok: false, code: 'wrong_passphrase' })
    const changed: [string, Buffer][] = [
      ['damaged', whole.subarray(0, whole.length - 7)],
      ['damaged', Buffer.concat([whole.subarray(0, 90), Buffer.from([1]), whole.subarray(91)])],
      ['not_carried_work', Buffer.from('PK\u0003\u0004 một tệp khác')],
      ['too_new', Buffer.concat([whole.subarray(0, 4), Buffer.from([9]), whole.subarray(5)])],
    ]
    for (const [code, file] of changed) {
      stick.file = file
      expect(await carriedWork.in(passphrase)).toEqual({ ok: false, code })
    }
    expect(await list(first)).toMatchObject([{ text: 'còn nguyên' }])
    expect(await list(other)).toEqual([])
  })

  it('is refused where there is nothing to carry', async () => {
    const username = await server.accountOf('approver', agency)
    const desk = await deskOf(username, 'empty')
    desk.host.stick = { file: null }
    expect(await (await desk.session()).carriedWork.out(passphrase)).toEqual({ ok: false, code: 'nothing_unsent' })
    await until('nothing is written', () => desk.host.stick?.file === null)
  })
})
