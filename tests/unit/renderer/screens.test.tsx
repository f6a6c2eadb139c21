// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CasePage } from '../../../renderer/features/case/case-page.tsx'
import { createQueueMemoryStore } from '../../../renderer/features/queue/queue-memory.ts'
import { QueuePage } from '../../../renderer/features/queue/queue-page.tsx'
import { SignInPage } from '../../../renderer/features/sign-in/sign-in-page.tsx'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import { renderDesk } from '../../support/renderer/desk-render.tsx'
import { rowFake, servicesFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'
import type { WorkerFakeState } from '../../support/renderer/worker-fake-state.ts'
import { createWorkerFake } from '../../support/renderer/worker-client-fake.ts'

// Dialogs and menus load their own code when they are first opened.
configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const deskWith = (rows: QueueRowV1[]) => {
  const state = workerStateFake(rows)
  return { state, services: servicesFake(createWorkerFake(state)) }
}

/** What the officer gave last; the page itself marks a case as read after a while. */
const lastGiven = (state: Pick<WorkerFakeState, 'given'>) => state.given.findLast(({ name }) => name !== 'mark')

describe('queue', () => {
  const queue = async (rows: QueueRowV1[], onOpen = vi.fn()) => {
    const { services } = deskWith(rows)
    const memory = createQueueMemoryStore()
    const page = (
      <QueuePage
        memory={memory}
        held={['team_supervisor']}
        onOpen={onOpen}
        renderPreview={(id) => <p>xem trước {id}</p>}
        renderChosen={() => null}
        renderExport={() => <p>đang xuất</p>}
      />
    )
    await renderDesk(page, services)
    return { onOpen, memory }
  }

  it('says how many cases match, although only the visible rows exist', async () => {
    await queue(Array.from({ length: 5000 }, (_, place) => rowFake(String(place + 1))))
    const grid = await screen.findByRole('grid', { name: 'Hàng đợi phản ánh' })
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('5000'))
    const rows = within(grid).getAllByRole('row', { name: /^HN-2026-/ })
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.length).toBeLessThan(80)
  })

  it('is worked by keyboard: j selects, the preview follows, Enter opens, Esc lets go', async () => {
    const { onOpen } = await queue([rowFake('1', { workingMsLeft: 1 }), rowFake('2', { workingMsLeft: 2 })])
    const user = userEvent.setup()
    const grid = await screen.findByRole('grid')
    await within(grid).findByRole('row', { name: /^HN-2026-000002/ })
    grid.focus()
    await user.keyboard('jj')
    const second = await within(grid).findByRole('row', { name: /^HN-2026-000002/, selected: true })
    expect(grid.getAttribute('aria-activedescendant')).toBe(second.id)
    expect(await screen.findByText('xem trước 2')).toBeTruthy()
    await user.keyboard('{Enter}')
    expect(onOpen).toHaveBeenCalledWith('2')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(within(grid).queryByRole('row', { selected: true })).toBeNull())
  })

  it('filters as one types, without accents, and says what to do when nothing matches', async () => {
    await queue([rowFake('1', { title: 'Ngập úng' }), rowFake('2', { title: 'Mất điện' })])
    const user = userEvent.setup()
    const box = await screen.findByRole('searchbox', { name: 'Tìm kiếm' })
    await user.type(box, 'ngap')
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1'))
    await user.type(box, ' khong co')
    expect(await screen.findByText('Không có hồ sơ nào khớp điều kiện')).toBeTruthy()
  })

  it('remembers the place for the way back', async () => {
    const { memory } = await queue([rowFake('1')])
    const grid = await screen.findByRole('grid')
    await within(grid).findByRole('row', { name: /^HN-2026-000001/ })
    grid.focus()
    await userEvent.setup().keyboard('j{Enter}')
    expect(memory.read()?.selected).toEqual({ id: '1', index: 0 })
  })
})

describe('case', () => {
  it('has the case number as heading, both clocks, and says why a button cannot be pressed', async () => {
    const { services } = deskWith([rowFake('1')])
    await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, services)
    const region = await screen.findByRole('region', { name: 'Hồ sơ' })
    expect(within(region).getByRole('heading', { name: 'HN-2026-000001' })).toBeTruthy()
    expect(
      within(within(region).getByRole('region', { name: 'Thời hạn' })).getByRole('button', { name: 'Vì sao hạn này?' }),
    ).toBeTruthy()
    await userEvent.setup().click(within(region).getByRole('button', { name: 'Thao tác khác' }))
    const refused = await screen.findByRole('button', { name: 'Bắt đầu xử lý' })
    const description = document.getElementById(refused.getAttribute('aria-describedby') ?? '')
    expect(description?.textContent).toBe(
      'Chỉ bắt đầu xử lý được khi hồ sơ ở trạng thái “Đã phân công”, “Trả lại để chỉnh sửa” hoặc “Xử lý lại”.',
    )
  })

  it('keeps the reply on the device while it is written and submits its canonical text', async () => {
    const { services, state } = deskWith([rowFake('1')])
    await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, services)
    const user = userEvent.setup()
    const editor = await screen.findByRole('textbox', { name: 'Nội dung trả lời' })
    await user.type(editor, 'Đã vá xong  ')
    await waitFor(() => expect(state.drafts.get('1')?.text).toBe('Đã vá xong  '))
    expect(await screen.findByText(/^đã lưu trên máy/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Trình lãnh đạo' }))
    // So short a reply lacks nearly everything: it goes up with a reason only.
    const dialog = await screen.findByRole('dialog', { name: 'Trình lãnh đạo HN-2026-000001' })
    expect(within(dialog).getAllByRole('listitem').length).toBeGreaterThan(3)
    expect(lastGiven(state)).toBeUndefined()
    await user.type(within(dialog).getByRole('textbox', { name: 'Lý do vẫn trình' }), 'Đã gọi điện báo')
    await user.click(within(dialog).getByRole('button', { name: 'Trình lãnh đạo' }))
    await waitFor(() => expect(lastGiven(state)?.name).toBe('submitReply'))
    expect(lastGiven(state)?.args).toMatchObject({
      text: 'Đã vá xong',
      revision: 1,
      overrideReason: 'Đã gọi điện báo',
      gateShown: true,
    })
    expect(await screen.findByText(/^Trình lãnh đạo .*: đã gửi lên máy chủ/)).toBeTruthy()
  })

  it('saves what was typed when the officer leaves at once', async () => {
    const { services, state } = deskWith([rowFake('1')])
    const { unmount } = await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, services)
    await userEvent.setup().type(await screen.findByRole('textbox', { name: 'Nội dung trả lời' }), 'vội')
    unmount()
    await waitFor(() => expect(state.drafts.get('1')?.text).toBe('vội'))
  })

  it('asks for a note in a dialog named after the command and gives it', async () => {
    const { services, state } = deskWith([rowFake('1')])
    await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, services)
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Thêm ghi chú' }))
    const dialog = await screen.findByRole('dialog', { name: 'Thêm ghi chú HN-2026-000001' })
    expect(within(dialog).getByRole('button', { name: 'Thêm ghi chú' }).getAttribute('aria-disabled')).toBe('true')
    await user.type(within(dialog).getByRole('textbox'), 'Đã gọi')
    await user.click(within(dialog).getByRole('button', { name: 'Thêm ghi chú' }))
    await waitFor(() =>
      // The case may have been marked as read meanwhile.
      expect(state.given).toContainEqual(
        expect.objectContaining({ caseId: '1', name: 'addNote', args: expect.objectContaining({ text: 'Đã gọi' }) }),
      ),
    )
  })

  it('approves the very revision and hash that is shown', async () => {
    const { services, state } = deskWith([rowFake('1', { state: 'reply_submitted' })])
    await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, services)
    await screen.findByText('Bản trình lãnh đạo')
    await userEvent.setup().click(screen.getByRole('button', { name: 'Duyệt' }))
    await waitFor(() =>
      expect(lastGiven(state)).toMatchObject({ name: 'approveReply', args: { revision: 1, hash: 'f'.repeat(64) } }),
    )
  })

  it('says what to do when the case is not on the device', async () => {
    const { services } = deskWith([])
    await renderDesk(<CasePage caseId="9" onClose={vi.fn()} />, services)
    expect(await screen.findByText('Không có hồ sơ này trên máy')).toBeTruthy()
  })
})

describe('sign-in', () => {
  it('signs a sample account in with one click', async () => {
    const signIn = vi.fn(() => ({ ok: true }))
    const services = servicesFake(createWorkerFake(workerStateFake()), {
      'session:list-accounts': () => ({
        ok: true,
        accounts: [{ username: 'u1', displayName: 'Lê Hà', roles: [{ role: 'approver', agency: 'Sở Xây dựng' }] }],
      }),
      'session:sign-in': signIn,
    })
    const onDone = vi.fn()
    await renderDesk(<SignInPage serverUrl="http://127.0.0.1:1" reason="never" onDone={onDone} />, services)
    const dialog = await screen.findByRole('dialog', { name: 'Đăng nhập' })
    await userEvent.setup().click(await within(dialog).findByRole('button', { name: /Lê Hà/ }))
    await waitFor(() => expect(onDone).toHaveBeenCalled())
    expect(signIn).toHaveBeenCalledWith({ username: 'u1' })
  })

  it('shows the names of agencies and teams instead of their ids', async () => {
    const roles = [
      { role: 'approver', agency: 'UBP-1', agencyName: 'Phường Bạch Mai', team: 'T2', teamName: 'Tổ Đô thị' },
    ]
    const services = servicesFake(createWorkerFake(workerStateFake()), {
      'session:list-accounts': () => ({ ok: true, accounts: [{ username: 'u1', displayName: 'Lê Hà', roles }] }),
    })
    await renderDesk(<SignInPage serverUrl="http://127.0.0.1:1" reason="never" onDone={vi.fn()} />, services)
    expect(await screen.findByRole('heading', { name: 'Phường Bạch Mai' })).toBeTruthy()
    const account = screen.getByRole('button', { name: /Lê Hà/ })
    expect(account.textContent).toContain('Tổ Đô thị')
    expect(account.textContent).not.toMatch(/UBP-1|T2/)
  })

  it('says what failed and what to do when the address is not a server', async () => {
    const services = servicesFake(createWorkerFake(workerStateFake()), {
      'session:list-accounts': () => ({ ok: false, code: 'not_a_server' }),
    })
    await renderDesk(<SignInPage serverUrl="http://127.0.0.1:1" reason="expired" onDone={vi.fn()} />, services)
    expect(await screen.findByText('Địa chỉ này không phải máy chủ iHaNoi Desk')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Thử lại' })).toBeTruthy()
    expect(screen.getByText(/Việc chưa gửi vẫn ở trên máy/)).toBeTruthy()
  })
})
