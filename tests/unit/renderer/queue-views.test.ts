import { describe, expect, it } from 'vitest'
import {
  columnIds,
  defaultLayout,
  moveColumn,
  nextSort,
  readLayout,
  shiftColumn,
} from '../../../renderer/features/queue/columns/column-layout.ts'
import { gridMove } from '../../../renderer/features/queue/grid-keys.ts'
import { firstMemory, isNarrowed, noFilters, queryOf } from '../../../renderer/features/queue/queue-memory.ts'
import { initialsOf, rowViewOf } from '../../../renderer/features/queue/row-view.ts'
import type { RowWords } from '../../../renderer/features/queue/row-view.ts'
import { blocksFor } from '../../../renderer/features/queue/use-queue-rows.ts'
import { workingScale } from '../../../shared/text/format-duration.ts'
import { rowFake } from '../../support/renderer/desk-services-fake.ts'

const words: RowWords = {
  language: 'vi',
  nowMs: Date.UTC(2026, 10, 24, 2),
  state: (state) => `[${state}]`,
  category: (id) => id,
  area: (id) => id ?? '',
  official: (id) => `cán bộ ${id}`,
  moment: (atMs) => `lúc ${atMs}`,
  dueAt: (moment) => `Đến hạn ${moment}`,
  elapsed: 'Thời gian thực',
  unassigned: 'Chưa phân công',
  provisional: 'chờ xác nhận',
  unread: 'chưa đọc',
  heldBy: (name, moment) => `mượn bởi ${name} đến ${moment}`,
  inPlaceOf: (name) => `thay ${name}`,
  scaleOf: () => workingScale,
}

describe('column layout', () => {
  it('falls back to the default for anything that is not a layout', () => {
    for (const stored of [undefined, null, 7, 'x', [], { order: 'x', widths: [], hidden: 3 }]) {
      expect(readLayout(stored).order).toEqual([...columnIds])
    }
  })

  it('drops unknown columns and absurd widths, and adds the columns that are new since', () => {
    const layout = readLayout({
      order: ['due', 'gone', 'number', 'due'],
      widths: { due: 220.4, number: 3, gone: 90 },
      hidden: ['area', 'number'],
    })
    expect(layout.order.slice(0, 2)).toEqual(['due', 'number'])
    expect(layout.order).toHaveLength(columnIds.length)
    expect(layout.widths).toEqual({ due: 220 })
    expect(layout.hidden).toEqual(['area'])
  })

  it('moves a column into the place of another and stays within the ends', () => {
    expect(moveColumn(['level', 'number', 'title'], 'title', 'level')).toEqual(['title', 'level', 'number'])
    expect(shiftColumn(['level', 'number', 'title'], 'level', -1)).toEqual(['level', 'number', 'title'])
    expect(shiftColumn(['level', 'number', 'title'], 'level', 1)).toEqual(['number', 'level', 'title'])
    expect(defaultLayout.order[0]).toBe('level')
  })
})

describe('sorting by clicks', () => {
  it('goes ascending, descending, none', () => {
    const once = nextSort([], 'due', false)
    expect(once).toEqual([{ column: 'due', descending: false }])
    const twice = nextSort(once, 'due', false)
    expect(twice).toEqual([{ column: 'due', descending: true }])
    expect(nextSort(twice, 'due', false)).toEqual([])
  })

  it('keeps the other columns with Shift, three at most', () => {
    const three = ['due', 'level', 'state'].map((column) => ({ column: column as 'due', descending: false }))
    expect(nextSort(three, 'area', true).map((entry) => entry.column)).toEqual(['level', 'state', 'area'])
    expect(nextSort(three, 'level', true)[1]).toEqual({ column: 'level', descending: true })
  })
})

describe('keys in the grid', () => {
  const at = (key: string, index: number, total = 100) => gridMove({ key, index, total, pageRows: 10 })

  it('move by one, by a page and to the ends, never outside', () => {
    expect(at('j', 4)).toEqual({ kind: 'go', index: 5 })
    expect(at('ArrowUp', 0)).toEqual({ kind: 'go', index: 0 })
    expect(at('k', -1)).toEqual({ kind: 'go', index: 0 })
    expect(at('ArrowDown', -1)).toEqual({ kind: 'go', index: 0 })
    expect(at('PageDown', 95)).toEqual({ kind: 'go', index: 99 })
    expect(at('End', 0)).toEqual({ kind: 'go', index: 99 })
    expect(at('Home', 50)).toEqual({ kind: 'go', index: 0 })
  })

  it('open and leave, and nothing moves in an empty list', () => {
    expect(at('Enter', 3)).toEqual({ kind: 'open' })
    expect(at('Enter', -1)).toBeNull()
    expect(at('Escape', 3)).toEqual({ kind: 'leave' })
    expect(at('j', -1, 0)).toBeNull()
    expect(at('x', 3)).toBeNull()
  })
})

describe('the question put to the worker', () => {
  it('starts with the view that fits the roles held', () => {
    expect(firstMemory(['case_officer']).view).toBe('mine')
    expect(firstMemory(['approver']).view).toBe('awaiting_approval')
    expect(firstMemory(['team_supervisor']).view).toBe('unit')
    expect(firstMemory([]).view).toBe('unit')
  })

  it('trims the search and says whether anything narrows the list', () => {
    const memory = firstMemory([])
    expect(isNarrowed(queryOf(memory))).toBe(false)
    expect(queryOf({ ...memory, search: '  ngap ' }).search).toBe('ngap')
    expect(isNarrowed(queryOf({ ...memory, filters: { ...noFilters, levels: ['urgent'] } }))).toBe(true)
    expect(isNarrowed(queryOf({ ...memory, filters: { ...noFilters, includeClosed: true } }))).toBe(false)
  })

  it('asks only for the blocks in sight beyond the first', () => {
    expect(blocksFor(0, 60)).toEqual([])
    expect(blocksFor(90, 140)).toEqual([1])
    expect(blocksFor(99_950, 99_999)).toEqual([999])
    expect(blocksFor(180, 320)).toEqual([1, 2, 3])
  })
})

describe('a row in words', () => {
  it('is named by its case number first', () => {
    const view = rowViewOf(rowFake('7', { unread: true, provisional: true }), words)
    expect(view.label.startsWith('HN-2026-000007, Phản ánh số 7')).toBe(true)
    expect(view.label).toContain('chờ xác nhận')
    expect(view.label).toContain('chưa đọc')
  })

  it('says whose place one takes in a case of an absent colleague', () => {
    const view = rowViewOf(rowFake('7', { assignee: 'lan', substituted: true }), words)
    expect(view.inPlaceOf).toEqual({ short: 'thay lan', words: 'thay cán bộ lan' })
    expect(view.label).toContain('thay cán bộ lan')
    expect(rowViewOf(rowFake('7', { assignee: 'lan' }), words).label).not.toContain('lan')
  })

  it('says the remaining working time, or nothing where no clock runs', () => {
    expect(rowViewOf(rowFake('1', { workingMsLeft: 3_600_000 }), words).due).toBe('còn 1 giờ làm việc')
    expect(rowViewOf(rowFake('1', { workingMsLeft: null }), words).due).toBe('')
  })

  it('hovers with the due date of the running clock and the elapsed real time', () => {
    const waiting = rowViewOf(rowFake('1', { receivedAtMs: null, receptionDueAtMs: 5 }), words)
    expect(waiting.dueHint).toContain('Đến hạn lúc 5')
    expect(waiting.dueHint).toContain('Thời gian thực: 1 ngày 6 giờ')
    expect(rowViewOf(rowFake('1', { assignee: null }), words).assignee).toBe('Chưa phân công')
  })
})

describe('a case held offline', () => {
  it('shows the initials of the holder and says the whole in its name', () => {
    const view = rowViewOf(rowFake('1', { checkout: { by: 'o2', untilMs: 7 } }), words)
    expect(view.held).toEqual({ initials: 'BO', words: 'mượn bởi cán bộ o2 đến lúc 7' })
    expect(view.label).toContain('mượn bởi cán bộ o2 đến lúc 7')
    expect(rowViewOf(rowFake('1'), words).held).toBeNull()
  })

  it('takes the initials from the end of the name, where the given name stands', () => {
    expect(initialsOf('Nguyễn Thị Bích Hường')).toBe('BH')
    expect(initialsOf('Đỗ Ánh')).toBe('ĐÁ')
    expect(initialsOf('')).toBe('')
  })
})
