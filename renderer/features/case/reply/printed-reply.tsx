import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { replyModeOf } from './reply-view.ts'
import styles from './reply.module.css'
import { SubmittedReply } from './submitted-reply.tsx'

export type PrintedReplyProps = Readonly<{ detail: CaseDetailV1; directory: Directory; draftText: string }>

/** The reply on paper whatever tab is open: as submitted or approved, else the draft, named as one. */
export function PrintedReply({ detail, directory, draftText }: PrintedReplyProps) {
  const { t } = useTranslation()
  const mode = replyModeOf(detail, directory.data.me.id)
  const isDraft = mode === 'edit' && draftText.trim() !== ''
  return (
    <section className={styles.printed}>
      <h2>{t('case.tabReply')}</h2>
      {mode === 'submitted' || mode === 'published' ? (
        <SubmittedReply detail={detail} directory={directory} published={mode === 'published'} />
      ) : (
        <>
          <p className={styles.hint}>{isDraft ? t('reply.draftPrinted') : t('reply.noReply')}</p>
          {isDraft && <p className={styles.text}>{draftText}</p>}
        </>
      )}
    </section>
  )
}
