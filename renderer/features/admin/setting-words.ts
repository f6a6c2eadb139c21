import { useTranslation } from 'react-i18next'
import type { SettingProblem } from '../../../shared/domain/admin/setting-problem.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import { formatIsoDate } from '../../../shared/text/format-moment.ts'
import { useMoments } from '../../components/use-moments.ts'
import { useReference } from '../../platform/use-reference.ts'

const texts = vietnamese.admin
type Texts = typeof texts
const isPart = (name: string): name is keyof Texts['history']['part'] => Object.hasOwn(texts.history.part, name)
const isWord = (name: string): name is keyof Texts['history']['word'] => Object.hasOwn(texts.history.word, name)
const isWeekday = (name: string): name is keyof Texts['calendar']['weekdayLong'] =>
  Object.hasOwn(texts.calendar.weekdayLong, name)
const isDayKind = (name: string): name is keyof Texts['calendar']['kind'] => Object.hasOwn(texts.calendar.kind, name)
const isRole = (name: string): name is keyof typeof vietnamese.words.role => Object.hasOwn(vietnamese.words.role, name)
const isPolicyField = (name: string): name is keyof Texts['policy']['field'] => Object.hasOwn(texts.policy.field, name)

/** Places and values of settings in words; what has none, such as a name that somebody typed, stays as it is. */
export function useSettingWords(): Readonly<{
  place: (path: string) => string
  value: (value: string | null, path: string) => string
  /** Why a setting was refused, in one sentence. */
  problem: (problem: SettingProblem) => string
}> {
  const { t } = useTranslation()
  const { data } = useReference()
  const moment = useMoments()
  const named = new Map([
    ...[...data.agencies, ...data.teams, ...data.categories, ...data.grounds].map(
      ({ id, name }) => [id, name] as const,
    ),
    ...data.officials.map(({ id, displayName }) => [id, displayName] as const),
  ])
  const wordOf = (part: string): string =>
    isPolicyField(part)
      ? t(`admin.policy.field.${part}`)
      : isPart(part)
        ? t(`admin.history.part.${part}`)
        : isWeekday(part)
          ? t(`admin.calendar.weekdayLong.${part}`)
          : formatIsoDate(part)
  const place = (path: string): string =>
    path
      .replace(/^data\./, '')
      .replace(/^(processing|voterPetition|transfer|extension|dueSoon)\./, '$1_')
      .split('.')
      .map(wordOf)
      .join(' › ')
  return {
    place,
    value: (value, path) => {
      if (value === null) return t('admin.nothing')
      if (path.endsWith('Ms')) return moment(Number(value))
      if (isWord(value)) return t(`admin.history.word.${value}`)
      if (isDayKind(value)) return t(`admin.calendar.kind.${value}`)
      if (isRole(value)) return t(`words.role.${value}`)
      return named.get(value) ?? formatIsoDate(value)
    },
    problem: ({ code, path, n = 0, text = '' }) => t(`admin.invalid.${code}`, { place: place(path), n, text }),
  }
}
