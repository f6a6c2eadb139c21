// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { OutboxPage } from '../../../../renderer/features/outbox/outbox-page.tsx'
import { AccountSection } from '../../../../renderer/features/settings/account-section.tsx'
import type { OutboxItemV1 } from '../../../../shared/ipc/worker-contract.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { rowFake, servicesFake, signedInFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

// Dialogs load their own code when they are first opened.
configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const item = (over: Partial<OutboxItemV1>): OutboxItemV1 => ({
  key: 'k',
  caseId: '1',
  caseNumber: 'HN-2026-000001',
  name: 'addNote',
  text: 'Lời của tôi',
  status: 'rejected',
  code: 'not_permitted',
  result: null,
  createdAtMs: 1,
  attempts: 0,
  lastError: null,
  blockedBy: null,
  editable: false,
  revocable: false,
  ...over,
})

const facts = { state: 'assigned', level: 'normal', team: 't1', assignee: 'o1' } as const

async function tray(items: OutboxItemV1[]) {
  const state = workerStateFake([rowFake('1')])
  state.outbox = items
  state.comparisons.set('k', {
    before: facts,
    after: { ...facts, state: 'in_progress' },
    now: { ...facts, assignee: 'o2' },
    changedBy: 'o2',
    changedAtMs: state.nowMs - 60_000,
    texts: { base: 'Đã xem.', mine: 'Đã xem ngày 12.', theirs: 'Đã xem và vá đường.', theirsIsHere: false },
  })
  const onOpen = vi.fn()
  await renderDesk(<OutboxPage onOpen={onOpen} />, servicesFake(createWorkerFake(state)))
  const region = await screen.findByRole('region', { name: 'Vướng mắc đồng bộ' })
  return { state, region, onOpen, user: userEvent.setup() }
}

describe('the trouble tray', () => {
  it('shows what the officer saw, wanted and what stands now, with both texts, and the answer in words', async () => {
    const { region } = await tray([item({})])
    const comparison = await within(region).findByRole('region', { name: 'So sánh hai bản' })
    const row = await within(comparison).findByRole('row', { name: /^Người xử lý/ })
    expect(within(row).getByText('Trần Quốc Bảo')).toBeInstanceOf(HTMLElement)
    expect(within(comparison).getByText(/Trần Quốc Bảo đổi sau cùng/)).toBeInstanceOf(HTMLElement)
    const mine = within(comparison).getByRole('region', { name: 'Nội dung của tôi' })
    expect([...mine.querySelectorAll('ins')].map((node) => node.textContent).join('')).toBe(' ngày 12')
    expect(within(comparison).getByRole('region', { name: 'Bản lúc đầu' }).textContent).toContain('Đã xem.')
    expect(within(region).getByText(/Vai trò đang dùng không được làm việc này/)).toBeInstanceOf(HTMLElement)
  })

  it('drops a command only after asking, and brings it back with one click', async () => {
    const { region, state, user } = await tray([item({})])
    await user.click(await within(region).findByRole('button', { name: 'Dùng bản máy chủ' }))
    const dialog = await screen.findByRole('dialog')
    expect(state.outbox).toHaveLength(1)
    await user.click(within(dialog).getByRole('button', { name: 'Dùng bản máy chủ' }))
    await waitFor(() => expect(state.outbox).toHaveLength(0))
    expect(await within(region).findByText('Đã rút hoặc bỏ (1)')).toBeInstanceOf(HTMLElement)
    await user.click(await within(region).findByRole('button', { name: 'Hoàn tác' }))
    await waitFor(() => expect(state.outbox).toHaveLength(1))
  })

  it('puts both texts together as picked, and lets every word of the result be changed', async () => {
    const { region, state, user } = await tray([item({ name: 'saveDraft', status: 'conflict' })])
    await user.click(await within(region).findByRole('button', { name: 'Soạn lại' }))
    const dialog = await screen.findByRole('dialog', { name: /^Soạn lại/ })
    const box = await within(dialog).findByRole('textbox', { name: 'Nội dung sẽ gửi' })
    expect(box).toHaveProperty('value', 'Đã xem ngày 12.')
    await user.click(within(dialog).getByRole('radio', { name: /^Bản kia/ }))
    expect(box).toHaveProperty('value', 'Đã xem và vá đường.')
    await user.click(within(dialog).getByRole('radio', { name: /^Giữ cả hai/ }))
    await user.type(box, ' Xong.')
    await user.click(within(dialog).getByRole('button', { name: 'Gửi bản này' }))
    await waitFor(() => expect(state.outbox[0]?.text).toBe('Đã xem ngày 12 và vá đường. Xong.'))
  })

  it('changes and withdraws what waits, and says why it cannot with what was sent', async () => {
    const waiting = { status: 'waiting', code: null } as const
    const { region, state, user } = await tray([
      item({ ...waiting, editable: true, revocable: true }),
      item({ ...waiting, key: 'sent', status: 'sent', attempts: 3, lastError: 'not_the_server' }),
    ])
    const [first, second] = await within(region).findAllByRole('listitem')
    if (!first || !second) throw new Error('two items are expected')
    expect(second.textContent).toContain('Đã thử 3 lần')
    expect(second.textContent).toContain('mạng đang dùng đòi đăng nhập')
    expect(second.textContent).toContain('không sửa, rút lại được nữa')
    expect(within(second).queryByRole('button', { name: 'Rút lại' })).toBeNull()
    expect(within(second).getByRole('button', { name: 'Gửi lại ngay' })).toBeInstanceOf(HTMLElement)
    await user.click(within(first).getByRole('button', { name: 'Rút lại' }))
    await waitFor(() => expect(state.outbox.map(({ key }) => key)).toEqual(['sent']))
  })

  it('opens the case for a decision that is never given again blindly', async () => {
    const { region, onOpen, user } = await tray([item({ name: 'approveReply', text: '', status: 'conflict' })])
    expect(within(region).queryByRole('button', { name: 'Dùng bản của tôi' })).toBeNull()
    await user.click(await within(region).findByRole('button', { name: 'Soạn lại' }))
    expect(onOpen).toHaveBeenCalledWith('1')
  })

  it('takes a file in with its passphrase, and says what is wrong with it without closing', async () => {
    const { region, state, user } = await tray([])
    state.carriedIn = { ok: false, code: 'wrong_passphrase' }
    await user.click(await within(region).findByRole('button', { name: 'Nhận từ máy khác' }))
    const dialog = await screen.findByRole('dialog', { name: /viec\.ihd$/ })
    const box = within(dialog).getByLabelText('Mật khẩu của tệp')
    await user.type(box, 'ngắn')
    await user.click(within(dialog).getByRole('button', { name: 'Nhận' }))
    expect(await within(dialog).findByText(/ít nhất 10 ký tự/)).toBeInstanceOf(HTMLElement)
    await user.type(box, ' mà vẫn sai rồi')
    await user.click(within(dialog).getByRole('button', { name: 'Nhận' }))
    expect(await within(dialog).findByText(/Mật khẩu không đúng/)).toBeInstanceOf(HTMLElement)
    state.carriedIn = { ok: true, added: 2, troubled: 1, known: 0 }
    await user.click(within(dialog).getByRole('button', { name: 'Nhận' }))
    expect(await within(region).findByText(/Đã nhận 2 thay đổi chờ gửi, 1 thay đổi cần xử lý/)).toBeInstanceOf(
      HTMLElement,
    )
  })
})

describe('signing out', () => {
  it('is held up by unsent work, with the ways past it', async () => {
    const state = workerStateFake()
    state.status = { ...state.status, state: 'offline', waiting: 2, troubled: 1 }
    const signOut = vi.fn(() => ({ ok: false, code: 'outbox_not_empty' }))
    const services = servicesFake(createWorkerFake(state), { 'session:sign-out': signOut })
    await renderDesk(<AccountSection session={signedInFake} />, services)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất' }))
    const dialog = await screen.findByRole('dialog', { name: 'Còn việc chưa gửi' })
    expect(dialog.textContent).toContain('Còn 2 thay đổi chưa gửi, 1 thay đổi cần xử lý')
    await user.click(within(dialog).getByRole('button', { name: 'Gửi rồi đăng xuất' }))
    expect(await within(dialog).findByText(/không tới được máy chủ/)).toBeInstanceOf(HTMLElement)
    expect(signOut).toHaveBeenCalledTimes(1)
    await user.click(within(dialog).getByRole('button', { name: 'Ở lại' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('asks first where texts that were withdrawn would go with it', async () => {
    const state = workerStateFake()
    state.dropped = [
      {
        item: item({}),
        shown: {
          ...{ key: 'k', caseId: '1', caseNumber: 'HN-2026-000001', name: 'addNote', text: 'Lời', way: 'withdrawn' },
          ...{ droppedAtMs: 1, keptUntilMs: 2 },
        },
      },
    ]
    const signOut = vi.fn(() => ({ ok: true }))
    const services = servicesFake(createWorkerFake(state), { 'session:sign-out': signOut })
    await renderDesk(<AccountSection session={signedInFake} />, services)
    const user = userEvent.setup()
    const open = async () => {
      await user.click(await screen.findByRole('button', { name: 'Đăng xuất' }))
      return screen.findByRole('dialog', { name: 'Còn nội dung đã rút hoặc bỏ' })
    }
    const first = await open()
    expect(first.textContent).toContain('còn 1 nội dung')
    await user.click(within(first).getByRole('button', { name: 'Hủy' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(signOut).not.toHaveBeenCalled()
    await user.click(within(await open()).getByRole('button', { name: 'Đăng xuất' }))
    await waitFor(() => expect(signOut).toHaveBeenCalledTimes(1))
  })
})
