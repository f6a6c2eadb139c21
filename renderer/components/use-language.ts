import { useTranslation } from 'react-i18next'
import type { Language } from '../../shared/text/catalogues.ts'

/** The interface language now in use. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'vi'
}
