import { useTranslation } from 'react-i18next'
import styles from '../admin.module.css'
import { changeLines } from './change-lines.ts'
import { useSettingWords } from '../setting-words.ts'

const mostLines = 40

/** What differs between two versions of a setting, line by line. */
export function ChangeTable({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation()
  const words = useSettingWords()
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
