import type { i18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import { commandTable, isCommandName } from '../../shared/domain/command-table.ts'
import type { CommandName } from '../../shared/domain/command.ts'
import { openStates } from '../../shared/domain/states.ts'
import type { CaseState } from '../../shared/domain/states.ts'
import { vietnamese } from '../../shared/text/catalogues.ts'

type Texts = Pick<i18n, 't' | 'language'>

const isRefusal = (code: string): code is keyof typeof vietnamese.refusal => Object.hasOwn(vietnamese.refusal, code)

/** So many open states are named by what they have in common, and the few others as exceptions. */
const mostExceptions = 2

/**
 * Why a command is refused, in words: where the state of the case is against it, the states it needs are named. A code this app does
 * not know, from a newer server, is named.
 */
export function refusalWords(texts: Texts, name: string, code: string): string {
  if (code === 'wrong_state' && isCommandName(name)) return stateWords(texts, name)
  return isRefusal(code) ? texts.t(`refusal.${code}`) : texts.t('command.unknownCode', { code })
}

function stateWords(texts: Texts, name: CommandName): string {
  const { t } = texts
  const { from } = commandTable[name]
  if (from === 'any') return t('refusal.wrong_state')
  const label = t(`command.name.${name}`)
  const action = `${label.charAt(0).toLocaleLowerCase()}${label.slice(1)}`
  const missing = openStates.filter((state) => !from.includes(state))
  if (missing.length > mostExceptions) return t('command.onlyIn', { action, states: listed(texts, from) })
  if (missing.length === 0) return t('command.onlyOpen', { action })
  return t('command.onlyOpenBut', { action, states: listed(texts, missing) })
}

const listed = ({ t, language }: Texts, states: readonly CaseState[]): string =>
  new Intl.ListFormat(language, { type: 'disjunction' }).format(states.map((state) => `“${t(`words.state.${state}`)}”`))

/** The same for a component, in the language in use. */
export function useRefusalWords(): (name: string, code: string) => string {
  const { i18n: texts } = useTranslation()
  return (name, code) => refusalWords(texts, name, code)
}
