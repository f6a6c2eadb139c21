import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import { formatIsoDate } from '../../../shared/text/format-moment.ts'
import { useMoments } from '../../components/use-moments.ts'
import { useReference } from '../../platform/use-reference.ts'
import styles from './admin.module.css'
import { changeLines } from './change-lines.ts'

const mostLines = 40

const texts = vietnamese.admin
type Texts = typeof texts
const isPart = (name: string): name is keyof Texts['history']['part'] => Object.hasOwn(texts.history.part, name)
const isWord = (name: string): name is keyof Texts['history']['word'] => Object.hasOwn(texts.history.word, name)
const isDayKind = (name: string): name is keyof Texts['calendar']['kind'] => Object.hasOwn(texts.calendar.kind, name)
const isRole = (name: string): name is keyof typeof vietnamese.words.role => Object.hasOwn(vietnamese.words.role, name)
const isPolicyField = (name: string): name is keyof Texts['policy']['field'] => Object.hasOwn(texts.policy.field, name)

/** Places and values in words; what has none, such as a name that somebody typed, stays as it is. */
function useChangeWords(): Readonly<{
  place: (path: string) => string
  value: (value: string | null, path: string) => string
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
        : formatIsoDate(part)
  return {
    place: (path) =>
      path
        .replace(/^data\./, '')
        .replace(/^(processing|voterPetition|transfer|extension|dueSoon)\./, '$1_')
        .split('.')
        .map(wordOf)
        .join(' › '),
    value: (value, path) => {
      if (value === null) return t('admin.nothing')
      if (path.endsWith('Ms')) return moment(Number(value))
      if (isWord(value)) return t(`admin.history.word.${value}`)
      if (isDayKind(value)) return t(`admin.calendar.kind.${value}`)
      if (isRole(value)) return t(`words.role.${value}`)
      return named.get(value) ?? formatIsoDate(value)
    },
  }
}

/** What differs between two versions of a setting, line by line. */
export function ChangeTable({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation()
  const words = useChangeWords()
  const lines = changeLines(before, after)
  if (lines.length === 0) return <p className={styles.quiet}>{t('admin.unchanged')}</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('admin.history.field')}</th>
          <th scope="col">{t('admin.history.before')}</th>
          <th scope="col">{t('admin.history.after')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, mostLines).map((line) => (
          <tr key={line.path}>
            <th scope="row" className={styles.path}>
              {words.place(line.path)}
            </th>
            <td className={styles.words}>{words.value(line.before, line.path)}</td>
            <td className={styles.words}>{words.value(line.after, line.path)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
