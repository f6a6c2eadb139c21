import { useTranslation } from 'react-i18next'
import styles from './marks.module.css'

export type StateMarkProps = Readonly<{
  /** The state in words. */
  label: string
  /** A prediction that the server has not confirmed: dashed outline and the words for it. */
  provisional: boolean
  /** One word above the other, for the cell of a list. */
  stacked?: boolean
}>

export function StateMark({ label, provisional, stacked = false }: StateMarkProps) {
  const { t } = useTranslation()
  if (!provisional) return <span className={styles.state}>{label}</span>
  return (
    <span className={styles.state} data-provisional data-stacked={stacked || undefined} title={t('case.pendingHint')}>
      {label}
      <span className={styles.provisional}>{t('frame.provisional')}</span>
    </span>
  )
}
