import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../../shared/domain/complaint.ts'
import styles from './reply.module.css'

/** Why a reply came back: the comment, and the words it is about. */
export function Returned({ reply }: Readonly<{ reply: Pick<Reply, 'returnComment' | 'returnPassage'> | null }>) {
  const { t } = useTranslation()
  if (reply === null || reply.returnComment === null) return null
  return (
    <div className={styles.returned} role="note">
      <strong>{t('reply.returned')}</strong>
      {reply.returnPassage !== null && <blockquote>{reply.returnPassage}</blockquote>}
      <p>{reply.returnComment}</p>
    </div>
  )
}
