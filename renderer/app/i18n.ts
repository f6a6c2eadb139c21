import { createInstance } from 'i18next'
import type { i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../shared/text/catalogues.ts'
import { firstVietnamese } from '../../shared/text/first-vietnamese.ts'

const namespace = 'translation'

/** Adds the English catalogue when it is first asked for: most desks never load it. */
export async function showCatalogue(texts: i18n, language: Language): Promise<void> {
  if (language === 'en' && !texts.hasResourceBundle('en', namespace)) {
    const { english } = await import('../../shared/text/english.ts')
    texts.addResourceBundle('en', namespace, english)
  }
  await texts.changeLanguage(language)
  document.documentElement.lang = language
}

/** The texts of frame and list, Vietnamese first; React escapes what is filled in, so i18next must not do it a second time. */
export async function startTexts(language: Language): Promise<i18n> {
  const texts = createInstance()
  await texts.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { [namespace]: firstVietnamese } },
    interpolation: { escapeValue: false },
  })
  await showCatalogue(texts, language)
  return texts
}

async function addAll(texts: i18n): Promise<void> {
  const { vietnamese } = await import('../../shared/text/catalogues.ts')
  texts.addResourceBundle('vi', namespace, vietnamese)
}

/** By the store of the texts: a component that waits gets another wrapper of the same texts each time it is tried again. */
const completed = new WeakMap<i18n['store'], Promise<void>>()

/** Resolves when every text is there; loads them when first asked. The same promise each time. */
export function allTexts(texts: i18n): Promise<void> {
  const known = completed.get(texts.store)
  if (known) return known
  const promise = addAll(texts)
  completed.set(texts.store, promise)
  return promise
}
