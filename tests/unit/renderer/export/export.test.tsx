// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startTexts, allTexts } from '../../../../renderer/app/i18n.ts'
import { defaultLayout } from '../../../../renderer/features/queue/columns/column-layout.ts'
import { aboutLines } from '../../../../renderer/features/queue/export/about-lines.ts'
import { ExportButton } from '../../../../renderer/features/queue/export/export-button.tsx'
import { ExportDialog } from '../../../../renderer/features/queue/export/export-dialog.tsx'
import { cellsOf, sheetColumns, shownColumns } from '../../../../renderer/features/queue/export/sheet-columns.ts'
import type { RowWords } from '../../../../renderer/features/queue/row-view.ts'
import { ServerProblem } from '../../../../renderer/platform/server-ask.ts'
import type { ServerAsk } from '../../../../renderer/platform/server-ask.ts'
import { directoryOf } from '../../../../renderer/platform/use-reference.ts'
import type { ExportRequestV1 } from '../../../../shared/contract/export.ts'
import { firstQuery } from '../../../../shared/ipc/first-query.ts'
import type { CellV1 } from '../../../../shared/ipc/export.ts'
import { workingScale } from '../../../../shared/text/format-duration.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { referenceFake, rowFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const hourMs = 3_600_000
const query = { ...firstQuery(['team_supervisor']), view: 'unit' as const }
const directory = directoryOf(referenceFake)
const words: RowWords = {
  language: 'vi',
  nowMs: Date.UTC(2026, 10, 24, 2),
  state: (state) => state,
  category: directory.categoryName,
  area: directory.areaName,
  official: directory.officialName,
  moment: String,
  dueAt: String,
  elapsed: '',
  unassigned: 'Chưa phân công',
  provisional: 'chờ xác nhận',
  unread: '',
  heldBy: (name) => name,
  inPlaceOf: (name) => name,
  scaleOf: () => workingScale,
}
const texts = async () => {
  const i18n = await startTexts('vi')
  await allTexts(i18n)
  return i18n.t
}

describe('the sheet of a list', () => {
  it('has the columns shown in their order, a deadline as words, moment and hours, and every moment as a date', async () => {
    const t = await texts()
    const layout = { ...defaultLayout, order: [...defaultLayout.order].toReversed(), hidden: ['area' as const] }
    const columns = sheetColumns(layout, t)
    expect(columns.map(({ header, kind }) => `${header}: ${kind}`)).toEqual([
      'Gửi lúc: date',
      'Người xử lý: text',
      'Lĩnh vực: text',
      'Thời hạn: text',
      'Hạn: date',
      'Còn lại (giờ): number',
      'Trạng thái: text',
      'Nội dung: text',
      'Mã hồ sơ: text',
      'Mức độ: text',
    ])
    expect(shownColumns(layout)).toEqual([
      'submitted',
      'assignee',
      'category',
      'due',
      'state',
      'title',
      'number',
      'level',
    ])
    const row = rowFake('7', { assignee: null, provisional: true, workingMsLeft: -2.26 * hourMs, title: '=1+1' })
    const cells = cellsOf(columns, row, words, t)
    expect(cells).toEqual([
      row.submittedAtMs,
      'Chưa phân công',
      'Hư hỏng mặt đường',
      expect.stringMatching(/^quá .*giờ.* \*$/),
      row.dueAtMs,
      -2.3,
      'in_progress (chờ xác nhận)',
      '=1+1',
      'HN-2026-000007',
      'Bình thường',
    ])
  })

  it('takes the widths of the list, but leaves room for dates and for the citizen’s words', async () => {
    const columns = sheetColumns({ ...defaultLayout, widths: { category: 350, title: 100, due: 40 } }, await texts())
    const widthOf = (header: string) => columns.find((column) => column.header === header)?.width
    expect([widthOf('Lĩnh vực'), widthOf('Nội dung'), widthOf('Hạn'), widthOf('Mức độ')]).toEqual([50, 60, 17, 14])
  })

  it('shows the deadline of the clock that runs, and none while it is paused', async () => {
    const t = await texts()
    const columns = sheetColumns({ ...defaultLayout, order: ['due'] }, t)
    const dueOf = (over: Parameters<typeof rowFake>[1]): CellV1 | undefined =>
      cellsOf(columns, rowFake('1', over), words, t)[1]
    expect(dueOf({ receivedAtMs: null, receptionDueAtMs: 5, dueAtMs: 9 })).toBe(5)
    expect(dueOf({ receivedAtMs: 1, receptionDueAtMs: 5, dueAtMs: 9 })).toBe(9)
    expect(dueOf({ dueStatus: 'paused' })).toBeNull()
    const wordsOf = (dueIsProvisional: boolean) => cellsOf(columns, rowFake('1', { dueIsProvisional }), words, t)[0]
    expect(wordsOf(true)).toBe(`${String(wordsOf(false))} *`)
  })

  it('says on a second sheet which list it is, who took it out, when, and how many', async () => {
    const narrowed = { ...query, search: 'hố ga', levels: ['urgent' as const], categories: ['road_damage'] }
    const file = { query: narrowed, directory, exportId: 'x-1', asOfMs: 5, written: 3, refused: 2 }
    const lines = aboutLines(file, await texts())
    expect(Object.fromEntries(lines.map(({ label, value }) => [label, value]))).toMatchObject({
      'Khung nhìn': 'Đơn vị',
      'Tìm kiếm': 'hố ga',
      'Bộ lọc': 'Lĩnh vực: Hư hỏng mặt đường; Mức độ: Khẩn',
      'Sắp xếp': 'Hạn tăng dần',
      'Người xuất': 'Nguyễn Thị Bích Hường (can-bo-1)',
      'Cơ quan': 'Ủy ban nhân dân phường Hoàn Kiếm',
      'Danh sách lúc': 5,
      'Số hồ sơ trong tệp': 3,
      'Số hồ sơ không được xuất': 2,
      'Mã lần xuất trong nhật ký': 'x-1',
      '*': 'Mốc này dùng quy định tạm thời, chưa được ban hành chính thức.',
    })
  })
})

type Given = { rows: CellV1[][]; calls: string[]; asked: ExportRequestV1[] }

/** The desk of an export: the server refuses `refused`, main takes what it is given. */
const deskOf = (over: { refused?: string[]; ask?: ServerAsk; begin?: object; append?: object } = {}) => {
  const state = workerStateFake(Array.from({ length: 2600 }, (_, n) => rowFake(String(n + 1))))
  const given: Given = { rows: [], calls: [], asked: [] }
  const called = (name: string, answer: object) => (argument: unknown) => {
    given.calls.push(name)
    const rows: unknown = Reflect.get(argument as object, 'rows')
    if (name === 'append') given.rows.push(...(rows as CellV1[][]))
    return name === 'finish' ? { ok: true, rows: given.rows.length, fileName: 'tệp.xlsx' } : answer
  }
  const judge: ServerAsk = async ({ path, body }) => {
    const wish = body as ExportRequestV1
    given.calls.push(path)
    given.asked.push(wish)
    const refused = wish.caseIds.filter((id) => over.refused?.includes(id))
    return { allowed: wish.caseIds.filter((id) => !refused.includes(id)), refused }
  }
  const answers = {
    'export:begin': called('begin', over.begin ?? { ok: true, ticket: 'ticket-1' }),
    'export:append': called('append', over.append ?? { ok: true }),
    'export:finish': called('finish', {}),
    'export:abandon': called('abandon', { ok: true }),
    'export:show': called('show', { ok: true }),
  }
  return { state, given, services: servicesFake(createWorkerFake(state), answers, over.ask ?? judge) }
}

const exportWith = async (desk: ReturnType<typeof deskOf>) => {
  const onEnd = vi.fn()
  await renderDesk(<ExportDialog query={query} layout={defaultLayout} onEnd={onEnd} />, desk.services)
  return onEnd
}

const wordsOf = (role: string): string => screen.queryByRole(role)?.textContent ?? ''

describe('an export', () => {
  it('writes every row the worker and the server allow, in order, each part only after it is recorded, and shows the file', async () => {
    const desk = deskOf({ refused: ['3', '2500'] })
    desk.state.notExported = ['7']
    await exportWith(desk)
    await waitFor(() => expect(wordsOf('dialog')).toContain('Đã xuất 2.597 hồ sơ ra tệp tệp.xlsx.'))
    expect(wordsOf('dialog')).toContain('3 hồ sơ không được xuất')
    const { given } = desk
    const left = desk.state.rows.filter((row) => !['3', '7', '2500'].includes(row.id)).map((row) => row.caseNumber)
    expect(given.rows.map((row) => row[1])).toEqual(left)
    expect(given.asked.map(({ caseIds, total }) => [caseIds.length, total])).toEqual([
      [1999, 2600],
      [600, 2600],
    ])
    expect(new Set(given.asked.map(({ exportId }) => exportId)).size).toBe(1)
    expect(given.calls.slice(0, 3)).toEqual(['begin', '/api/v1/exports', 'append'])
    expect(given.calls.indexOf('/api/v1/exports', 2)).toBe(given.calls.lastIndexOf('append') - 3)
    await userEvent.setup().click(screen.getByRole('button', { name: 'Mở thư mục' }))
    await waitFor(() => expect(given.calls.at(-1)).toBe('show'))
  })

  it('ends without a word and without asking the server when the person changes their mind about where to', async () => {
    const desk = deskOf({ begin: { ok: false, code: 'cancelled' } })
    const onEnd = await exportWith(desk)
    await waitFor(() => expect(onEnd).toHaveBeenCalled())
    expect([desk.given.calls, screen.queryByRole('dialog')]).toEqual([['begin'], null])
  })

  it('stops when told to, and leaves no file', async () => {
    let goOn: (() => void) | undefined
    const desk = deskOf({
      ask: () => new Promise((resolve) => (goOn = () => resolve({ allowed: ['1'], refused: [] }))),
    })
    const onEnd = await exportWith(desk)
    await waitFor(() => expect(wordsOf('dialog')).toContain('Đang chuẩn bị danh sách'))
    await waitFor(() => expect(goOn).toBeDefined())
    await userEvent.setup().click(screen.getByRole('button', { name: 'Dừng xuất' }))
    goOn?.()
    await waitFor(() => expect(onEnd).toHaveBeenCalled())
    expect(desk.given.calls).toEqual(['begin', 'abandon'])
  })

  it('says what went wrong and gives the file up: server gone or refusing, disk full, file held, nothing allowed', async () => {
    const refusing =
      (code: string): ServerAsk =>
      () =>
        Promise.reject(new ServerProblem(code))
    const all = deskOf().state.rows.map((row) => row.id)
    const ways: [ReturnType<typeof deskOf>, RegExp, string | undefined][] = [
      [deskOf({ ask: refusing('offline') }), /^Mất kết nối máy chủ/, 'abandon'],
      [deskOf({ ask: refusing('unauthenticated') }), /^Phiên đăng nhập đã hết/, 'abandon'],
      [deskOf({ ask: refusing('internal') }), /^Máy chủ chưa nhận/, 'abandon'],
      [deskOf({ ask: () => Promise.resolve({ allowed: 'x' }) }), /^Máy chủ chưa nhận/, 'abandon'],
      [deskOf({ append: { ok: false, code: 'disk_full' } }), /^Ổ đĩa đã đầy/, 'abandon'],
      [deskOf({ begin: { ok: false, code: 'file_busy' } }), /^Tệp này đang mở/, 'begin'],
      [deskOf({ refused: all }), /^Không có hồ sơ nào/, 'abandon'],
    ]
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    for (const [desk, said, last] of ways) {
      await exportWith(desk)
      const alert = await screen.findByRole('alert')
      expect(alert.textContent).toMatch(said)
      expect(desk.given.calls.at(-1)).toBe(last)
      cleanup()
    }
    vi.restoreAllMocks()
  })
})

describe('the button', () => {
  const button = async (state: 'synced' | 'offline' | 'needs_sign_in', total: number | null) => {
    const desk = deskOf()
    desk.state.status = { ...desk.state.status, state }
    const renderExport = vi.fn(() => <p>đang xuất</p>)
    await renderDesk(<ExportButton total={total} renderExport={renderExport} />, desk.services)
    return screen.findByRole('button', { name: 'Xuất Excel…' })
  }
  const reasonOf = (found: HTMLElement) => found.getAttribute('title')

  it('says why it cannot be pressed: offline, not signed in any more, an empty list', async () => {
    for (const [state, total, reason] of [
      ['offline', 5, 'Cần kết nối: mỗi lần xuất được ghi vào nhật ký'],
      ['needs_sign_in', 5, 'Cần đăng nhập'],
      ['synced', 0, 'Không có hồ sơ nào khớp điều kiện'],
    ] as const) {
      const found = await button(state, total)
      await waitFor(() => expect(reasonOf(found)).toBe(reason))
      await userEvent.setup().click(found)
      expect(screen.queryByText('đang xuất')).toBeNull()
      cleanup()
    }
  })

  it('begins an export when it is pressed', async () => {
    const found = await button('synced', 5)
    await userEvent.setup().click(found)
    expect(screen.queryAllByText('đang xuất')).toHaveLength(1)
    expect(reasonOf(found)).toBeNull()
  })
})
