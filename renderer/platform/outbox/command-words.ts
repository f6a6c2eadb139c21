import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../shared/text/catalogues.ts'

const isNamed = (name: string): name is keyof typeof vietnamese.command.name =>
  Object.hasOwn(vietnamese.command.name, name)
const isRefusal = (code: string): code is keyof typeof vietnamese.refusal => Object.hasOwn(vietnamese.refusal, code)

/** What a command is called and why the server refused it; a name or a code this app does not know is shown as it is. */
export function useCommandWords(): Readonly<{ nameOf: (name: string) => string; reasonOf: (code: string) => string }> {
  const { t } = useTranslation()
  return {
    nameOf: (name) => (isNamed(name) ? t(`command.name.${name}`) : name),
    reasonOf: (code) => (isRefusal(code) ? t(`refusal.${code}`) : code),
  }
}
