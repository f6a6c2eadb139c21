import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import { isTransferGround } from '../../../../../shared/domain/commands/between/transfer-grounds.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import type { Directory } from '../../../../platform/use-reference.ts'
import styles from '../commands.module.css'

/** The transfer a decision is about: from where to where, on which ground, in whose words. */
export function GivenTransfer({ row, directory }: { row: CaseRowV1; directory: Directory }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { proposal } = row
  if (proposal === null) return null
  const { ground } = proposal
  return (
    <div className={styles.given}>
      <strong>
        {t('dialog.fromTo', {
          from: directory.agencyName(row.agency),
          to: directory.agencyName(proposal.targetAgency),
        })}
      </strong>
      <p>
        {isTransferGround(ground) ? t(`standing.transferGround.${ground}`) : ground}
        {' · '}
        {t('standing.transferBy', {
          name: directory.officialName(proposal.proposedBy),
          moment: moment(proposal.proposedAtMs),
        })}
      </p>
      <p lang="vi">{proposal.text}</p>
      {proposal.returnReason !== null && <p>{t('standing.returned', { reason: proposal.returnReason })}</p>}
    </div>
  )
}
