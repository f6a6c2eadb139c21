import { describe, expect, it } from 'vitest'
import { QueueIndex } from '../../../../../renderer/worker/index/queue-index.ts'
import { QueueReader } from '../../../../../renderer/worker/index/queue-reader.ts'
import { ReferenceStore } from '../../../../../renderer/worker/index/reference-store.ts'
import { caseStates, levels } from '../../../../../shared/domain/states.ts'
import { fold } from '../../../../../shared/language/fold.ts'
import { wordsEn } from '../../../../../shared/text/catalogue-en/words.ts'
import { wordsVi } from '../../../../../shared/text/catalogue-vi/words.ts'
import { everyCase } from '../../../../support/worker/desk.ts'
import { caseRow } from '../../../../support/worker/sync-server.ts'

const nowMs = Date.UTC(2026, 0, 12, 3)
const hourMs = 3_600_000
const validity = { validFrom: '2025-01-01', validTo: null, successors: [] }

function referenceData(): ReferenceStore {
  const reference = new ReferenceStore(
    () => nowMs,
    () => undefined,
  )
  const area = (id: string, name: string, formerNames: string[]) =>
    reference.put('area', id, { id, name, formerNames, ...validity })
  area('hk', 'Phường Hoàn Kiếm', ['Phường Hàng Bạc'])
  area('hm', 'Phường Hoàng Mai', [])
  reference.put('category', 'road', { id: 'road', name: 'Hư hỏng mặt đường', kind: 'field', source: 'sample' })
  reference.put('team', 't1', { id: 't1', agency: 'a', name: 'Tổ hạ tầng', ...validity })
  const official = (id: string, displayName: string) =>
    reference.put('official', id, { id, username: `${id}.sxd`, displayName, active: true, grants: [] })
  official('lan', 'Nguyễn Thị Lan')
  official('me', 'Trần Văn Minh')
  return reference
}

function makeQueue() {
  const reference = referenceData()
  const index = new QueueIndex({
    fold,
    runningClock: ({ clocks }) =>
      clocks.dueAtMs === null
        ? null
        : {
            clock: 'processing',
            dueAtMs: clocks.dueAtMs,
            dueSoonFromMs: clocks.dueAtMs - hourMs,
            lastHourFromMs: clocks.dueAtMs,
            held: false,
          },
  })
  const due = (id: string, dueAtMs: number, change: object = {}) =>
    caseRow(id, { ...change, clocks: { ...caseRow(id).clocks, dueAtMs } })
  index.put(due('late', nowMs - 1, { level: 'urgent', area: 'hk', assignee: 'me', category: 'road' }), 0)
  index.put(due('soon', nowMs + 1, { level: 'complex', area: 'hm', assignee: 'lan', team: 't1', state: 'assigned' }), 0)
  index.put(due('calm', nowMs + 9 * hourMs, { area: 'hm', assignee: null, state: 'in_progress' }), 0)
  const reader = new QueueReader({
    index,
    me: () => 'me',
    replaced: () => [],
    nowMs: () => nowMs,
    nameOf: (id) => id,
    areasNamed: (search) => reference.areasNamed(search),
    idsNamed: (kind, text) => reference.idsNamed(kind, text),
    readClock: () => ({ workingMsLeft: null, receptionShare: 0, processingShare: 0 }),
  })
  return { index, find: (search: string) => reader.page({ ...everyCase, search }, 0, 50).rows.map(({ id }) => id) }
}

describe('fields in a search', () => {
  const { find } = makeQueue()

  it.each([
    ['hạn:quá', ['late']],
    ['han:sap', ['soon']],
    ['due:"on time"', ['calm']],
    ['mức:khẩn', ['late']],
    ['muc:phuc', ['soon']],
    ['phường:"Hoàn Kiếm"', ['late']],
    ['phuong:"hang bac"', ['late']],
    ['xã:hoàng', ['soon', 'calm']],
    ['trangthai:"đang xử lý"', ['calm']],
    ['lĩnhvực:"mặt đường"', ['late']],
    ['tổ:"hạ tầng"', ['soon']],
    ['người:lan', ['soon']],
    ['người:lan.sxd', ['soon']],
    ['người:tôi', ['late']],
    ['người:chưa', ['calm']],
    ['phường:"Hoàng Mai" người:chưa', ['calm']],
    ['mức:khẩn hạn:sắp', []],
    ['mức:gấp', []],
    ['hạn:', ['late', 'soon', 'calm']],
  ])('%s', (search, ids) => {
    expect(find(search)).toEqual(ids)
  })

  it('name every state and level as the catalogues of both languages do', () => {
    for (const state of caseStates) {
      for (const name of [wordsVi.state[state], wordsEn.state[state]]) {
        const { index, find: ask } = makeQueue()
        index.put(caseRow('one', { state, area: null }), 0)
        expect(ask(`trangthai:"${name}"`), name).toContain('one')
      }
    }
    for (const level of levels) {
      const { index, find: ask } = makeQueue()
      index.put(caseRow('one', { level }), 0)
      for (const name of [wordsVi.level[level], wordsEn.level[level]]) expect(ask(`mức:"${name}"`)).toContain('one')
    }
  })
})

describe('notes of a case', () => {
  it('are searched like its own text, also when they came before it', () => {
    const { index, find } = makeQueue()
    index.putNote('late', 'n1', 'Đã gọi Công ty Thoát nước')
    index.putNote('later', 'n2', 'Đã gọi Công ty Thoát nước')
    expect(find('"thoát nước" ')).toEqual(['late'])
    index.put(caseRow('later'), 0)
    expect(find('"thoát nước" ')).toEqual(['late', 'later'])
    index.removeNote('late', 'n1')
    expect(find('"thoát nước" ')).toEqual(['later'])
    index.remove('later')
    expect(find('"thoát nước" ')).toEqual([])
  })
})

describe('a case number', () => {
  it('is found whole, by its end, and by its end without the zeros', () => {
    const { index, find } = makeQueue()
    index.put(caseRow('one', { caseNumber: 'HN-2026-000123' }), 0)
    index.put(caseRow('two', { caseNumber: 'HN-2026-001234' }), 0)
    expect(find('HN-2026-000123')).toEqual(['one'])
    expect(find('hn-2026-0001')).toEqual(['one'])
    expect(find('000123')).toEqual(['one'])
    expect(find('123 ')).toEqual(['one'])
    expect(find('123')).toEqual(['one', 'two'])
  })
})
