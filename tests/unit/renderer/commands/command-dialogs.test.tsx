// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CasePage } from '../../../../renderer/features/case/case-page.tsx'
import type { OnlineApi } from '../../../../renderer/platform/online-api.ts'
import type { CommandName } from '../../../../shared/domain/command.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { offer } from '../../../support/renderer/case-detail-fake.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { referenceFake, rowFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

// The dialogs' own code is loaded with the first of them.
configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

type Opening = Readonly<{
  offers: readonly CommandName[]
  part?: Partial<CaseDetailV1['case']>
  foresee?: ReturnType<typeof workerStateFake>['foresee']
  limit?: string
  online?: OnlineApi
  reference?: Partial<ReturnType<typeof workerStateFake>['reference']>
  files?: CaseDetailV1['files']
  held?: ReturnType<typeof workerStateFake>['heldContact']
  others?: readonly ReturnType<typeof rowFake>[]
}>

/** An open case with these commands allowed and a second case beside it. */
async function openCase({
  offers,
  part = {},
  foresee,
  limit,
  online,
  reference = {},
  held = null,
  files = [],
  others = [],
}: Opening) {
  const state = workerStateFake([
    rowFake('1'),
    rowFake('2', { title: 'Ổ gà trước cổng trường' }),
    rowFake('3', { title: 'Mất điện', area: 'xa' }),
    ...others,
  ])
  state.offers.set(
    '1',
    offers.map((name) => offer(name, true)),
  )
  state.parts.set('1', part)
  state.files.set('1', files)
  if (foresee !== undefined) state.foresee = foresee
  state.extensionLimit = limit ?? null
  state.heldContact = held
  state.reference = {
    ...state.reference,
    ...reference,
    agencies: [
      ...state.reference.agencies,
      ...state.reference.agencies.map((agency) => ({ ...agency, id: 'a2', name: 'Sở Giao thông công chính' })),
    ],
  }
  await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, {
    ...servicesFake(createWorkerFake(state)),
    ...(online === undefined ? {} : { online }),
  })
  return { state, user: userEvent.setup() }
}

/** What the officer gave; the page itself marks the case as read after a while. */
const givenBy = (state: ReturnType<typeof workerStateFake>) => state.given.filter(({ name }) => name !== 'mark')

async function openDialog(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(await screen.findByRole('button', { name }))
  return screen.findByRole('dialog', { name: `${name} HN-2026-000001` })
}

const asked = {
  reason: 'Chờ vật tư',
  requestedBy: 'o2',
  requestedAtMs: Date.UTC(2026, 10, 23, 2),
  dueAtMs: Date.UTC(2026, 11, 1, 10),
  addedMs: 16 * 3_600_000,
  decision: 'requested' as const,
  decidedBy: null,
  decidedAtMs: null,
  decisionReason: null,
}

const refusal = {
  kind: 'refusal',
  ground: 'outside_city_authority',
  text: 'Nội dung thuộc thẩm quyền của đơn vị quản lý đường sắt.',
  targetAgency: null,
  proposedBy: 'o2',
  proposedAtMs: Date.UTC(2026, 10, 23, 2),
  stateBefore: 'in_progress',
  stage: 'approver',
  waitingSinceMs: Date.UTC(2026, 10, 23, 2),
  answerDueAtMs: null,
  approvedBy: null,
  returnReason: null,
  mayResume: false,
} as const

describe('dialogs of commands', () => {
  it('ask for another day with the furthest one allowed and the new deadline in sight', async () => {
    const { state, user } = await openCase({
      offers: ['requestExtension'],
      limit: '2026-12-04',
      foresee: (_name, args, row) =>
        args['dueDate'] === '2026-12-01'
          ? { ok: true, case: { ...row, extensions: [asked] } }
          : { ok: false, code: 'too_long' },
    })
    const dialog = await openDialog(user, 'Gia hạn')
    expect(await within(dialog).findByText('Xa nhất được phép: 04/12/2026.')).toBeInstanceOf(HTMLElement)
    const date = within(dialog).getByLabelText('Gia hạn đến ngày')
    await user.type(date, '30/12/2026')
    expect(await within(dialog).findByText(/dài hơn mức được phép/, { selector: '[aria-live]' })).toBeInstanceOf(
      HTMLElement,
    )
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do' }), 'Chờ vật tư')
    const give = within(dialog).getByRole('button', { name: 'Gia hạn' })
    expect(give.getAttribute('aria-disabled')).toBe('true')
    await user.clear(date)
    await user.type(date, '1/12/2026')
    expect(await within(dialog).findByText('Hạn mới: 01/12/2026 17:00.')).toBeInstanceOf(HTMLElement)
    await user.click(give)
    await waitFor(() =>
      expect(givenBy(state).at(-1)).toMatchObject({
        name: 'requestExtension',
        args: { dueDate: '2026-12-01', reason: 'Chờ vật tư' },
      }),
    )
  })

  it('show the wish an approver decides on and give the decision by Enter alone', async () => {
    const { state, user } = await openCase({ offers: ['grantExtension'], part: { extensions: [asked] } })
    const dialog = await openDialog(user, 'Duyệt gia hạn')
    expect(within(dialog).getByText('Chờ vật tư')).toBeInstanceOf(HTMLElement)
    expect(within(dialog).getByText(/thêm 2 ngày · Trần Quốc Bảo đề nghị/)).toBeInstanceOf(HTMLElement)
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Duyệt gia hạn'))
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(givenBy(state).at(-1)?.name).toBe('grantExtension'))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('propose a transfer to an agency found without accents, on a ground, in words', async () => {
    const { state, user } = await openCase({ offers: ['proposeTransfer'] })
    const dialog = await openDialog(user, 'Chuyển cơ quan')
    await user.type(within(dialog).getByRole('combobox', { name: 'Cơ quan nhận' }), 'giao thong')
    await user.click(await screen.findByRole('option', { name: 'Sở Giao thông công chính', hidden: true }))
    await user.click(within(dialog).getByRole('combobox', { name: 'Lý do chuyển' }))
    await user.click(await screen.findByRole('option', { name: 'Thuộc thẩm quyền cơ quan khác', hidden: true }))
    await user.type(within(dialog).getByRole('textbox', { name: 'Giải thích cho cơ quan nhận' }), 'Đường do Sở quản lý')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() =>
      expect(givenBy(state).at(-1)).toMatchObject({
        name: 'proposeTransfer',
        args: { targetAgency: 'a2', ground: 'other_authority', text: 'Đường do Sở quản lý' },
      }),
    )
  })

  it('find the main case by words and show it beside this one before merging', async () => {
    const { state, user } = await openCase({ offers: ['merge'] })
    const dialog = await openDialog(user, 'Gộp trùng')
    expect(await within(dialog).findByRole('button', { name: /HN-2026-000002/ })).toBeInstanceOf(HTMLElement)
    expect(within(dialog).queryByRole('button', { name: /HN-2026-000003/ })).toBeNull()
    await user.type(within(dialog).getByRole('searchbox', { name: 'Tìm hồ sơ chính' }), 'mat dien')
    await user.click(await within(dialog).findByRole('button', { name: /HN-2026-000003/ }))
    const main = await within(dialog).findByRole('region', { name: 'Hồ sơ chính' })
    expect(within(main).getAllByText('Mất điện').length).toBeGreaterThan(0)
    await user.click(within(dialog).getByRole('button', { name: 'Gộp trùng' }))
    await waitFor(() => expect(givenBy(state).at(-1)).toMatchObject({ name: 'merge', args: { target: '3' } }))
  })

  it('offer no main case of another agency, where the case would have to be transferred first', async () => {
    const others = [rowFake('4', { title: 'Ổ gà trên đường của Sở', agency: 'a2' })]
    const { user } = await openCase({ offers: ['merge'], others })
    const dialog = await openDialog(user, 'Gộp trùng')
    expect(await within(dialog).findByRole('button', { name: /HN-2026-000002/ })).toBeInstanceOf(HTMLElement)
    expect(within(dialog).queryByRole('button', { name: /HN-2026-000004/ })).toBeNull()
    await user.type(within(dialog).getByRole('searchbox', { name: 'Tìm hồ sơ chính' }), 'o ga')
    expect(await within(dialog).findByRole('region', { name: 'Hồ sơ tìm thấy' })).toBeInstanceOf(HTMLElement)
    expect(within(dialog).queryByRole('button', { name: /HN-2026-000004/ })).toBeNull()
  })

  it('mark what looks personal in a reply and ask why it may stay', async () => {
    const reply = {
      revision: 2,
      text: 'Liên hệ 0912 345 678.',
      hash: 'h',
      author: 'o2',
      submittedAtMs: 1,
      approvedBy: null,
      returnComment: null,
      returnPassage: null,
      gate: null,
    }
    const { state, user } = await openCase({ offers: ['approveReply'], part: { state: 'reply_submitted', reply } })
    const dialog = await openDialog(user, 'Duyệt')
    expect(dialog.querySelector('mark')?.textContent).toBe('0912 345 678 (số điện thoại)')
    expect(within(dialog).getByRole('button', { name: 'Duyệt' }).getAttribute('aria-disabled')).toBe('true')
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do được giữ nguyên' }), 'Số trực của phường')
    await user.click(within(dialog).getByRole('button', { name: 'Duyệt' }))
    await waitFor(() =>
      expect(givenBy(state).at(-1)).toMatchObject({
        name: 'approveReply',
        args: { revision: 2, hash: 'h', personalDataReason: 'Số trực của phường', missingFilesReason: null },
      }),
    )
  })

  it('ask why a reply goes out although a file of it never arrived', async () => {
    const reply = {
      ...{ revision: 2, text: 'Đã vá xong.', hash: 'h', author: 'o2', submittedAtMs: 1, approvedBy: null },
      ...{ returnComment: null, returnPassage: null, gate: null },
    }
    const file = { id: 'f1', caseId: '1', hash: 'h', name: 'anh-sau.jpg', type: 'image/jpeg', sizeBytes: 1 } as const
    const files: CaseDetailV1['files'] = [
      { ...file, role: 'photo_after', thumb: null, stored: false },
      { ...file, id: 'f2', name: 'phan-anh.jpg', role: 'report', thumb: null, stored: false },
    ]
    const part = { state: 'reply_submitted', reply } as const
    const { state, user } = await openCase({ offers: ['approveReply'], part, files })
    const dialog = await openDialog(user, 'Duyệt')
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['anh-sau.jpg'])
    expect(within(dialog).getByRole('button', { name: 'Duyệt' }).getAttribute('aria-disabled')).toBe('true')
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do vẫn duyệt' }), 'Máy chụp đã mất')
    await user.click(within(dialog).getByRole('button', { name: 'Duyệt' }))
    await waitFor(() =>
      expect(givenBy(state).at(-1)?.args).toEqual({
        ...{ revision: 2, hash: 'h', personalDataReason: null, missingFilesReason: 'Máy chụp đã mất' },
      }),
    )
  })

  it('show the reporter only after a reason, and forget the person on closing', async () => {
    const reasons: string[] = []
    const online: OnlineApi = {
      revealReporter: async (_caseId, reason) => {
        reasons.push(reason)
        const reporter = {
          name: 'Trần Thị Ẩn',
          phone: '0912345678',
          address: null,
          taxCode: null,
          representative: null,
        }
        return { ok: true, value: reporter }
      },
    }
    const { state, user } = await openCase({ offers: ['revealReporter'], online })
    const dialog = await openDialog(user, 'Xem người phản ánh')
    const look = within(dialog).getByRole('button', { name: 'Xem người phản ánh' })
    expect(look.getAttribute('aria-disabled')).toBe('true')
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do' }), 'Hẹn kiểm tra')
    await user.click(look)
    expect(await within(dialog).findByText('Trần Thị Ẩn')).toBeInstanceOf(HTMLElement)
    expect(within(dialog).getAllByRole('button', { name: 'Sao chép' })).toHaveLength(2)
    expect(reasons).toEqual(['Hẹn kiểm tra'])
    expect(givenBy(state)).toEqual([])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText('Trần Thị Ẩn')).toBeNull())
  })

  it('show the reporter of a case that is checked out here at once, without a server', async () => {
    const person = { name: 'Trần Thị Ẩn', phone: '0912345678', address: null, taxCode: null, representative: null }
    const held = { reporter: { kind: 'citizen', ...person }, untilMs: Date.parse('2026-11-26T17:00:00+07:00') }
    const { user } = await openCase({ offers: ['revealReporter'], held })
    const dialog = await openDialog(user, 'Xem người phản ánh')
    expect(await within(dialog).findByText('0912345678')).toBeInstanceOf(HTMLElement)
    expect(within(dialog).queryByRole('textbox', { name: 'Lý do' })).toBeNull()
    expect(dialog.textContent).toMatch(/Giao cùng việc mượn hồ sơ.*26\/11\/2026/)
  })

  it('say why the server does not show the reporter', async () => {
    const online: OnlineApi = { revealReporter: async () => ({ ok: false, code: 'forbidden' }) }
    const { user } = await openCase({ offers: ['revealReporter'], online })
    const dialog = await openDialog(user, 'Xem người phản ánh')
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do' }), 'x')
    await user.click(within(dialog).getByRole('button', { name: 'Xem người phản ánh' }))
    expect((await within(dialog).findByRole('alert')).textContent).toMatch(/không được xem người phản ánh/)
  })

  it('keep an urgent report urgent at its reception, and say who may lower it', async () => {
    const { user } = await openCase({ offers: ['receive'], part: { level: 'urgent' } })
    const dialog = await openDialog(user, 'Tiếp nhận')
    const isDisabled = (name: string) => within(dialog).getByRole<HTMLInputElement>('radio', { name }).disabled
    expect(['Khẩn', 'Phức tạp', 'Bình thường'].map(isDisabled)).toEqual([false, true, true])
    expect(within(dialog).getByText(/Lãnh đạo bộ phận hạ mức sau/)).toBeInstanceOf(HTMLElement)
  })

  it('ask for the area at reception, of every kind of report but an imported one', async () => {
    const part = { kind: 'initiative', area: null } as const
    const { user } = await openCase({ offers: ['receive'], part })
    const dialog = await openDialog(user, 'Tiếp nhận')
    expect(within(dialog).getAllByText(/Cần nhập: .*Địa bàn/).length).toBeGreaterThan(0)
    cleanup()
    const imported = await openCase({ offers: ['receive'], part: { ...part, source: 'import:boston311' } })
    const other = await openDialog(imported.user, 'Tiếp nhận')
    expect(within(other).getAllByText(/Cần nhập:/).length).toBeGreaterThan(0)
    expect(within(other).queryByText(/Cần nhập: .*Địa bàn/)).toBeNull()
  })

  it('say what assigning does to a case not received yet and to a transfer that waits', async () => {
    const early = await openCase({ offers: ['assign'], part: { state: 'awaiting_reception' } })
    const first = await openDialog(early.user, 'Phân công')
    expect(within(first).getByText(/được tính là tiếp nhận/)).toBeInstanceOf(HTMLElement)
    cleanup()
    const { user } = await openCase({ offers: ['assign'], part: { state: 'transfer_proposed' } })
    const dialog = await openDialog(user, 'Phân công')
    expect(within(dialog).getByText(/đề nghị chuyển cơ quan đang chờ sẽ được rút/)).toBeInstanceOf(HTMLElement)
    expect(within(dialog).queryByText(/được tính là tiếp nhận/)).toBeNull()
  })

  it('show the refusal an approver decides on and ask before it is given', async () => {
    const { state, user } = await openCase({
      offers: ['approveRefusal'],
      part: { state: 'refusal_submitted', proposal: refusal },
    })
    await user.click(await screen.findByRole('button', { name: 'Duyệt từ chối' }))
    expect(givenBy(state)).toEqual([])
    const dialog = await screen.findByRole('dialog', { name: 'Duyệt từ chối HN-2026-000001' })
    expect(within(dialog).getByText(/thẩm quyền của đơn vị quản lý đường sắt/)).toBeInstanceOf(HTMLElement)
    expect(within(dialog).getByText(/hồ sơ kết thúc bằng từ chối/)).toBeInstanceOf(HTMLElement)
    await user.click(within(dialog).getByRole('button', { name: 'Hủy' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(givenBy(state)).toEqual([])
    const again = await openDialog(user, 'Duyệt từ chối')
    await user.click(within(again).getByRole('button', { name: 'Duyệt từ chối' }))
    await waitFor(() => expect(givenBy(state)).toMatchObject([{ name: 'approveRefusal', args: {} }]))
  })

  it('mark who is away in the list of officers, until when and who answers, and offer the substitute', async () => {
    const { nowMs } = workerStateFake()
    const absence = {
      id: 'b1',
      official: 'o1',
      fromMs: nowMs - 1,
      toMs: Date.UTC(2026, 11, 1, 17),
      substitute: 'o3',
    }
    const { state, user } = await openCase({
      offers: ['assign'],
      part: { state: 'received', assignee: null },
      reference: {
        absences: [absence],
        me: { ...referenceFake.me, grants: [{ role: 'approver', agency: 'a1', team: null }] },
      },
    })
    const dialog = await openDialog(user, 'Phân công')
    await user.click(within(dialog).getByRole('combobox', { name: 'Cán bộ xử lý' }))
    const shown = (await screen.findAllByRole('option', { hidden: true })).map((option) => option.textContent)
    expect(shown.filter((label) => !label.startsWith('Bộ phận'))).toEqual([
      'Lê Ngọc Ẩn (thay Nguyễn Thị Bích Hường)',
      'Trần Quốc Bảo',
      'Nguyễn Thị Bích Hường (vắng đến 01/12/2026, Lê Ngọc Ẩn thay)',
    ])
    await user.click(screen.getByRole('option', { name: /vắng đến/, hidden: true }))
    await user.click(screen.getByRole('option', { name: /thay Nguyễn Thị Bích Hường\)$/, hidden: true }))
    await user.click(within(dialog).getByRole('button', { name: 'Phân công' }))
    await waitFor(() => expect(givenBy(state)).toMatchObject([{ name: 'assign', args: { team: 't1', officer: 'o3' } }]))
  })

  it('close by Escape without giving anything and return the focus to their button', async () => {
    const { state, user } = await openCase({ offers: ['checkOut'] })
    const dialog = await openDialog(user, 'Mượn hồ sơ')
    expect(within(dialog).getByLabelText('Mượn đến hết ngày')).toBeInstanceOf(HTMLElement)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(givenBy(state)).toEqual([])
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Mượn hồ sơ'))
  })
})
