import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { useMoments } from '../../../components/use-moments.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from './standing.module.css'

/** A question to the citizen and how it ended; the answer itself is a line of the history. */
export function QuestionEntry({
  question,
  directory,
}: {
  question: CaseRowV1['questions'][number]
  directory: Directory
}) {
  const { t } = useTranslation()
  const moment = useMoments()
  return (
    <li>
      <span lang="vi">{question.text}</span>
      <p className={styles.quiet}>
        {t('standing.asked', { name: directory.officialName(question.askedBy), moment: moment(question.askedAtMs) })}
        {' · '}
        {t(`standing.questionState.${question.outcome}`, {
          moment: moment(question.endedAtMs ?? question.answerDueAtMs),
        })}
      </p>
    </li>
  )
}
