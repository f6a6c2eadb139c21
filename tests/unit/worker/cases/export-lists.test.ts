import { afterEach, describe, expect, it } from 'vitest'
import { ExportLists } from '../../../../renderer/worker/cases/export-lists.ts'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { commitCity } from '../../../support/worker/city.ts'
import { everyCase, newDevice, startDesk } from '../../../support/worker/desk.ts'
import type { Desk } from '../../../support/worker/desk.ts'
import { until } from '../../../support/worker/environment.ts'
import { caseRow, FakeSyncServer } from '../../../support/worker/sync-server.ts'

const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
})

const query = { ...everyCase, sort: [{ column: 'number' as const, descending: false }] }
const bucket = 'agency:a:open'
const own = { agency: 'a', team: 't', state: 'in_progress' as const }
const others = { agency: 'b', team: null, assignee: null }
const asked = { id: 'q', agency: 'a', question: '?', askedBy: 'x', askedAtMs: 1, dueAtMs: 2 }

/** A device of the city's officer `u` with these cases. */
async function deskWith(rows: readonly CaseRowV1[]): Promise<{ desk: Desk; server: FakeSyncServer }> {
  const server = new FakeSyncServer()
  commitCity(server)
  server.commit(rows.map((row) => ({ bucket, entity: 'case' as const, id: row.id, row })))
  const desk = startDesk(newDevice(server, { accountId: 'u', username: 'u' }))
  desks.push(desk)
  const session = await desk.session()
  await until('the cases', () => session.index.size === rows.length && session.identity.actor().grants.length > 0)
  return { desk, server }
}

const many = (count: number) => Array.from({ length: count }, (_, n) => caseRow(`c${String(n).padStart(4, '0')}`, own))
const part = (offset: number, limit = 500) => ({ offset, limit })

describe('a list for a file', () => {
  it('gives every row once in the order of the list, in parts', async () => {
    const { desk } = await deskWith(many(1201))
    const { list, total, asOfMs } = await desk.service.openExport({
      ...query,
      sort: [{ column: 'number', descending: true }],
    })
    expect(total).toBe(1201)
    const numbers: string[] = []
    for (const offset of [0, 500, 1000, 1500]) {
      const { rows, refused } = await desk.service.exportRows({ list, ...part(offset) })
      expect(refused).toBe(0)
      numbers.push(...rows.map((row) => row.caseNumber))
    }
    expect(numbers).toEqual(
      many(1201)
        .map((row) => row.caseNumber)
        .toReversed(),
    )
    expect(asOfMs).toBeGreaterThan(0)
    expect((await desk.service.queuePage({ query, ...part(0, 1) })).rows[0]).toEqual(
      (await desk.service.exportRows({ list, ...part(1200) })).rows[0],
    )
  })

  it('leaves out and counts what this official may not export, and keeps what another agency asks for or sends', async () => {
    const { desk } = await deskWith([
      caseRow('c1', own),
      caseRow('c2', { ...own, ...others }),
      caseRow('c3', {
        ...own,
        ...others,
        coordination: [{ ...asked, answer: null, answeredBy: null, answeredAtMs: null, closedAtMs: null }],
      }),
    ])
    const { list, total } = await desk.service.openExport(query)
    expect(total).toBe(3)
    const { rows, refused } = await desk.service.exportRows({ list, ...part(0) })
    expect([rows.map((row) => row.id), refused]).toEqual([['c1', 'c3'], 1])
  })

  it('keeps its order while cases come and go, and counts those that are gone', async () => {
    const { desk, server } = await deskWith(many(4))
    const { list } = await desk.service.openExport(query)
    server.commit([
      { bucket, entity: 'case', id: 'c0001' },
      { bucket, entity: 'case', id: 'b9', row: caseRow('b9', own) },
      { bucket, entity: 'case', id: 'c0002', row: caseRow('c0002', { ...own, title: 'Đã sửa', rowVersion: 2 }) },
    ])
    await desk.service.syncNow()
    const session = await desk.session()
    await until(
      'the change',
      () => session.index.placeOf('b9') !== undefined && session.index.placeOf('c0001') === undefined,
    )
    const { rows, refused } = await desk.service.exportRows({ list, ...part(0) })
    expect(rows.map((row) => [row.id, row.title])).toEqual([
      ['c0000', caseRow('c0000').title],
      ['c0002', 'Đã sửa'],
      ['c0003', caseRow('c0003').title],
    ])
    expect(refused).toBe(1)
  })

  it('is gone when it is closed, when two others were opened, and in another session', async () => {
    const { desk } = await deskWith(many(2))
    const gone = { code: 'list_gone' }
    const { list } = await desk.service.openExport(query)
    desk.service.closeExport(list)
    await expect(desk.service.exportRows({ list, ...part(0) })).rejects.toMatchObject(gone)
    const first = await desk.service.openExport(query)
    const second = await desk.service.openExport(query)
    const third = await desk.service.openExport(query)
    await expect(desk.service.exportRows({ list: first.list, ...part(0) })).rejects.toMatchObject(gone)
    for (const { list: kept } of [second, third]) {
      expect((await desk.service.exportRows({ list: kept, ...part(0) })).rows).toHaveLength(2)
    }
    const { desk: other } = await deskWith(many(2))
    const lists = new ExportLists()
    lists.open('list', await desk.session(), query)
    await expect(lists.rows('list', await other.session(), part(0))).rejects.toMatchObject(gone)
  })
})
