import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../../../shared/domain/complaint.ts'
import styles from './gate.module.css'

/** How a submitted reply passed the gate: why it went up as it is, why it carries no evidence, or that nobody was shown anything. */
export function GateAnswer({ gate }: Pick<Reply, 'gate'>) {
  const { t } = useTranslation()
  if (gate === null || !gate.shown) return <p className={styles.answer}>{t('gate.notShown')}</p>
  return (
    <>
      {gate.overrideReason !== null && (
        <p className={styles.answer}>
          <strong>{t('gate.overrideReason')}:</strong> {gate.overrideReason}
        </p>
      )}
      {gate.noEvidence !== null && (
        <p className={styles.answer}>
          <strong>{t('gate.noEvidence')}:</strong> {t(`gate.noEvidenceReason.${gate.noEvidence}`)}
        </p>
      )}
    </>
  )
}
