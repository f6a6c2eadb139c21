// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createQueueMemoryStore } from '../../../../renderer/features/queue/queue-memory.ts'
import { QueuePage } from '../../../../renderer/features/queue/queue-page.tsx'
import type { DeskServices } from '../../../../renderer/platform/desk-services.tsx'
import { firstQuery } from '../../../../shared/ipc/first-query.ts'
import type { FirstScreenV1 } from '../../../../shared/ipc/first-screen.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { referenceFake, rowFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

afterEach(cleanup)

const held = ['team_supervisor']
const kept: FirstScreenV1 = {
  query: firstQuery(held),
  total: 1,
  rows: [rowFake('1')],
  counts: { mine: 0, unit: 7, due_soon: 0, overdue: 0, awaiting_approval: 0 },
  asOfMs: 1,
  reference: referenceFake,
}

const open = (services: DeskServices) =>
  renderDesk(
    <QueuePage
      memory={createQueueMemoryStore()}
      held={held}
      onOpen={vi.fn()}
      renderPreview={() => null}
      renderChosen={() => null}
      renderExport={() => null}
    />,
    services,
    kept,
  )
const rowNamed = (name: RegExp) => within(screen.getByRole('grid')).queryByRole('row', { name })

describe('the first screen', () => {
  it('is there with the first frame, while the worker has not answered anything', async () => {
    const worker = createWorkerFake(workerStateFake())
    const never = () => new Promise<never>(() => undefined)
    worker.queue.page = never
    worker.queue.counts = never
    await open(servicesFake(worker))
    expect(rowNamed(/^HN-2026-000001/)).not.toBeNull()
    expect(screen.getByRole('tab', { name: /7/ })).toBeInstanceOf(HTMLElement)
  })

  it('gives way to the worker’s answer as soon as there is one', async () => {
    await open(servicesFake(createWorkerFake(workerStateFake([rowFake('2'), rowFake('3')]))))
    await waitFor(() => expect(rowNamed(/^HN-2026-000002/)).not.toBeNull())
    expect(rowNamed(/^HN-2026-000001/)).toBeNull()
  })

  it('is taken off when the worker cannot open the data it came from', async () => {
    const worker = createWorkerFake(workerStateFake())
    worker.queue.page = () => Promise.reject(Object.assign(new Error('refused'), { code: 'database_too_new' }))
    await open(servicesFake(worker))
    await waitFor(() => expect(screen.queryByRole('row', { name: /^HN-2026-000001/ })).toBeNull(), { timeout: 5000 })
  })
})
