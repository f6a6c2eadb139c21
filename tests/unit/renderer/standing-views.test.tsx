// @vitest-environment happy-dom
import { cleanup, configure, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CasePage } from '../../../renderer/features/case/case-page.tsx'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { renderDesk } from '../../support/renderer/desk-render.tsx'
import { rowFake, servicesFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../support/renderer/worker-client-fake.ts'

// The dialogs' own code is loaded with the first of them.
configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const hourMs = 3_600_000
const pastMs = Date.UTC(2026, 0, 5, 2)
const farMs = Date.UTC(2100, 0, 1)

async function show(part: Partial<CaseDetailV1['case']>, clockOffsetMs = 0) {
  const state = workerStateFake([rowFake('1')])
  state.status = { ...state.status, clockOffsetMs }
  state.parts.set('1', part)
  await renderDesk(<CasePage caseId="1" onClose={vi.fn()} />, servicesFake(createWorkerFake(state)))
  const region = await screen.findByRole('region', { name: 'Hồ sơ' })
  // Names of people fill in when the organisation has arrived.
  await within(region).findAllByText('Nguyễn Thị Bích Hường')
  return region
}

const notices = (region: HTMLElement) => within(region).getByRole('list', { name: 'Việc đang chờ của hồ sơ' })

describe('what a case waits for', () => {
  it('takes no place while there is nothing', async () => {
    const region = await show({})
    expect(within(region).queryByRole('list', { name: 'Việc đang chờ của hồ sơ' })).toBeNull()
  })

  it('says why it is worked on again and who must not do it a second time', async () => {
    const region = await show({
      state: 'rework',
      rework: {
        cause: 'unsatisfied',
        reason: 'Vẫn còn ổ gà',
        orderedBy: null,
        openedAtMs: pastMs,
        dueAtMs: null,
        formerAssignee: 'o2',
        formerApprover: 'o3',
      },
    })
    const list = notices(region)
    expect(within(list).getByText('Xử lý lại: người dân chưa hài lòng')).toBeTruthy()
    expect(list.textContent).toContain('Vẫn còn ổ gà')
    expect(list.textContent).toContain('Phải giao cán bộ khác Trần Quốc Bảo, trừ khi')
    expect(list.textContent).toContain('Phải do người duyệt khác Lê Ngọc Ẩn duyệt.')
  })

  it('says that the former officer does it again because there is nobody else', async () => {
    const region = await show({
      state: 'assigned',
      assignee: 'o2',
      rework: {
        cause: 'unsatisfied',
        reason: '',
        orderedBy: null,
        openedAtMs: pastMs,
        dueAtMs: null,
        formerAssignee: 'o2',
        formerApprover: null,
      },
    })
    const list = notices(region)
    expect(list.textContent).toContain('Trần Quốc Bảo xử lý lại vì cơ quan không còn cán bộ nào khác')
    expect(list.textContent).not.toContain('Phải giao cán bộ khác')
  })

  it('says with whom a transfer waits, and marks an answer that is overdue', async () => {
    const region = await show({
      state: 'transfer_proposed',
      proposal: {
        kind: 'transfer',
        ground: 'other_authority',
        text: 'Đường do Sở quản lý',
        targetAgency: 'a2',
        proposedBy: 'o2',
        proposedAtMs: pastMs,
        stateBefore: 'received',
        stage: 'coordinator',
        waitingSinceMs: pastMs,
        answerDueAtMs: pastMs + hourMs,
        approvedBy: null,
        returnReason: 'Không thuộc địa bàn',
        mayResume: false,
      },
    })
    const text = notices(region).textContent
    expect(text).toContain('Đang chờ điều phối thành phố quyết định')
    expect(text).toContain('đã quá hạn trả lời từ 05/01/2026 10:00')
    expect(text).toContain('Nơi nhận trả lại: Không thuộc địa bàn')
    expect(text).toContain('Thuộc thẩm quyền cơ quan khác')
  })

  it('names the holder, the open question, the awaited agency and the promises', async () => {
    const region = await show({
      checkout: { by: 'o2', atMs: pastMs, untilMs: farMs },
      questions: [
        {
          text: 'Nhà số mấy?',
          askedBy: 'o1',
          askedAtMs: pastMs,
          answerDueAtMs: farMs,
          outcome: 'open',
          endedAtMs: null,
        },
      ],
      coordination: [
        {
          id: 'q',
          agency: 'a2',
          question: 'Ai quản lý?',
          askedBy: 'o1',
          askedAtMs: pastMs,
          dueAtMs: farMs,
          answer: null,
          answeredBy: null,
          answeredAtMs: null,
          closedAtMs: null,
        },
      ],
      commitments: [
        {
          id: 'k',
          text: 'Sửa xong trước ngày 10/01/2026',
          dueAtMs: pastMs,
          promisedBy: 'o1',
          promisedAtMs: pastMs,
          settledBy: null,
          settledAtMs: null,
          settledNote: null,
        },
      ],
    })
    const text = notices(region).textContent
    expect(text).toContain('Đang mượn bởi Trần Quốc Bảo đến 01/01/2100 07:00')
    expect(text).toContain('Nhà số mấy?')
    expect(text).toContain('Đang chờ a2 trả lời phối hợp')
    expect(text).toContain('Cam kết với người dân đã quá hạn 05/01/2026')
  })

  it('is late by the server’s clock, however the device’s is set', async () => {
    const promise = { id: 'k', text: 'Sửa xong', promisedBy: 'o1', promisedAtMs: pastMs }
    const open = { ...promise, settledBy: null, settledAtMs: null, settledNote: null }
    const commitments = [{ ...open, dueAtMs: Date.now() + 10 * hourMs }]
    const ahead = await show({ commitments }, 20 * hourMs)
    expect(await within(ahead).findByText(/^Cam kết với người dân đã quá hạn/)).toBeTruthy()
    cleanup()
    const behind = await show({ commitments: [{ ...open, dueAtMs: Date.now() - 10 * hourMs }] }, -20 * hourMs)
    expect(await within(behind).findByText(/^Cam kết với người dân, hạn/)).toBeTruthy()
  })

  it('keeps a ledger of transfers with the time each agency had it', async () => {
    const region = await show({
      transfers: [
        {
          from: 'a2',
          to: 'a1',
          ground: 'other_area',
          proposedBy: 'o2',
          approvedBy: 'o3',
          acceptedBy: 'o1',
          arrivedAtMs: pastMs,
          leftAtMs: pastMs + 30 * hourMs,
          workingMs: 10 * hourMs,
        },
      ],
    })
    await userEvent.setup().click(within(region).getByRole('tab', { name: 'Phối hợp, chuyển 1' }))
    const ledger = await within(region).findByRole('table', { name: 'Sổ chuyển cơ quan' })
    expect(ledger.textContent).toContain('1 ngày 2 giờ làm việc (1 ngày 6 giờ thực tế)')
    expect(ledger.textContent).toContain('Trần Quốc Bảo đề nghị, Lê Ngọc Ẩn duyệt, Nguyễn Thị Bích Hường nhận')
  })
})
