import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QueueIndex } from '../../../../renderer/worker/index/queue-index.ts'
import { QueueReader } from '../../../../renderer/worker/index/queue-reader.ts'
import { ReferenceStore } from '../../../../renderer/worker/index/reference-store.ts'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { caseStates, isOpen, levels } from '../../../../shared/domain/states.ts'
import { builtInViews, sortColumns } from '../../../../shared/ipc/queue-contract.ts'
import type { QueueQueryV1 } from '../../../../shared/ipc/queue-contract.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { holds } from '../../../support/seeded-property.ts'
import { everyCase } from '../../../support/worker/desk.ts'
import { caseRow } from '../../../support/worker/sync-server.ts'

const hourMs = 3_600_000
const nowMs = Date.UTC(2026, 0, 12, 3)

/** A clock that runs to `dueAtMs`, due soon in its last eight hours. */
function makeQueue(
  rows: readonly CaseRowV1[],
  areasNamed: (search: string) => readonly string[] = () => [],
  replaced: (atMs: number) => readonly string[] = () => [],
): { index: QueueIndex; reader: QueueReader } {
  const index = new QueueIndex({
    fold,
    runningClock: ({ clocks, state }) => {
      const { dueAtMs } = clocks
      if (dueAtMs === null || !isOpen(state)) return null
      return {
        clock: 'processing',
        dueAtMs,
        dueSoonFromMs: dueAtMs - 8 * hourMs,
        lastHourFromMs: dueAtMs - hourMs,
        held: false,
      }
    },
  })
  for (const row of rows) index.put(row, 0)
  const reader = new QueueReader({
    index,
    me: () => 'me',
    replaced,
    nowMs: () => nowMs,
    nameOf: (id) => id,
    areasNamed,
    idsNamed: () => [],
    readClock: () => ({ workingMsLeft: null, receptionShare: 0, processingShare: 0 }),
  })
  return { index, reader }
}

const withDue = (id: string, dueAtMs: number | null, change: Partial<CaseRowV1> = {}): CaseRowV1 =>
  caseRow(id, { ...change, clocks: { ...caseRow(id).clocks, dueAtMs } })

const idsOf = (reader: QueueReader, query: Partial<QueueQueryV1>) =>
  reader.page({ ...everyCase, includeClosed: false, ...query }, 0, 500).rows.map((row) => row.id)

describe('queue views', () => {
  const { reader } = makeQueue([
    withDue('late', nowMs - 1, { state: 'in_progress', assignee: 'me' }),
    withDue('soon', nowMs + hourMs, { state: 'assigned' }),
    withDue('calm', nowMs + 90 * hourMs, { state: 'reply_submitted', assignee: 'me' }),
    withDue('none', null, { state: 'awaiting_reception' }),
    withDue('done', nowMs - hourMs, { state: 'answered' }),
  ])

  it('show open cases, and finished ones only when asked for', () => {
    expect(idsOf(reader, {})).toEqual(['late', 'soon', 'calm', 'none'])
    expect(idsOf(reader, { includeClosed: true })).toContain('done')
    expect(idsOf(reader, { states: ['answered'] })).toEqual(['done'])
  })

  it.each([
    ['mine', ['late', 'calm']],
    ['due_soon', ['soon']],
    ['overdue', ['late']],
    ['awaiting_approval', ['calm']],
  ] as const)('%s', (view, ids) => {
    expect(idsOf(reader, { view })).toEqual(ids)
    expect(reader.counts('')[view]).toBe(ids.length)
  })

  it('give each row the status of its running clock', () => {
    const rows = reader.page({ ...everyCase }, 0, 10).rows
    expect(rows.map((row) => [row.id, row.dueStatus])).toEqual([
      ['late', 'overdue'],
      ['soon', 'due_soon'],
      ['calm', 'on_time'],
      ['none', 'stopped'],
      ['done', 'stopped'],
    ])
  })

  it('say where a case stands, and -1 where it is not', () => {
    expect(reader.indexOf({ ...everyCase, includeClosed: false }, 'soon')).toBe(1)
    expect(reader.indexOf({ ...everyCase, view: 'overdue' }, 'soon')).toBe(-1)
    expect(reader.indexOf({ ...everyCase }, 'unknown')).toBe(-1)
  })
})

describe('the view of my own cases', () => {
  const away = (official: string, substitute: string | null, toMs: number) => ({
    id: official,
    official,
    fromMs: nowMs - hourMs,
    toMs,
    substitute,
  })

  it('holds those of absent colleagues whose place passes to me, in a chain too, and marks them', () => {
    const reference = new ReferenceStore(
      () => nowMs - 9 * hourMs,
      () => undefined,
    )
    for (const row of [
      away('lan', 'minh', nowMs + hourMs),
      away('minh', 'me', nowMs + hourMs),
      away('over', 'me', nowMs),
      away('alone', null, nowMs + hourMs),
    ])
      reference.put('absence', row.id, row)
    const rows = ['me', 'lan', 'minh', 'over', 'alone'].map((assignee) => withDue(assignee, nowMs, { assignee }))
    const { reader } = makeQueue(rows, undefined, (atMs) => reference.replacedBy('me', atMs))
    const mine = reader.page({ ...everyCase, view: 'mine' }, 0, 10).rows
    expect(mine.map((row) => [row.id, row.substituted])).toEqual([
      ['me', false],
      ['lan', true],
      ['minh', true],
    ])
    expect(reader.counts('').mine).toBe(3)
    reference.remove('absence', 'minh')
    expect(reader.counts('').mine).toBe(1)
  })
})

describe('search', () => {
  const { index, reader } = makeQueue([
    caseRow('1', { title: 'Đường Láng ngập nặng', body: 'Nước dâng cao sau mưa', place: 'Ngã Tư Sở' }),
    caseRow('2', { title: 'Rác thải ở phố Huế', body: 'Đã ba ngày chưa thu gom', place: 'Số 15 phố Huế' }),
  ])

  it.each([
    ['duong lang', ['1']],
    ['ĐƯỜNG   láng', ['1']],
    ['hue 15', ['2']],
    ['hn-2', ['2']],
    ['nga tu so', ['1']],
    ['lang hue', []],
    ['', ['1', '2']],
  ])('finds "%s" with or without accents', (search, ids) => {
    expect(idsOf(reader, { search })).toEqual(ids)
    expect(reader.counts(search).unit).toBe(ids.length)
  })

  it('finds nothing of a case that left, and reuses its place', () => {
    index.remove('1')
    expect(idsOf(reader, { search: 'lang' })).toEqual([])
    index.put(caseRow('3', { title: 'Đèn đường hỏng' }), 0)
    expect(index.columns.length).toBe(2)
    expect(idsOf(reader, { search: 'den duong' })).toEqual(['3'])
  })
})

describe('marks and pictures', () => {
  it('show a case as unread until its version was read, in whatever order the rows come', () => {
    const { index, reader } = makeQueue([])
    index.setRead('1', 3, true)
    index.setPictures('1', 2)
    index.put(caseRow('1', { rowVersion: 3 }), 0)
    const row = () => reader.page({ ...everyCase }, 0, 1).rows[0]
    expect(row()).toMatchObject({ unread: false, pictureCount: 2 })
    index.put(caseRow('1', { rowVersion: 4 }), 1)
    expect(row()).toMatchObject({ unread: true, pictureCount: 2, provisional: true, pendingCount: 1 })
  })
})

const anyRow = fc.record({
  state: fc.constantFrom(...caseStates),
  level: fc.constantFrom(...levels),
  category: fc.constantFrom('a', 'b', 'c'),
  team: fc.constantFrom('t1', 't2', null),
  assignee: fc.constantFrom('me', 'x', null),
  due: fc.option(fc.integer({ min: -200, max: 200 }), { nil: null }),
  submitted: fc.nat(1000),
  title: fc.constantFrom('Ánh sáng', 'ổ gà', 'Zebra', 'Ổ gà lớn', 'anh'),
})
const anyQuery = fc.record({
  view: fc.constantFrom(...builtInViews),
  search: fc.constantFrom('', 'o ga', 'anh', 'khong co'),
  states: fc.subarray([...caseStates], { maxLength: 3 }),
  levels: fc.subarray([...levels], { maxLength: 2 }),
  categories: fc.subarray(['a', 'b', 'zzz']),
  teams: fc.subarray(['t1', 't2']),
  includeClosed: fc.boolean(),
  sort: fc.array(fc.record({ column: fc.constantFrom(...sortColumns), descending: fc.boolean() }), { maxLength: 3 }),
})

describe('any query', () => {
  it('pages the same rows as a plain filter, sorted as asked, and counts them', () => {
    holds(
      'queue equals a plain filter and sort',
      fc.property(fc.array(anyRow, { maxLength: 40 }), anyQuery, (specs, query) => {
        const rows = specs.map(({ due, submitted, ...change }, id) => {
          const clocks = {
            ...caseRow('').clocks,
            submittedAtMs: submitted * 1000,
            dueAtMs: due === null ? null : nowMs + due * hourMs,
          }
          return caseRow(`${id}`, { ...change, clocks })
        })
        const { reader } = makeQueue(rows)
        const expected = rows.filter((row) => matches(row, query)).map((row) => row.id)
        const page = reader.page(query, 0, 500)
        expect(page.total).toBe(expected.length)
        expect(new Set(page.rows.map((row) => row.id))).toEqual(new Set(expected))
        if (query.sort.length === 0) expect(page.rows.map((row) => row.id)).toEqual(expected)
        const [first] = query.sort
        if (first?.column === 'submitted') {
          const times = page.rows.map((row) => row.submittedAtMs)
          expect(times).toEqual(times.toSorted((left, right) => (first.descending ? right - left : left - right)))
        }
        if (first?.column === 'due') {
          const due = page.rows.map((row) => (row.dueStatus === 'stopped' ? null : row.dueAtMs))
          const known = due.filter((value) => value !== null)
          expect(due.slice(0, known.length)).toEqual(
            known.toSorted((left, right) => (first.descending ? right - left : left - right)),
          )
        }
      }),
    )
  })
})

function matches(row: CaseRowV1, query: QueueQueryV1): boolean {
  const due = isOpen(row.state) ? row.clocks.dueAtMs : null
  const views = {
    mine: row.assignee === 'me',
    unit: true,
    due_soon: due !== null && nowMs >= due - 8 * hourMs && nowMs <= due,
    overdue: due !== null && nowMs > due,
    awaiting_approval: ['reply_submitted', 'refusal_submitted', 'transfer_proposed'].includes(row.state),
  }
  const text = fold(`${row.caseNumber}\n${row.title}\n${row.body}\n${row.place}`)
  const words = fold(query.search)
    .split(' ')
    .filter((word) => word !== '')
  const states = query.states.length > 0 ? query.states.includes(row.state) : query.includeClosed || isOpen(row.state)
  return (
    views[query.view] &&
    states &&
    (query.levels.length === 0 || query.levels.includes(row.level)) &&
    (query.categories.length === 0 || query.categories.includes(row.category)) &&
    (query.teams.length === 0 || (row.team !== null && query.teams.includes(row.team))) &&
    words.every((word) => text.includes(word))
  )
}

describe('searching by the name of an area', () => {
  it('finds the cases of the areas that bear or bore it, besides those whose words hold it', () => {
    const rows = [
      withDue('there', nowMs, { area: '00004' }),
      withDue('elsewhere', nowMs, { area: '00025' }),
      withDue('nowhere', nowMs, { area: null }),
      withDue('tells', nowMs, { area: null, title: 'Trúc Bạch' }),
    ]
    const { reader } = makeQueue(rows, (search) => (search === 'truc bach' ? ['00004', 'unknown'] : []))
    expect(idsOf(reader, { search: 'truc bach' })).toEqual(['there', 'tells'])
    expect(reader.counts('truc bach').unit).toBe(2)
    expect(idsOf(reader, { search: 'truc' })).toEqual(['tells'])
  })
})
