import { createInstance } from 'i18next'
import type { i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../shared/text/catalogues.ts'
import { vietnamese } from '../../shared/text/catalogues.ts'

/** Adds the English catalogue when it is first asked for: most desks never load it. */
export async function showCatalogue(texts: i18n, language: Language): Promise<void> {
  if (language === 'en' && !texts.hasResourceBundle('en', 'translation')) {
    const { english } = await import('../../shared/text/english.ts')
    texts.addResourceBundle('en', 'translation', english)
  }
  await texts.changeLanguage(language)
  document.documentElement.lang = language
}

/** Vietnamese first; React escapes what is filled in, so i18next must not do it a second time. */
export async function startTexts(language: Language): Promise<i18n> {
  const texts = createInstance()
  await texts.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { translation: vietnamese } },
    interpolation: { escapeValue: false },
  })
  await showCatalogue(texts, language)
  return texts
}
