import { IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { useMoments } from '../../components/use-moments.ts'
import { outboxStatusWord } from '../../platform/outbox/outbox-status.ts'
import styles from './case.module.css'

/** What of this case waits for the server; drafts and read marks are not worth a line. */
export function pendingCommands(pending: readonly OutboxItemV1[]): OutboxItemV1[] {
  return pending.filter((item) => item.name !== 'saveDraft' && item.name !== 'mark')
}

export function PendingList({ pending }: { pending: readonly OutboxItemV1[] }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const shown = pendingCommands(pending)
  if (shown.length === 0) return null
  return (
    <section className={styles.pending} aria-label={t('case.pendingTitle')}>
      <strong>{t('case.pendingTitle')}</strong> <span className={styles.quiet}>{t('case.pendingHint')}</span>
      <ul>
        {shown.map((item) => (
          <li key={item.key}>
            <IconArrowUp size={13} aria-hidden /> {t(`command.name.${item.name}`)} · {moment(item.createdAtMs)} ·{' '}
            {t(`outbox.status.${outboxStatusWord(item)}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}
