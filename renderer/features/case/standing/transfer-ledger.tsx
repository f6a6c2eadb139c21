import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { isTransferGround } from '../../../../shared/domain/commands/between/transfer-grounds.ts'
import { calendarScale, formatDuration } from '../../../../shared/text/format-duration.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from './standing.module.css'

type LedgerProps = Readonly<{ transfers: CaseRowV1['transfers']; directory: Directory }>

function Hop({ hop, directory }: { hop: CaseRowV1['transfers'][number]; directory: Directory }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const { ground } = hop
  return (
    <tr>
      <td>{directory.agencyName(hop.from)}</td>
      <td>{directory.agencyName(hop.to)}</td>
      <td>
        {isTransferGround(ground) ? t(`standing.transferGround.${ground}`) : ground}
        <span className={styles.quiet}>
          {t('standing.ledgerPeople', {
            proposed: directory.officialName(hop.proposedBy),
            approved: directory.officialName(hop.approvedBy),
            accepted: directory.officialName(hop.acceptedBy),
          })}
        </span>
      </td>
      <td>{moment(hop.leftAtMs)}</td>
      <td>
        {t('standing.ledgerSpentOf', {
          working: formatDuration(hop.workingMs, directory.scaleOf(hop.from), language),
          real: formatDuration(hop.leftAtMs - hop.arrivedAtMs, calendarScale, language),
        })}
      </td>
    </tr>
  )
}

/** Every accepted transfer with the time the case lay at the agency it left: what being passed around has cost. */
export function TransferLedger({ transfers, directory }: LedgerProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const first = transfers[0]
  if (first === undefined) return <p className={styles.quiet}>{t('standing.ledgerEmpty')}</p>
  const totalMs = transfers.reduce((sum, hop) => sum + hop.workingMs, 0)
  return (
    <table className={styles.ledger} aria-label={t('standing.ledger')}>
      <thead>
        <tr>
          <th scope="col">{t('standing.ledgerFrom')}</th>
          <th scope="col">{t('standing.ledgerTo')}</th>
          <th scope="col">{t('standing.ledgerGround')}</th>
          <th scope="col">{t('standing.ledgerLeft')}</th>
          <th scope="col">{t('standing.ledgerSpent')}</th>
        </tr>
      </thead>
      <tbody>
        {transfers.map((hop) => (
          <Hop key={hop.leftAtMs} hop={hop} directory={directory} />
        ))}
      </tbody>
      {transfers.length > 1 && (
        <tfoot>
          <tr>
            <td colSpan={5}>
              {t('standing.ledgerTotal', {
                n: transfers.length,
                working: formatDuration(totalMs, directory.scaleOf(first.from), language),
              })}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
