import { afterEach, describe, expect, it } from 'vitest'
import type { CaseRowV1, FileRowV1 } from '../../../../shared/contract/rows.ts'
import { commitCity } from '../../../support/worker/city.ts'
import type { Desk } from '../../../support/worker/desk.ts'
import { newDevice, startDesk } from '../../../support/worker/desk.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

const bucket = 'agency:a:open'
const mine = { state: 'in_progress', assignee: 'u', team: 't' } as const
const hashOf = (n: number) => n.toString(16).padStart(2, '0').repeat(32)

function putCase(server: FakeSyncServer, id: string, change: Partial<CaseRowV1>): void {
  server.commit([{ bucket, entity: 'case', id, row: caseRow(id, change) }])
}
function putFile(server: FakeSyncServer, caseId: string, n: number, change: Partial<FileRowV1> = {}): string {
  const id = change.id ?? `f${n}`
  const shown = { name: 'a', type: 'image/jpeg', sizeBytes: n, role: 'report', thumb: null, stored: true } as const
  server.commit([{ bucket, entity: 'file', id, row: { id, caseId, hash: hashOf(n), ...shown, ...change } }])
  return hashOf(n)
}

async function deskOn(server: FakeSyncServer, haste = 50): Promise<Desk> {
  commitCity(server)
  const desk = startDesk({ ...newDevice(server, { accountId: 'u', username: 'u' }), haste })
  desks.push(desk)
  await (await desk.session()).engine.now()
  return desk
}
const sync = async (desk: Desk) => (await desk.session()).engine.now()
const wanted = (desk: Desk) => desk.device.disk.originals.wanted.at(-1)?.map(({ hash }) => hash)
const kept = (desk: Desk) => desk.device.disk.originals.kept

describe('originals at hand', () => {
  it('are those of the own open cases that the server has, pictures first, each once', async () => {
    const server = new FakeSyncServer()
    putCase(server, 'own', mine)
    putCase(server, 'closed', { ...mine, state: 'closed' })
    putCase(server, 'other', { ...mine, assignee: 'i' })
    putCase(server, 'nobody', { state: 'awaiting_reception' })
    const film = putFile(server, 'own', 1, { type: 'video/mp4' })
    const photo = putFile(server, 'own', 2)
    putFile(server, 'own', 2, { id: 'same-photo' })
    putFile(server, 'own', 3, { stored: false })
    for (const [n, caseId] of ['closed', 'other', 'nobody'].entries()) putFile(server, caseId, 10 + n)
    const desk = await deskOn(server)
    await until('a word on originals', () => wanted(desk) !== undefined)
    expect(desk.device.disk.originals.wanted).toEqual([
      [
        { hash: photo, sizeBytes: 2 },
        { hash: film, sizeBytes: 1 },
      ],
    ])
    const late = putFile(server, 'own', 3)
    await sync(desk)
    await until('what arrived meanwhile', () => wanted(desk)?.includes(late) === true)
    expect(desk.host.errors()).toEqual([])
  })

  it('come with a check-out at once, before those of other cases are looked for', async () => {
    const server = new FakeSyncServer()
    putCase(server, 'own', mine)
    putCase(server, 'field', { ...mine, assignee: 'i' })
    putFile(server, 'own', 1)
    const photo = putFile(server, 'field', 2)
    // So slow that nothing but the check-out is due.
    const desk = await deskOn(server, 0.2)
    const untilMs = Date.now() + 86_400_000
    putCase(server, 'field', { ...mine, assignee: 'i', checkout: { by: 'u', atMs: Date.now(), untilMs } })
    await sync(desk)
    await until('the check-out', () => wanted(desk) !== undefined)
    expect(wanted(desk)).toEqual([photo])
    expect(desk.host.errors()).toEqual([])
  })

  it('go when their case leaves this device, unless another case or a command has the same content', async () => {
    const server = new FakeSyncServer()
    for (const id of ['stays', 'leaves']) putCase(server, id, mine)
    const [own, shared, named, staying] = [
      putFile(server, 'leaves', 1),
      putFile(server, 'leaves', 2),
      putFile(server, 'leaves', 3),
      putFile(server, 'stays', 4),
    ]
    putFile(server, 'stays', 2, { id: 'shared-too' })
    const desk = await deskOn(server)
    await until('all four', () => kept(desk).size === 4)
    server.always = 'network'
    const file = { id: 'new', hash: named, name: 'a.jpg', type: 'image/jpeg', sizeBytes: 3, role: 'evidence' as const }
    const { commands } = await desk.session()
    expect(await commands.run('stays', 'addEvidence', { id: 'e', text: 'x', files: [file] })).toMatchObject({
      ok: true,
    })
    server.always = 'ok'
    const gone = ['f1', 'f2', 'f3'].map((id) => ({ bucket, entity: 'file' as const, id }))
    server.commit([...gone, { bucket, entity: 'case', id: 'leaves' }])
    await sync(desk)
    await until('what nobody has is let go', () => !kept(desk).has(own))
    expect([...kept(desk)].toSorted()).toEqual([shared, named, staying].toSorted())
    expect(desk.host.errors()).toEqual([])
  })
})
