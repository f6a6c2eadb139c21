// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { SuccessionTab } from '../../../../renderer/features/admin/succession/succession-tab.tsx'
import { ServerProblem } from '../../../../renderer/platform/server-ask.ts'
import type { ServerAsk, ServerRequest } from '../../../../renderer/platform/server-ask.ts'
import type { SuccessionStateV1 } from '../../../../shared/contract/succession.ts'
import type { Role } from '../../../../shared/domain/roles.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { referenceFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const succession = (over: Partial<SuccessionStateV1> = {}): SuccessionStateV1 => ({
  id: 's1',
  plan: {
    kind: 'rename',
    ended: ['a1'],
    lastDay: '2027-01-31',
    document: 'Nghị quyết 12',
    newAgencies: [{ id: 'n1', name: 'Phường Mới', shortName: 'Mới', kind: 'ward', calendar: 'office' }],
    newTeams: [],
    teams: {},
    areas: {},
    officials: {},
    rest: 'n1',
  },
  by: 'o3',
  byName: 'Lê Ngọc Ẩn',
  orderedAtMs: 1,
  state: 'waiting',
  step: 'accounts',
  moved: 0,
  total: null,
  updatedAtMs: 1,
  withdrawn: null,
  ...over,
})

async function open(successions: readonly SuccessionStateV1[], role: Role = 'system_admin', refusal?: string) {
  const asked: ServerRequest[] = []
  const ask: ServerAsk = async (request) => {
    if (request.method === 'GET') return { successions }
    asked.push(request)
    if (refusal !== undefined) throw new ServerProblem('succession_refused', 'English', { problem: refusal })
    return { id: 's1' }
  }
  const state = workerStateFake()
  const me = { ...referenceFake.me, grants: [{ role, agency: 'a1', team: null }] }
  state.reference = { ...referenceFake, me }
  await renderDesk(<SuccessionTab />, servicesFake(createWorkerFake(state), {}, ask))
  await screen.findByRole('region', { name: 'Các lần tổ chức lại' })
  return asked
}

const button = /^Thu hồi phương án .*hoàn kiếm thành phường mới/i

it('withdraws a plan that waits for its day, with the reason', async () => {
  const asked = await open([succession(), succession({ id: 's0', state: 'done', step: 'done' })])
  await userEvent.click(screen.getByRole('button', { name: button }))
  const dialog = await screen.findByRole('dialog', { name: button })
  const save = within(dialog).getByRole('button', { name: 'Lưu' })
  expect(save.getAttribute('aria-disabled')).toBe('true')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Lý do thu hồi/ }), 'Nghị quyết được sửa')
  await userEvent.click(save)
  await waitFor(() =>
    expect(asked).toEqual([
      { method: 'POST', path: '/api/v1/admin/successions/withdraw', body: { id: 's1', reason: 'Nghị quyết được sửa' } },
    ]),
  )
})

it('says in words why the server refuses it', async () => {
  await open([succession()], 'city_coordinator', 'already_begun')
  await userEvent.click(screen.getByRole('button', { name: button }))
  const dialog = await screen.findByRole('dialog', { name: button })
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Lý do thu hồi/ }), 'x')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Lưu' }))
  expect(await within(dialog).findByText(/Phương án đã đến ngày hiệu lực/)).toBeTruthy()
})

it('shows who withdrew a plan and why, and offers nothing to who may not reorganise', async () => {
  const withdrawn = { by: 'o3', byName: 'Lê Ngọc Ẩn', atMs: Date.UTC(2026, 2, 10, 3), reason: 'Nghị quyết được sửa' }
  await open([succession({ state: 'withdrawn', withdrawn }), succession({ id: 's2' })], 'agency_admin')
  expect(screen.getByText('Đã thu hồi')).toBeTruthy()
  expect(screen.getByText(/Lê Ngọc Ẩn, .*: Nghị quyết được sửa/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: button })).toBeNull()
})
