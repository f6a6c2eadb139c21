import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { countWords } from './reply-view.ts'
import { GateAnswer } from './gate/gate-answer.tsx'
import { GateList } from './gate/gate-list.tsx'
import { checkReply } from './gate/reply-check.ts'
import { Returned } from './returned.tsx'
import styles from './reply.module.css'

export type SubmittedReplyProps = Readonly<{ detail: CaseDetailV1; directory: Directory; published: boolean }>

/** The reply as submitted or approved; it stands beside the citizen's words, which the left side shows. */
export function SubmittedReply({ detail, directory, published }: SubmittedReplyProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const { case: row } = detail
  const { reply } = row
  if (reply === null) return <p className={styles.hint}>{t('reply.noReply')}</p>
  return (
    <article className={styles.submitted}>
      <h3>{published ? t('reply.published') : t('reply.submittedReply')}</h3>
      <p className={styles.hint}>
        {t('reply.submittedBy', {
          name: directory.officialName(reply.author),
          moment: moment(reply.submittedAtMs),
          revision: reply.revision,
        })}
        {' · '}
        {t('reply.words', { n: formatCount(countWords(reply.text), language) })}
      </p>
      <p className={styles.text} lang="vi">
        {reply.text}
      </p>
      {reply.approvedBy !== null && row.clocks.answeredAtMs !== null && (
        <p className={styles.hint}>
          {t('reply.approvedBy', {
            name: directory.officialName(reply.approvedBy),
            moment: moment(row.clocks.answeredAtMs),
          })}
        </p>
      )}
      <Returned reply={reply} />
      {!published && <GateList findings={checkReply(reply.text, detail, reply.gate?.noEvidence ?? null)} />}
      {!published && <GateAnswer gate={reply.gate} />}
    </article>
  )
}
