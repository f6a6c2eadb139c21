import { IconArrowsExchange, IconCalendarPlus, IconRefreshAlert } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isTransferGround } from '../../../../shared/domain/commands/between/transfer-grounds.ts'
import { formatDuration } from '../../../../shared/text/format-duration.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { Notice } from './notice.tsx'
import type { StandingProps } from './standing-props.ts'
import styles from './standing.module.css'
import { useDueWords } from './use-due-words.ts'

/** Why the case is worked on again, and who must not do the same part again. */
export function ReworkNotice({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { rework } = detail.case
  if (rework === null || detail.case.state === 'answered' || detail.case.state === 'closed') return null
  const isSameAgain = detail.case.assignee !== null && detail.case.assignee === rework.formerAssignee
  const title =
    rework.cause === 'recheck'
      ? t('standing.reworkRecheck', { name: directory.officialName(rework.orderedBy) })
      : t('standing.reworkUnsatisfied')
  return (
    <Notice
      icon={<IconRefreshAlert size={16} aria-hidden />}
      title={title}
      meta={t('standing.reworkOpened', { moment: moment(rework.openedAtMs) })}
      tone="warn"
    >
      {rework.reason !== '' && <p className={styles.words}>{rework.reason}</p>}
      <p>
        {rework.formerAssignee !== null &&
          t(isSameAgain ? 'standing.reworkSameAssignee' : 'standing.reworkOtherAssignee', {
            name: directory.officialName(rework.formerAssignee),
          })}{' '}
        {rework.formerApprover !== null &&
          t('standing.reworkOtherApprover', { name: directory.officialName(rework.formerApprover) })}
      </p>
    </Notice>
  )
}

/** A transfer under decision: to whom, on which ground, with whom it waits and until when. */
export function TransferNotice({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const dueWords = useDueWords()
  const { proposal, agency } = detail.case
  if (proposal?.kind !== 'transfer') return null
  const { ground, stage } = proposal
  const waitsFor = directory.agencyName(stage === 'receiver' ? proposal.targetAgency : agency)
  const approved =
    proposal.approvedBy === null
      ? ''
      : `, ${t('standing.transferApprovedBy', { name: directory.officialName(proposal.approvedBy) })}`
  return (
    <Notice
      icon={<IconArrowsExchange size={16} aria-hidden />}
      title={t('standing.transfer', { agency: directory.agencyName(proposal.targetAgency) })}
    >
      <p>
        {t(`standing.transferWaits.${stage}`, { agency: waitsFor })}
        <DueMark due={dueWords(proposal.answerDueAtMs)} />
      </p>
      <p>
        {isTransferGround(ground) ? t(`standing.transferGround.${ground}`) : ground}
        {' · '}
        {t('standing.transferBy', {
          name: directory.officialName(proposal.proposedBy),
          moment: moment(proposal.proposedAtMs),
        })}
        {approved}
      </p>
      <p className={styles.words} lang="vi">
        {proposal.text}
      </p>
      {proposal.returnReason !== null && <p>{t('standing.returned', { reason: proposal.returnReason })}</p>}
    </Notice>
  )
}

function DueMark({ due }: { due: ReturnType<ReturnType<typeof useDueWords>> }) {
  if (due === null) return null
  return (
    <span className={styles.meta} data-late={due.late || undefined}>
      {due.words}
    </span>
  )
}

/** A wish for more time that waits for an approver. */
export function ExtensionNotice({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const asked = detail.case.extensions.find((extension) => extension.decision === 'requested')
  if (asked === undefined) return null
  const duration = formatDuration(asked.addedMs, directory.scaleOf(detail.case.agency), language)
  return (
    <Notice
      icon={<IconCalendarPlus size={16} aria-hidden />}
      title={t('standing.extension', { moment: moment(asked.dueAtMs) })}
      meta={t('standing.extensionAdded', { duration })}
    >
      <p>
        {t('dialog.extensionAskedBy', {
          name: directory.officialName(asked.requestedBy),
          moment: moment(asked.requestedAtMs),
        })}
        {': '}
        <span className={styles.words} lang="vi">
          {asked.reason}
        </span>
      </p>
    </Notice>
  )
}
