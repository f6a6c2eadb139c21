import { isAwaited } from '../../../../shared/domain/time/clocks.ts'
import { useTranslation } from 'react-i18next'
import { ExtensionNotice, ReworkNotice, TransferNotice } from './decision-notices.tsx'
import type { StandingProps } from './standing-props.ts'
import styles from './standing.module.css'
import {
  CheckoutNotice,
  CommitmentNotices,
  CoordinationNotices,
  MergeNotices,
  QuestionNotice,
} from './waiting-notices.tsx'

/** Whether anything is going on that an officer must know before working on. */
export function hasNotices({ case: row, merged }: StandingProps['detail']): boolean {
  return (
    row.rework !== null ||
    row.proposal?.kind === 'transfer' ||
    row.extensions.some((extension) => extension.decision === 'requested') ||
    row.questions.some((question) => question.outcome === 'open') ||
    row.coordination.some(isAwaited) ||
    row.commitments.some((commitment) => commitment.settledAtMs === null) ||
    row.checkout !== null ||
    row.mergedInto !== null ||
    merged.length > 0
  )
}

/** What the case waits for, one line or a few each, the most pressing first. */
export function StandingNotices(props: StandingProps) {
  const { t } = useTranslation()
  if (!hasNotices(props.detail)) return null
  return (
    <ul className={styles.notices} aria-label={t('standing.region')}>
      <ReworkNotice {...props} />
      <TransferNotice {...props} />
      <ExtensionNotice {...props} />
      <CoordinationNotices {...props} />
      <QuestionNotice {...props} />
      <CommitmentNotices {...props} />
      <CheckoutNotice {...props} />
      <MergeNotices {...props} />
    </ul>
  )
}
