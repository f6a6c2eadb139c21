// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AreaField } from '../../../renderer/features/case/area/area-field.tsx'
import { ChartsPage } from '../../../renderer/features/charts/charts-page.tsx'
import { renderDesk } from '../../support/renderer/desk-render.tsx'
import { servicesFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../support/renderer/worker-client-fake.ts'

afterEach(cleanup)

const areas = [
  { id: '00004', name: 'Phường Ba Đình', formerNames: ['Phường Trúc Bạch', 'Quận Ba Đình'] },
  { id: '00008', name: 'Phường Ngọc Hà', formerNames: ['Phường Vĩnh Phúc', 'Quận Ba Đình'] },
  { id: '00025', name: 'Phường Giảng Võ', formerNames: ['Phường Cống Vị'] },
]

function Choosing({ onChosen }: { onChosen: (area: string | null) => void }) {
  const [area, setArea] = useState<string | null>(null)
  const choose = (next: string | null) => {
    setArea(next)
    onChosen(next)
  }
  return <AreaField areas={areas} value={area} onChange={choose} />
}

describe('the choice of an area', () => {
  const openField = async () => {
    const onChosen = vi.fn()
    await renderDesk(<Choosing onChosen={onChosen} />, servicesFake(createWorkerFake(workerStateFake([]))))
    const user = userEvent.setup()
    const field = screen.getByRole('combobox', { name: /^Địa bàn/ })
    await user.click(field)
    return { onChosen, user, field }
  }
  const names = () => screen.getAllByRole('option', { hidden: true }).map((option) => option.textContent)

  it('offers every area by its present name before anything is typed', async () => {
    await openField()
    await waitFor(() => expect(names()).toEqual(['Phường Ba Đình', 'Phường Giảng Võ', 'Phường Ngọc Hà']))
  })

  it('finds a former unit typed without accents, says where it is now, and takes it with the keyboard', async () => {
    const { onChosen, user, field } = await openField()
    await user.type(field, 'truc bach')
    await waitFor(() => expect(names()).toEqual(['Phường Ba Đìnhtên cũ: Phường Trúc Bạch, nay thuộc Phường Ba Đình']))
    await user.keyboard('{ArrowDown}{Enter}')
    expect(onChosen).toHaveBeenCalledWith('00004')
    expect((field as HTMLInputElement).value).toBe('Phường Ba Đình')
  })

  it('says plainly when no unit ever had that name', async () => {
    const { user, field } = await openField()
    await user.type(field, 'zzz')
    expect(await screen.findByText('Không có mục nào khớp')).toBeInstanceOf(HTMLElement)
  })
})

describe('counting by agency', () => {
  const charts = async (agencyEnded: boolean) => {
    const state = workerStateFake([])
    const agencies = ['a', 'b'].map((id) => ({
      id,
      name: id,
      shortName: id,
      kind: 'ward' as const,
      certainty: 'verified' as const,
      timeZone: 'Asia/Ho_Chi_Minh',
      calendar: 'hanoi-office',
      validFrom: '2025-07-01',
      validTo: null,
      successors: [],
    }))
    const worker = createWorkerFake({ ...state, reference: { ...state.reference, agencies } })
    const asked = vi.fn()
    const sla: typeof worker.figures.sla = async (input, ...rest) => {
      asked(input.by, input.agencyView)
      return { ...(await worker.figures.sla(input, ...rest)), agencyEnded }
    }
    await renderDesk(<ChartsPage />, servicesFake({ ...worker, figures: { ...worker.figures, sla } }))
    await waitFor(() => expect(asked).toHaveBeenCalledWith('week', 'then'))
    return asked
  }

  it('offers no choice while no agency of a case has ended', async () => {
    await charts(false)
    await screen.findByRole('heading', { name: 'Thống kê thời hạn' })
    expect(screen.queryByRole('radiogroup', { name: 'Cơ quan được tính theo' })).toBeNull()
  })

  it('offers the unit at the time and the unit of today, and asks again when one is chosen', async () => {
    const asked = await charts(true)
    const choice = await screen.findByRole('radiogroup', { name: 'Cơ quan được tính theo' })
    expect(asked).not.toHaveBeenCalledWith('agency', 'now')
    await userEvent.click(within(choice).getByText('Theo đơn vị hiện nay'))
    await waitFor(() => expect(asked).toHaveBeenCalledWith('agency', 'now'))
    expect(asked).not.toHaveBeenCalledWith('category', 'now')
  })
})
