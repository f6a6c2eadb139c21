import { useTranslation } from 'react-i18next'
import styles from './marks.module.css'

export type StateMarkProps = Readonly<{
  /** The state in words. */
  label: string
  /** A prediction that the server has not confirmed: dashed outline and the words for it. */
  provisional: boolean
}>

export function StateMark({ label, provisional }: StateMarkProps) {
  const { t } = useTranslation()
  if (!provisional) return <span className={styles.state}>{label}</span>
  return (
    <span className={styles.state} data-provisional title={t('case.pendingHint')}>
      {label}
      <span className={styles.provisional}>{t('frame.provisional')}</span>
    </span>
  )
}
