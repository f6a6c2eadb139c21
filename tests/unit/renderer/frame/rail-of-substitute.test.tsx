// @vitest-environment happy-dom
import { cleanup, configure, screen, waitFor } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { DeskFrame } from '../../../../renderer/app/frame/desk-frame.tsx'
// The frame loads it after its first paint; here it is at hand at once.
import '../../../../renderer/app/frame/later-parts.tsx'
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

/** The frame of the first official, a case officer, where the approver is away until then. */
async function show(toMs: number) {
  const state = workerStateFake()
  state.reference = {
    ...referenceFake,
    absences: [{ id: 'x', official: 'o3', fromMs: Date.now() - 1000, toMs, substitute: 'o1' }],
  }
  state.dayListShown = true
  const frame = (
    <MemoryRouter>
      <Routes>
        <Route element={<DeskFrame session={signedInFake} onSignIn={vi.fn()} />}>
          <Route index element={<p>Nội dung</p>} />
        </Route>
      </Routes>
    </MemoryRouter>
  )
  await renderDesk(frame, servicesFake(createWorkerFake(state)))
  await screen.findByText('Nội dung')
}

it('shows the page of the team to whoever stands in for a leader now', async () => {
  await show(Date.now() + 60_000)
  await waitFor(() => expect(screen.getByRole('link', { name: 'Bộ phận' })).toBeTruthy())
  expect(screen.queryByRole('link', { name: 'Quản trị' })).toBeNull()
})

it('does not show it when that is over', async () => {
  await show(Date.now() - 1)
  await screen.findByText(/Nguyễn Thị Bích Hường/)
  // What comes after the first paint is loaded by now in this file: it would have shown the link.
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(screen.queryAllByRole('link', { name: 'Bộ phận' })).toHaveLength(0)
})
