import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../shared/text/catalogues.ts'

const isNamed = (name: string): name is keyof typeof vietnamese.command.name =>
  Object.hasOwn(vietnamese.command.name, name)

/** What a command is called; a name this app does not know is shown as it is. */
export function useCommandName(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => (isNamed(name) ? t(`command.name.${name}`) : name)
}
