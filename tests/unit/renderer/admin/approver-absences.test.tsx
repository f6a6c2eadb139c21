// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { AdminPage } from '../../../../renderer/features/admin/admin-page.tsx'
import type { ServerAsk, ServerRequest } from '../../../../renderer/platform/server-ask.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { referenceFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

/** Opens the administration of somebody with these roles in the first agency; answers what the server is asked. */
async function open(...roles: ('approver' | 'case_officer')[]) {
  const asked: ServerRequest[] = []
  const ask: ServerAsk = async (request) => {
    asked.push(request)
    return request.method === 'GET' ? { absences: [] } : { id: 'a1' }
  }
  const state = workerStateFake()
  const grants = roles.map((role) => ({ role, agency: 'a1', team: null }))
  state.reference = { ...referenceFake, me: { ...referenceFake.me, id: 'o3', grants } }
  await renderDesk(<AdminPage />, servicesFake(createWorkerFake(state), {}, ask))
  return asked
}

it('lets an approver say who of the agency is away, and shows no other setting', async () => {
  const asked = await open('approver')
  await userEvent.click(await screen.findByRole('button', { name: 'Ghi vắng mặt' }))
  expect(screen.getAllByRole('tab', { hidden: true }).map((tab) => tab.textContent)).toEqual(['Người thay thế'])
  const dialog = await screen.findByRole('dialog')
  const official = within(dialog).getByRole('combobox', { name: 'Cán bộ vắng mặt' })
  await userEvent.type(official, 'Trần Quốc{ArrowDown}{Enter}')
  expect(official).toHaveProperty('value', 'Trần Quốc Bảo · Cán bộ hiện trường')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Lý do/ }), 'Nghỉ phép năm')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Lưu' }))
  await waitFor(() => expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1))
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
    path: '/api/v1/admin/absences',
    body: { official: 'o2', reason: 'Nghỉ phép năm' },
  })
  expect(asked.find(({ method }) => method === 'GET')?.path).toBe('/api/v1/admin/absences?agency=a1')
})

it('shows an officer nothing of it', async () => {
  const asked = await open('case_officer')
  expect(await screen.findByText('Không có quyền xem phần quản trị')).toBeTruthy()
  expect(asked).toEqual([])
})
