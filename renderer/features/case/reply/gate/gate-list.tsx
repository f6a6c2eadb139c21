import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import { asksForReason } from '../../../../../shared/domain/reply/gate/gate.ts'
import type { GateFinding } from '../../../../../shared/domain/reply/gate/findings.ts'
import styles from './gate.module.css'
import { findingKey } from './reply-check.ts'

export type GateListProps = Readonly<{
  findings: readonly GateFinding[]
  /** Shows the place of a finding in the text; none where the text cannot be shown so. */
  onJump?: (from: number, to: number) => void
}>

function wordsOf(finding: GateFinding, t: TFunction): string {
  switch (finding.code) {
    case 'part_missing':
      return t(`gate.part.${finding.part}`)
    case 'evidence_missing':
      return t('gate.evidence')
    case 'off_point':
      return t('gate.offPoint')
    case 'blank_left':
      return t('gate.blank', { text: finding.text })
    case 'personal_data':
      return t('gate.personalData', { kind: t(`dialog.finding.${finding.kind}`), text: finding.text })
  }
}

/** What the gate finds in a reply, each with a way to its place; what only the approver must answer for comes as a notice. */
export function GateList({ findings, onJump }: GateListProps) {
  const { t } = useTranslation()
  return (
    <section className={styles.gate} aria-label={t('gate.title')}>
      <h4>
        {t('gate.title')}
        <span className={styles.count}>
          {findings.length === 0 ? t('gate.nothing') : t('gate.count', { n: findings.length })}
        </span>
      </h4>
      <ul aria-label={t('gate.title')}>
        {findings.map((finding) => (
          <li key={findingKey(finding)} className={asksForReason(finding) ? styles.asked : styles.notice}>
            <span>{wordsOf(finding, t)}</span>
            {onJump !== undefined && 'from' in finding && (
              <button type="button" onClick={() => onJump(finding.from, finding.to)}>
                {t('gate.jump')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
