// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { OwnAbsences } from '../../../../renderer/features/admin/absence/own-absences.tsx'
import { SettingsPage } from '../../../../renderer/features/settings/settings-page.tsx'
import { ServerProblem } from '../../../../renderer/platform/server-ask.ts'
import type { ServerAsk, ServerRequest } from '../../../../renderer/platform/server-ask.ts'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import {
  referenceFake,
  servicesFake,
  signedInFake,
  workerStateFake,
} from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const dayMs = 86_400_000
const away = (over: Partial<AbsenceEntryV1> = {}): AbsenceEntryV1 => ({
  id: 'a1',
  version: 3,
  official: 'o1',
  fromMs: Date.now() - dayMs,
  toMs: Date.now() + dayMs,
  substitute: 'o2',
  recorded: { by: 'o1', byName: 'Nguyễn Thị Bích Hường', atMs: Date.now() - dayMs, reason: 'Nghỉ phép' },
  ...over,
})

const never = {
  'app:get-info': () => new Promise<never>(() => undefined),
  'updater:get-state': () => new Promise<never>(() => undefined),
}

/** Opens the settings of the first official, for whom the server has these absences; answers what it is asked to change. */
async function open(absences: readonly AbsenceEntryV1[], othersAway: readonly AbsenceEntryV1[] = [], refusal?: string) {
  const asked: ServerRequest[] = []
  const ask: ServerAsk = async (request) => {
    if (request.method === 'GET') return { absences }
    asked.push(request)
    if (refusal !== undefined) throw new ServerProblem('absence_refused', 'English', { problem: refusal })
    return { id: 'a1' }
  }
  const state = workerStateFake()
  state.reference = { ...referenceFake, absences: [...othersAway] }
  const services = servicesFake(createWorkerFake(state), never, ask)
  await renderDesk(<SettingsPage session={signedInFake} absences={<OwnAbsences />} />, services)
  const section = await screen.findByRole('region', { name: 'Vắng mặt và người thay' })
  return { section, asked }
}

async function fill(substitute: RegExp) {
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).queryByRole('combobox', { name: 'Cán bộ vắng mặt' })).toBeNull()
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Người thay' }))
  await userEvent.click(await screen.findByRole('option', { name: substitute, hidden: true }))
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Lý do/ }), 'Nghỉ phép năm')
  return dialog
}

it('enters an absence of one’s own with a substitute among the colleagues', async () => {
  const { section, asked } = await open([])
  expect(await within(section).findByText('Chưa ghi lần vắng mặt nào hiện nay hoặc sắp tới.')).toBeTruthy()
  await userEvent.click(within(section).getByRole('button', { name: 'Ghi vắng mặt' }))
  const dialog = await fill(/Trần Quốc Bảo/)
  await within(dialog).findByText('Trần Quốc Bảo trả lời thay')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Lưu' }))
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]).toMatchObject({
    path: '/api/v1/me/absences',
    body: { id: null, version: 0, substitute: 'o2', reason: 'Nghỉ phép năm' },
  })
  expect(asked[0]?.body).not.toHaveProperty('official')
})

it('says in Vietnamese that the place would come back, before and after asking the server', async () => {
  const { section, asked } = await open([], [away({ id: 'b1', official: 'o2', substitute: 'o1' })])
  await userEvent.click(await within(section).findByRole('button', { name: 'Ghi vắng mặt' }))
  const dialog = await fill(/Trần Quốc Bảo/)
  expect((await within(dialog).findAllByText(/Việc thay sẽ quay vòng/)).length).toBeGreaterThan(0)
  expect(within(dialog).getByRole('button', { name: 'Lưu' }).getAttribute('aria-disabled')).toBe('true')
  expect(asked).toEqual([])
  cleanup()
  const refused = await open([], [], 'substitution_loop')
  await userEvent.click(await within(refused.section).findByRole('button', { name: 'Ghi vắng mặt' }))
  const again = await fill(/Trần Quốc Bảo/)
  await userEvent.click(within(again).getByRole('button', { name: 'Lưu' }))
  expect((await within(again).findByRole('alert')).textContent).toMatch(/^Việc thay sẽ quay vòng/)
})

it('shows who answers meanwhile, and ends the absence early', async () => {
  const { section, asked } = await open([away()])
  const now = await within(section).findByRole('region', { name: 'Đang vắng mặt' })
  expect(await within(now).findByText('Trần Quốc Bảo trả lời thay')).toBeTruthy()
  await userEvent.click(within(now).getByRole('button', { name: /^Kết thúc vắng mặt của/ }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Lý do/ }), 'Về sớm')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Lưu' }))
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]).toEqual({ method: 'POST', path: '/api/v1/me/absences/end', body: { id: 'a1', reason: 'Về sớm' } })
})
