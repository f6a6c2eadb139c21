import type { i18n } from 'i18next'
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import type { FirstScreenV1 } from '../../shared/ipc/first-screen.ts'
import { useAfterPaint } from '../components/use-after-paint.ts'
import { useServices } from '../platform/desk-services.tsx'
import type { DeskServices } from '../platform/desk-services.tsx'
import { oneOf, usePreference } from '../platform/use-preference.ts'
import { DeskApp } from './desk-app.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { showCatalogue, startTexts } from './i18n.ts'
import { colorSchemeOf, Providers } from './providers.tsx'

const languageOf = oneOf(['vi', 'en'])
const densityOf = oneOf(['compact', 'comfortable'])

/** Language and density follow the preferences while the desk runs. */
function FollowPreferences({ texts }: { texts: i18n }) {
  const [language] = usePreference('appearance.language', languageOf)
  const [density] = usePreference('appearance.density', densityOf)
  useEffect(() => {
    showCatalogue(texts, language).catch((reason: unknown) => console.error('catalogue_not_loaded', reason))
  }, [texts, language])
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
  return null
}

/** Until a first frame is on the screen the data worker would only take its time. */
function AskForWorker() {
  const { bridge } = useServices()
  useAfterPaint(() => bridge.requestWorkerPort())
  return null
}

/** Sets theme and density before the first paint, then renders the desk into `host`, with the rows of `screen` where there is one. */
export async function startDesk(
  host: HTMLElement,
  services: DeskServices,
  screen: FirstScreenV1 | null,
): Promise<void> {
  const scheme = colorSchemeOf(services.preferences.get('appearance.theme'))
  const dark = scheme === 'dark' || (scheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light'
  document.documentElement.dataset['density'] = densityOf(services.preferences.get('appearance.density'))
  const texts = await startTexts(languageOf(services.preferences.get('appearance.language')))
  createRoot(host).render(
    <I18nextProvider i18n={texts}>
      <Providers services={services} screen={screen}>
        <FollowPreferences texts={texts} />
        <AskForWorker />
        <ErrorBoundary>
          <DeskApp />
        </ErrorBoundary>
      </Providers>
    </I18nextProvider>,
  )
}
