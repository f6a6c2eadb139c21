import { useTranslation } from 'react-i18next'
import type { Confirmation } from '../../../shared/domain/time/confirmation.ts'
import styles from './admin.module.css'

/** Whether a value is published or assumed; assumed ones carry the mark "tạm thời". */
export function StandingMark({ status }: { status: Confirmation }) {
  const { t } = useTranslation()
  if (status === 'confirmed') return <span className={styles.confirmed}>{t('admin.confirmed')}</span>
  return (
    <span className={styles.provisional} title={t('admin.provisionalHint')}>
      {t('admin.provisional')}
    </span>
  )
}
