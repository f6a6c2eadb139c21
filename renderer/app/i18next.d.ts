import 'i18next'
import type { vietnamese } from '../../shared/text/catalogues.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof vietnamese }
  }
}
