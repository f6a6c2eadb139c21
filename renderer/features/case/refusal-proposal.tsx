import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import { useMoments } from '../../components/use-moments.ts'
import type { Directory } from '../../platform/use-reference.ts'
import styles from './case.module.css'

type Ground = keyof typeof vietnamese.words.ground
const isGround = (code: string): code is Ground => Object.hasOwn(vietnamese.words.ground, code)

export type RefusalProposalProps = Readonly<{ proposal: NonNullable<CaseRowV1['proposal']>; directory: Directory }>

/** The refusal an approver decides about: the ground and the words for the citizen. */
export function RefusalProposal({ proposal, directory }: RefusalProposalProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const isForCity = proposal.stage === 'coordinator'
  const kept = directory.data.grounds.find((ground) => ground.id === proposal.ground)?.name
  return (
    <section className={styles.proposal} aria-label={t('case.refusal')}>
      <strong>{t('case.refusal')}</strong>
      <span className={styles.quiet}>
        {t('case.proposedBy', {
          name: directory.officialName(proposal.proposedBy),
          moment: moment(proposal.proposedAtMs),
        })}
      </span>
      <p>
        {t('case.refusalGround')}:{' '}
        {kept ?? (isGround(proposal.ground) ? t(`words.ground.${proposal.ground}`) : proposal.ground)}
      </p>
      <p className={styles.proposalText}>{proposal.text}</p>
      <p className={styles.quiet}>
        {proposal.approvedBy === null && `${t(isForCity ? 'case.refusalWaits.city' : 'case.refusalWaits.agency')} `}
        {t(proposal.mayResume ? 'case.refusalResumable' : 'case.refusalFinal')}
      </p>
    </section>
  )
}
