import { useTranslation } from 'react-i18next'
import styles from './admin.module.css'
import { changeLines } from './change-lines.ts'

const mostLines = 40

/** What differs between two versions of a setting, line by line. */
export function ChangeTable({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation()
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
              {line.path}
            </th>
            <td className={styles.words}>{line.before ?? t('admin.nothing')}</td>
            <td className={styles.words}>{line.after ?? t('admin.nothing')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
