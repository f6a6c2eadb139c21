// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { DeskApp } from '../../../../renderer/app/desk-app.tsx'
import { startTexts } from '../../../../renderer/app/i18n.ts'
import { Providers } from '../../../../renderer/app/providers.tsx'
import { stillOf } from '../../../../renderer/app/still/draw-still.tsx'
import { stillMarkup } from '../../../../renderer/app/still/still-markup.ts'
import type { DeskServices } from '../../../../renderer/platform/desk-services.tsx'
import { firstQuery } from '../../../../shared/ipc/first-query.ts'
import type { FirstScreenV1 } from '../../../../shared/ipc/first-screen.ts'
import { referenceFake, rowFake, servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'

afterEach(cleanup)

const rows = Array.from({ length: 40 }, (_none, place) =>
  rowFake(String(place + 1), {
    title: `Ổ gà "sâu" & nước <đọng> style="x" số ${place + 1}`,
    receptionShare: place / 40,
    unread: place % 2 === 0,
  }),
)
const screen: FirstScreenV1 = {
  query: firstQuery(['case_officer']),
  total: rows.length,
  rows,
  counts: { mine: 40, unit: 7, due_soon: 0, overdue: 0, awaiting_approval: 0 },
  asOfMs: 1,
  reference: referenceFake,
}

/** Services whose worker has not answered anything, as at a start. */
function silentServices(): DeskServices {
  const worker = createWorkerFake(workerStateFake())
  const never = () => new Promise<never>(() => undefined)
  Object.assign(worker.queue, { page: never, counts: never, indexOf: never })
  return servicesFake(worker)
}

const sessionOf = ({ session }: DeskServices) => {
  if (session.phase !== 'signed_in') throw new Error('nobody is signed in')
  return session
}
const textOf = (element: Element) => element.textContent.replaceAll(/\s+/g, ' ').trim()
const rowsIn = (place: ParentNode) => [...place.querySelectorAll('tbody tr[aria-rowindex]')]

describe('the still of the first screen', () => {
  it('shows the rows of the frame that the desk draws itself, word for word and class for class', async () => {
    const services = silentServices()
    const texts = await startTexts('vi')
    await renderDesk(<p />, services)
    cleanup()
    const still = stillOf({ services, session: sessionOf(services), texts }, screen)
    const drawn = document.createElement('div')
    drawn.innerHTML = still.markup
    const { I18nextProvider } = await import('react-i18next')
    const { container } = render(
      <I18nextProvider i18n={texts}>
        <Providers services={services} screen={screen}>
          <DeskApp />
        </Providers>
      </I18nextProvider>,
    )
    const alive = rowsIn(container)
    expect(alive.length).toBeGreaterThan(5)
    const known = new Map(rowsIn(drawn).map((row) => [row.id, row]))
    const shared = alive.filter((row) => known.has(row.id))
    expect(shared.length).toBeGreaterThan(5)
    for (const row of shared) {
      const copy = known.get(row.id)
      expect(copy?.className).toBe(row.className)
      expect(copy && textOf(copy)).toBe(textOf(row))
      expect([...(copy?.querySelectorAll('[class]') ?? [])].map((part) => part.className)).toEqual(
        [...row.querySelectorAll('[class]')].map((part) => part.className),
      )
    }
    expect([...drawn.querySelectorAll('[role=tab]')].map(textOf)).toEqual(
      [...container.querySelectorAll('[role=tab]')].map(textOf),
    )
    expect(drawn.querySelector('nav a[aria-current=page]')).not.toBeNull()
  })

  it('has no style attribute and no script, but a rule for every style', async () => {
    const services = silentServices()
    await renderDesk(<p />, services)
    const texts = await startTexts('vi')
    const still = stillOf({ services, session: sessionOf(services), texts }, screen)
    const drawn = document.createElement('div')
    drawn.innerHTML = still.markup
    expect(drawn.querySelectorAll('[style], script, link, style, iframe')).toHaveLength(0)
    const numbers = [...drawn.querySelectorAll('[data-still]')].map((element) => element.getAttribute('data-still'))
    expect(numbers.length).toBeGreaterThan(10)
    for (const number of numbers) expect(still.styles).toContain(`[data-still="${number}"]{`)
    expect(still.styles).toMatch(/transform:translateY\(36px\) !important/)
  })
})

describe('style attributes as rules', () => {
  it('gives alike styles one rule, and leaves texts that look like attributes alone', () => {
    const markup = renderToStaticMarkup(
      <div style={{ height: 36, '--x': 'calc(1px + 2px)' } as object} title="chỉ khi rê chuột">
        <p style={{ height: 36, '--x': 'calc(1px + 2px)' } as object}>{'lời style="color:red" của dân'}</p>
        <p style={{ width: '5%' }} aria-label={'a" style="b'} />
      </div>,
    )
    const still = stillMarkup(markup)
    expect(still.styles).toBe(
      '[data-still="0"]{height:36px !important;--x:calc(1px + 2px) !important}\n[data-still="1"]{width:5% !important}',
    )
    const drawn = document.createElement('div')
    drawn.innerHTML = still.markup
    expect(drawn.querySelector('p')?.textContent).toBe('lời style="color:red" của dân')
    expect(drawn.querySelectorAll('p')[1]?.getAttribute('aria-label')).toBe('a" style="b')
    expect(drawn.querySelectorAll('[style], [title]')).toHaveLength(0)
  })

  it('refuses a style that would end its rule', () => {
    for (const value of ['1px} body{display:none', '</style>', 'url("x")']) {
      expect(() => stillMarkup(renderToStaticMarkup(<p style={{ height: value }} />))).toThrow(RangeError)
    }
  })
})
