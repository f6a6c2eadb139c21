import { render } from '@testing-library/react'
import type { RenderResult } from '@testing-library/react'
import { I18nextProvider } from 'react-i18next'
import type { ReactNode } from 'react'
import { allTexts, startTexts } from '../../../renderer/app/i18n.ts'
import { Providers } from '../../../renderer/app/providers.tsx'
import type { FirstScreenV1 } from '../../../shared/ipc/first-screen.ts'
import type { DeskServices } from '../../../renderer/platform/desk-services.tsx'

/** Gives the DOM of the test the parts of a browser window it lacks; every element has a size, so virtual lists show rows. */
const prepareWindow = (): void => {
  window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  for (const [name, size] of [
    ['offsetHeight', 600],
    ['offsetWidth', 1000],
    ['clientHeight', 600],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size })
  }
}

/** Renders a screen in Vietnamese with everything above it that the desk has. */
export const renderDesk = async (
  screen: ReactNode,
  services: DeskServices,
  firstScreen: FirstScreenV1 | null = null,
): Promise<RenderResult> => {
  prepareWindow()
  const texts = await startTexts('vi')
  await allTexts(texts)
  return render(
    <I18nextProvider i18n={texts}>
      <Providers services={services} screen={firstScreen}>
        <div id="root">{screen}</div>
      </Providers>
    </I18nextProvider>,
  )
}
