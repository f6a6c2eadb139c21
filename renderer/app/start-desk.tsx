import type { i18n } from 'i18next'
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
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

/** Sets the theme before the first paint, then renders the desk into `host`. */
export async function startDesk(host: HTMLElement, services: DeskServices): Promise<void> {
  const scheme = colorSchemeOf(services.preferences.get('appearance.theme'))
  const dark = scheme === 'dark' || (scheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light'
  const texts = await startTexts(languageOf(services.preferences.get('appearance.language')))
  createRoot(host).render(
    <I18nextProvider i18n={texts}>
      <Providers services={services}>
        <FollowPreferences texts={texts} />
        <ErrorBoundary>
          <DeskApp />
        </ErrorBoundary>
      </Providers>
    </I18nextProvider>,
  )
}
