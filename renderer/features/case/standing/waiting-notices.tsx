import { isAwaited } from '../../../../shared/domain/time/clocks.ts'
import { IconBriefcase, IconCalendarCheck, IconGitMerge, IconMessageQuestion, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../../../../shared/text/format-moment.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useServerNow } from '../use-server-now.ts'
import { Notice } from './notice.tsx'
import type { StandingProps } from './standing-props.ts'
import styles from './standing.module.css'
import { useDueWords } from './use-due-words.ts'

/** The question the citizen has not answered yet. */
export function QuestionNotice({ detail }: StandingProps) {
  const { t } = useTranslation()
  const dueWords = useDueWords()
  const open = detail.case.questions.find((question) => question.outcome === 'open')
  if (open === undefined) return null
  return (
    <Notice
      icon={<IconMessageQuestion size={16} aria-hidden />}
      title={t('standing.question')}
      due={dueWords(open.answerDueAtMs, 'standing.questionDue')}
    >
      <p className={styles.words} lang="vi">
        {open.text}
      </p>
    </Notice>
  )
}

/** Every agency whose part is still awaited; to that agency, what it was asked. */
export function CoordinationNotices({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const dueWords = useDueWords()
  const own = new Set(directory.data.me.grants.map((grant) => grant.agency))
  return detail.case.coordination.filter(isAwaited).map((asked) => (
    <Notice
      key={asked.id}
      icon={<IconUsers size={16} aria-hidden />}
      title={
        own.has(asked.agency)
          ? t('standing.coordinationOurs')
          : t('standing.coordination', { agency: directory.agencyName(asked.agency) })
      }
      due={dueWords(asked.dueAtMs)}
    >
      <p className={styles.words} lang="vi">
        {asked.question}
      </p>
    </Notice>
  ))
}

/** Who holds the case offline and until when. */
export function CheckoutNotice({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const nowMs = useServerNow()
  const { checkout } = detail.case
  if (checkout === null) return null
  const words = { name: directory.officialName(checkout.by), moment: moment(checkout.untilMs) }
  const isOver = checkout.untilMs <= nowMs
  return (
    <Notice
      icon={<IconBriefcase size={16} aria-hidden />}
      title={isOver ? t('standing.checkoutOver', words) : t('standing.checkout', words)}
    />
  )
}

/** Every promise of the reply that is still to be kept; a missed one is marked. */
export function CommitmentNotices({ detail }: StandingProps) {
  const { t } = useTranslation()
  const nowMs = useServerNow()
  return detail.case.commitments
    .filter((commitment) => commitment.settledAtMs === null)
    .map((commitment) => {
      const late = nowMs > commitment.dueAtMs
      const date = formatDate(commitment.dueAtMs)
      return (
        <Notice
          key={commitment.id}
          icon={<IconCalendarCheck size={16} aria-hidden />}
          title={late ? t('standing.commitmentLate', { date }) : t('standing.commitment', { date })}
          tone={late ? 'warn' : 'plain'}
        >
          <p className={styles.words} lang="vi">
            {commitment.text}
          </p>
        </Notice>
      )
    })
}

const caseLink = (caseId: string) => `#/ho-so/${encodeURIComponent(caseId)}`

/** The main case of a merged one, and the cases merged into this one. */
export function MergeNotices({ detail }: StandingProps) {
  const { t } = useTranslation()
  const { main, merged } = detail
  const icon = <IconGitMerge size={16} aria-hidden />
  return (
    <>
      {detail.case.mergedInto !== null && main === null && <Notice icon={icon} title={t('standing.mainElsewhere')} />}
      {main !== null && (
        <Notice icon={icon} title={t('standing.main')}>
          <p>
            <a href={caseLink(main.id)}>{main.caseNumber}</a> {main.title} · {t(`words.state.${main.state}`)}
          </p>
        </Notice>
      )}
      {merged.length > 0 && (
        <Notice icon={icon} title={t('standing.merged', { n: merged.length })}>
          <ul className={styles.links}>
            {merged.map((other) => (
              <li key={other.id}>
                <a href={caseLink(other.id)}>{other.caseNumber}</a> {other.title}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  )
}
