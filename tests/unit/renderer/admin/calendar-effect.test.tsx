// @vitest-environment happy-dom
import { cleanup, configure, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { CalendarEffect } from '../../../../renderer/features/admin/calendar/calendar-save.tsx'
import type { CalendarPreviewV1 } from '../../../../shared/contract/admin/settings.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const at = (time: string) => Date.parse(`${time}+07:00`)
const still = { fromMs: null, toMs: null }
const preview: CalendarPreviewV1 = {
  moved: 3,
  marked: 0,
  unreadable: 0,
  open: 9,
  agencies: [{ agency: 'a1', moved: 3 }],
  cases: [
    {
      id: 'k1',
      caseNumber: 'HN-2026-000001',
      agency: 'a1',
      reception: still,
      processing: { fromMs: at('2026-03-16T17:00'), toMs: at('2026-03-17T17:00') },
      others: [{ kind: 'coordination', fromMs: at('2026-03-13T11:00'), toMs: at('2026-03-16T11:00') }],
    },
    {
      id: 'k2',
      caseNumber: 'HN-2026-000002',
      agency: 'a1',
      reception: { fromMs: at('2026-03-16T10:00'), toMs: at('2026-03-17T10:00') },
      processing: still,
      others: [],
    },
  ],
  unlisted: 1,
}

it('names each case, its agency and every date that moves from and to when, and how many are not listed', async () => {
  await renderDesk(<CalendarEffect preview={preview} />, servicesFake(createWorkerFake(workerStateFake())))
  await screen.findAllByText('Ủy ban nhân dân phường Hoàn Kiếm')
  const list = screen.getByRole('table', { name: 'Các hồ sơ đổi hạn' })
  const rows = within(list)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent))
  expect(rows).toEqual([
    ['HN-2026-000001', 'Ủy ban nhân dân phường Hoàn Kiếm', 'Xử lý', '16/03/2026 17:00', '17/03/2026 17:00'],
    ['HN-2026-000001', 'Ủy ban nhân dân phường Hoàn Kiếm', 'Trả lời phối hợp', '13/03/2026 11:00', '16/03/2026 11:00'],
    ['HN-2026-000002', 'Ủy ban nhân dân phường Hoàn Kiếm', 'Tiếp nhận', '16/03/2026 10:00', '17/03/2026 10:00'],
  ])
  expect(screen.getAllByText(/^1 hồ sơ khác không liệt kê/)).toHaveLength(1)
})
