import { afterEach, describe, expect, it } from 'vitest'
import { readMeta } from '../../../../renderer/worker/db/meta.ts'
import { keptDropped } from '../../../../renderer/worker/outbox/dropped-commands.ts'
import type { CommandName } from '../../../../shared/domain/command.ts'
import { commitCity } from '../../../support/worker/city.ts'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { newDevice, startDesk } from '../../../support/worker/desk.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

async function start(device: Device): Promise<Desk> {
  const desk = startDesk(device)
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}

/** A synced desk of the case officer that sends nothing more until its engine starts anew. */
async function quietDesk() {
  const server = new FakeSyncServer()
  commitCity(server)
  const row = caseRow('c1', { state: 'assigned', assignee: 'u', team: 't' })
  server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'c1', row }])
  const device: Device = { ...newDevice(server, { accountId: 'u', username: 'u' }), nowMs: () => Date.now() + ahead.ms }
  const ahead = { ms: 0 }
  const desk = await start(device)
  const session = await desk.session()
  await session.engine.stop()
  return { server, device, desk, session, ahead }
}

const run = async (desk: Desk, name: CommandName, args: object = {}) => {
  const answer = await (await desk.session()).commands.run('c1', name, { ...args })
  if (!answer.ok) throw new Error(answer.code)
  return answer.key
}

const links = async (desk: Desk) =>
  (await desk.session()).outbox.parts.store.all().map(({ key, payload }) => [key, payload.ifVersion, payload.after])

const askFor = { question: 'Xin cho biết số nhà?' }

describe('a withdrawn command', () => {
  it('stays readable and comes back under its key, in its place of the chain', async () => {
    const { desk, device, session } = await quietDesk()
    const first = await run(desk, 'start')
    const second = await run(desk, 'askCitizen', askFor)
    expect(await session.outbox.withdraw(first)).toBe(true)
    expect(await links(desk)).toEqual([[second, 1, null]])
    expect(await session.outbox.dropped.list()).toMatchObject([
      { key: first, name: 'start', caseNumber: 'HN-c1', way: 'withdrawn' },
    ])
    expect(await session.troubles.restore(first)).toBe(true)
    expect(await links(desk)).toEqual([
      [first, 1, null],
      [second, null, first],
    ])
    expect(await session.outbox.dropped.list()).toEqual([])
    expect([...device.disk.journal.keys()].toSorted()).toEqual([first, second].toSorted())
    expect(await session.troubles.restore(first)).toBe(false)
  })

  it('goes to the end of its case when what followed it was sent meanwhile', async () => {
    const { desk, session } = await quietDesk()
    const first = await run(desk, 'start')
    const second = await run(desk, 'askCitizen', askFor)
    await session.outbox.withdraw(first)
    const { store } = session.outbox.parts
    const sent = store.get(second)
    if (!sent) throw new Error('the second is gone')
    await store.change({ put: [{ ...sent, status: 'sent', mutation: 1 }], numbering: 2 })
    await session.troubles.restore(first)
    expect(await links(desk)).toEqual([
      [second, 1, null],
      [first, null, second],
    ])
  })

  it('is not sent after a crash that left its journal record behind', async () => {
    const { desk, device, server, session } = await quietDesk()
    const key = await run(desk, 'addNote', { id: 'n1', text: 'rút lại' })
    const record = device.disk.journal.get(key) ?? ''
    await session.outbox.withdraw(key)
    await until('the journal to let go', () => !device.disk.journal.has(key))
    device.disk.journal.set(key, record)
    desk.kill()
    const again = await start(device)
    expect(server.executed).toEqual([])
    expect(await again.service.outboxList()).toEqual([])
    expect(await (await again.session()).outbox.dropped.list()).toMatchObject([{ key, text: 'rút lại' }])
    await until('the record to be let go', () => device.disk.journal.size === 0)
  })

  it('is kept for thirty days', async () => {
    const { desk, session, ahead } = await quietDesk()
    const key = await run(desk, 'addNote', { id: 'n1', text: 'giữ lại' })
    await session.outbox.withdraw(key)
    ahead.ms = keptDropped.ms - 60_000
    expect(await session.outbox.dropped.list()).toHaveLength(1)
    ahead.ms = keptDropped.ms + 60_000
    expect(await session.outbox.dropped.list()).toEqual([])
    expect(await session.troubles.restore(key)).toBe(false)
    await session.outbox.withdraw(await run(desk, 'addNote', { id: 'n2', text: 'khác' }))
    expect(await session.database.dropped.toCollection().primaryKeys()).not.toContain(key)
  })
})

describe('an unsent command', () => {
  it('is edited in place, journal first, and travels with its new words under its key', async () => {
    const { desk, device, server, session } = await quietDesk()
    const key = await run(desk, 'addNote', { id: 'n1', text: 'viết nhầm' })
    const before = device.disk.journal.get(key)
    expect((await desk.service.outboxList())[0]).toMatchObject({ editable: true, revocable: true })
    expect(await session.troubles.edit(key, 'viết đúng')).toEqual({ ok: true, key })
    expect(device.disk.journal.get(key)).not.toBe(before)
    expect(await session.troubles.edit(key, '   ')).toEqual({ ok: false, code: 'text_required' })
    desk.kill()
    await start(device)
    expect(server.pushes.flat().map(({ key: sent, args }) => [sent, args['text']])).toEqual([[key, 'viết đúng']])
  })

  it('is immutable once it was sent, and when a file for another device holds it', async () => {
    const { desk, server, device, session } = await quietDesk()
    const key = await run(desk, 'addNote', { id: 'n1', text: 'mang đi' })
    desk.host.stick = { file: null }
    expect(await session.carriedWork.out('mật khẩu đủ dài')).toEqual({ ok: true, count: 1 })
    expect((await desk.service.outboxList())[0]).toMatchObject({ editable: false, revocable: false })
    expect(await session.outbox.withdraw(key)).toBe(false)
    expect(await session.outbox.edit(key, { id: 'n1', text: 'khác' })).toBe(false)
    desk.kill()
    server.always = 'network'
    const again = await start(device)
    const [item] = await again.service.outboxList()
    expect(item).toMatchObject({ status: 'sent', editable: false, lastError: 'network' })
    expect(item?.attempts).toBeGreaterThan(0)
    expect(await (await again.session()).outbox.edit(key, { id: 'n1', text: 'khác' })).toBe(false)
  })
})

describe('the tries to send', () => {
  it('are counted on after a restart, and anew once the server has taken everything', async () => {
    const { desk, server, device } = await quietDesk()
    server.always = 'network'
    await run(desk, 'addNote', { id: 'n1', text: 'chưa gửi được' })
    const triesAfterStart = async () => {
      const started = await start(device)
      const [item] = await started.service.outboxList()
      started.kill()
      return item?.attempts ?? 0
    }
    desk.kill()
    const first = await triesAfterStart()
    expect(first).toBeGreaterThan(0)
    expect(await triesAfterStart()).toBeGreaterThan(first)
    server.always = 'ok'
    const { engine, database } = await (await start(device)).session()
    expect(engine.failuresSince(0)).toBe(0)
    expect(await readMeta(database, 'failedAtMs')).toEqual([])
  })
})

describe('a refused command', () => {
  it('is shown with what it stood on, would have done and stands there now', async () => {
    const { desk, device, server } = await quietDesk()
    const key = await run(desk, 'start')
    server.decide = () => ({ status: 'conflict', code: 'stale_flow', result: { by: 'i', atMs: 5 } })
    const row = caseRow('c1', { state: 'awaiting_reception', team: null, assignee: null, flowVersion: 2 })
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id: 'c1', row }])
    desk.kill()
    const again = await start(device)
    expect(await (await again.session()).troubles.compare(key)).toEqual({
      before: { state: 'assigned', level: 'normal', team: 't', assignee: 'u' },
      after: { state: 'in_progress', level: 'normal', team: 't', assignee: 'u' },
      now: { state: 'awaiting_reception', level: 'normal', team: null, assignee: null },
      changedBy: 'i',
      changedAtMs: 5,
      texts: null,
    })
  })

  it('is given up with its words kept, and can be listed again with the answer it had', async () => {
    const { desk, device, server } = await quietDesk()
    server.decide = () => ({ status: 'rejected', code: 'wrong_state', result: null })
    const key = await run(desk, 'addNote', { id: 'n1', text: 'lời của tôi' })
    desk.kill()
    const again = await start(device)
    const { troubles, outbox } = await again.session()
    expect(await troubles.giveUp(key)).toBe(true)
    expect(await outbox.dropped.list()).toMatchObject([{ key, text: 'lời của tôi', way: 'given_up' }])
    expect(await troubles.restore(key)).toBe(true)
    expect(await again.service.outboxList()).toMatchObject([{ key, status: 'rejected', code: 'wrong_state' }])
    expect(server.executed).toHaveLength(1)
  })

  it('is given again in other words, the first ones kept', async () => {
    const { desk, device, server } = await quietDesk()
    server.decide = (mutation) =>
      mutation.args['text'] === 'lần một'
        ? { status: 'rejected', code: 'wrong_state', result: null }
        : { status: 'applied', code: null, result: null }
    const key = await run(desk, 'addNote', { id: 'n1', text: 'lần một' })
    desk.kill()
    const again = await start(device)
    const { troubles, outbox, engine } = await again.session()
    const answer = await troubles.rewrite(key, 'lần hai')
    expect(answer).toMatchObject({ ok: true })
    await engine.now()
    expect(server.executed).toHaveLength(2)
    expect(await again.service.outboxList()).toEqual([])
    expect(await outbox.dropped.list()).toMatchObject([{ key, text: 'lần một', way: 'rewritten' }])
  })
})
