import { afterEach, describe, expect, it } from 'vitest'
import type { Desk, Device } from '../../../support/worker/desk.ts'
import { newDevice, startDesk } from '../../../support/worker/desk.ts'
import { commitCity } from '../../../support/worker/city.ts'
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

/** A synced desk of the case officer, then cut off. */
async function offlineDesk(): Promise<{ server: FakeSyncServer; device: Device; desk: Desk }> {
  const server = new FakeSyncServer()
  commitCity(server)
  for (const id of ['c1', 'c2']) {
    const row = caseRow(id, { state: 'assigned', assignee: 'u', team: 't' })
    server.commit([{ bucket: 'agency:a:open', entity: 'case', id, row }])
  }
  const device = newDevice(server, { accountId: 'u', username: 'u' })
  const desk = await start(device)
  server.always = 'network'
  return { server, device, desk }
}

const run = async (desk: Desk, caseId: string, name: 'start' | 'addNote' | 'saveDraft' | 'mark', args: object = {}) => {
  const answer = await (await desk.session()).commands.run(caseId, name, { ...args })
  if (!answer.ok) throw new Error(answer.code)
  return answer.key
}

const note = (id: string, text: string) => ({ id, text })
const stored = async (desk: Desk) => (await desk.session()).outbox.parts.store.all()

describe('outbox', () => {
  it('resolves only when the command is in the journal and in the database', async () => {
    const { desk, device } = await offlineDesk()
    const key = await run(desk, 'c1', 'addNote', note('n1', 'đã lưu'))
    expect([...device.disk.journal.keys()]).toEqual([key])
    expect(await (await desk.session()).database.outbox.get(key)).toBeDefined()
    expect(JSON.stringify([...device.disk.journal.values()])).not.toContain('đã lưu')
  })

  it('tells the officer when the journal cannot be written, and keeps nothing', async () => {
    const { desk, device } = await offlineDesk()
    desk.host.failAppend = true
    await expect(run(desk, 'c1', 'addNote', note('n1', 'x'))).rejects.toThrow()
    expect(await stored(desk)).toEqual([])
    expect(device.disk.journal.size).toBe(0)
  })

  it('keeps the draft before when the journal cannot take the newer one', async () => {
    const { desk, device } = await offlineDesk()
    const first = await run(desk, 'c1', 'saveDraft', { baseRevision: 0, text: 'bản đầu' })
    desk.host.failAppend = true
    await expect(run(desk, 'c1', 'saveDraft', { baseRevision: 0, text: 'bản sau' })).rejects.toThrow()
    expect((await stored(desk)).map(({ key, payload }) => [key, payload.args['text']])).toEqual([[first, 'bản đầu']])
    expect((await (await desk.session()).database.outbox.toArray()).map(({ key }) => key)).toEqual([first])
    expect([...device.disk.journal.keys()]).toEqual([first])
  })

  it('leaves nothing in the journal when the database cannot be written', async () => {
    const { desk, device } = await offlineDesk()
    const { database } = await desk.session()
    await database.meta.put({ name: 'fence', value: 1e9 })
    await expect(run(desk, 'c1', 'addNote', note('n1', 'x'))).rejects.toThrow()
    await until('an empty journal', () => device.disk.journal.size === 0)
    expect(await database.outbox.count()).toBe(0)
  })

  it('gives the first workflow command of a case the version it was based on and the later ones their predecessor', async () => {
    const { desk } = await offlineDesk()
    const first = await run(desk, 'c1', 'start')
    await run(desk, 'c1', 'addNote', note('n1', 'x'))
    const session = await desk.session()
    const text = 'Đã xử lý xong tại chỗ.'
    const hash = await hashOf(text)
    const submitted = await session.commands.run('c1', 'submitReply', { revision: 1, text, hash, overrideReason: null })
    expect(submitted).toMatchObject({ ok: true })
    const payloads = (await stored(desk)).map(({ payload }) => [payload.name, payload.ifVersion, payload.after])
    expect(payloads).toEqual([
      ['start', 1, null],
      ['addNote', null, null],
      ['submitReply', null, first],
    ])
  })

  it('gives no command to a case the rules refuse, not even to the journal', async () => {
    const { desk, device } = await offlineDesk()
    const { commands } = await desk.session()
    expect(await commands.run('c1', 'approveReply', { revision: 1, hash: 'x' })).toMatchObject({ ok: false })
    expect(await commands.run('c1', 'addNote', { id: 'n', text: '  ' })).toEqual({ ok: false, code: 'text_required' })
    await expect(commands.run('c1', 'addNote', { text: 7 })).rejects.toMatchObject({ code: 'bad_arguments' })
    expect(device.disk.journal.size).toBe(0)
  })

  it('withdraws a command that was never sent and joins what was before with what was after', async () => {
    const { desk, device } = await offlineDesk()
    const session = await desk.session()
    await session.engine.stop()
    const first = await run(desk, 'c1', 'start')
    const text = 'Xong.'
    await session.commands.run('c1', 'submitReply', {
      revision: 1,
      text,
      hash: await hashOf(text),
      overrideReason: null,
    })
    expect(await session.outbox.withdraw(first)).toBe(true)
    expect((await stored(desk)).map(({ payload }) => [payload.name, payload.ifVersion, payload.after])).toEqual([
      ['submitReply', 1, null],
    ])
    expect(device.disk.journal.has(first)).toBe(false)
    expect((await desk.service.caseDetail('c1'))?.case.state).toBe('assigned')
  })

  it('does not withdraw what was sent, nor dismiss what is not refused', async () => {
    const { desk } = await offlineDesk()
    const key = await run(desk, 'c1', 'start')
    await (await desk.session()).engine.now()
    const { outbox } = await desk.session()
    expect((await stored(desk))[0]?.status).toBe('sent')
    expect(await outbox.withdraw(key)).toBe(false)
    expect(await outbox.dismiss(key)).toBe(false)
    expect(await outbox.withdraw('unknown')).toBe(false)
  })

  it('gives no number to what is given while the server is known to be out of reach', async () => {
    const { desk, server } = await offlineDesk()
    const { engine, outbox } = await desk.session()
    await engine.now()
    const key = await run(desk, 'c1', 'addNote', note('n1', 'chưa rời máy'))
    await engine.now()
    expect((await stored(desk)).map(({ status, mutation }) => [status, mutation])).toEqual([['waiting', null]])
    const item = (await desk.service.outboxList())[0]
    expect(item).toMatchObject({ status: 'waiting', lastError: 'network', revocable: true })
    expect(await outbox.withdraw(key)).toBe(true)
    server.always = 'ok'
    await engine.now()
    expect(server.executed).toEqual([])
  })

  it('keeps at most one unsent mark and one unsent draft of a case', async () => {
    const { desk, device } = await offlineDesk()
    await (await desk.session()).engine.stop()
    for (const read of [1, 2, 3]) await run(desk, 'c1', 'mark', { read, pinned: null })
    for (const text of ['a', 'ab', 'abc']) await run(desk, 'c1', 'saveDraft', { baseRevision: 0, text })
    await run(desk, 'c2', 'mark', { read: 1, pinned: true })
    const kept = (await stored(desk)).map(({ payload }) => [payload.caseId, payload.name, payload.args])
    expect(kept).toEqual([
      ['c1', 'mark', { read: 3, pinned: null }],
      ['c1', 'saveDraft', { baseRevision: 0, text: 'abc' }],
      ['c2', 'mark', { read: 1, pinned: true }],
    ])
    expect(device.disk.journal.size).toBe(3)
    expect(desk.host.waiting).toBe(1)
  })

  it('keeps a draft that a submit behind it names', async () => {
    const { desk } = await offlineDesk()
    const session = await desk.session()
    await session.engine.stop()
    await run(desk, 'c1', 'start')
    await run(desk, 'c1', 'saveDraft', { baseRevision: 0, text: 'Bản một.' })
    await session.commands.run('c1', 'submitReply', {
      revision: 9,
      text: 'Bản một.',
      hash: await hashOf('Bản một.'),
      overrideReason: null,
    })
    await run(desk, 'c1', 'saveDraft', { baseRevision: 1, text: 'Bản hai.' })
    const names = (await stored(desk)).map(({ payload }) => [
      payload.name,
      payload.args['revision'] ?? payload.args['text'] ?? null,
    ])
    expect(names).toEqual([
      ['start', null],
      ['saveDraft', 'Bản một.'],
      ['submitReply', 1],
      ['saveDraft', 'Bản hai.'],
    ])
  })

  it('never lets a refused case hold another, and lists what was refused until it is dismissed', async () => {
    const { server, desk } = await offlineDesk()
    server.decide = (mutation) =>
      mutation.caseId === 'c1'
        ? { status: 'rejected', code: 'wrong_state', result: null }
        : { status: 'applied', code: null, result: null }
    const refused = await run(desk, 'c1', 'addNote', note('n1', 'lời của cán bộ'))
    await run(desk, 'c2', 'addNote', note('n2', 'khác'))
    server.always = 'ok'
    await (await desk.session()).engine.now()
    expect(await desk.service.outboxList()).toMatchObject([
      { key: refused, status: 'rejected', code: 'wrong_state', text: 'lời của cán bộ' },
    ])
    expect((await desk.service.syncStatus()).troubled).toBe(1)
    expect(desk.device.disk.journal.has(refused)).toBe(true)
    expect(await (await desk.session()).outbox.dismiss(refused)).toBe(true)
    expect(await desk.service.outboxList()).toEqual([])
    await until('the journal to be let go', () => desk.device.disk.journal.size === 0)
  })

  it('lists a refused command again after a damaged database, from the journal and the stored answer', async () => {
    const { server, desk, device } = await offlineDesk()
    server.decide = () => ({ status: 'conflict', code: 'stale_flow', result: { by: 'someone', atMs: 5 } })
    await run(desk, 'c1', 'start')
    server.always = 'ok'
    await (await desk.session()).engine.now()
    await (await desk.session()).database.outbox.clear()
    desk.kill()
    const again = await start(device)
    await (await again.session()).engine.now()
    expect(await again.service.outboxList()).toMatchObject([{ name: 'start', status: 'conflict', code: 'stale_flow' }])
    expect(server.executed).toHaveLength(1)
  })
})

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('hex')
}
