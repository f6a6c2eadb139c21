import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { workerQueries } from '../../platform/worker-queries.ts'
import { OutboxItem } from './outbox-item.tsx'
import styles from './outbox.module.css'
import { outboxGroups } from './outbox-view.ts'
import type { OutboxAction } from './outbox-view.ts'

type Notice = Readonly<{ text: string; failed: boolean }> | null

/** Carries out what was chosen for an item and says how it went. */
function useOutboxActions(onOpen: (caseId: string) => void) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const client = useQueryClient()
  const [notice, setNotice] = useState<Notice>(null)
  const perform = async (action: OutboxAction, item: OutboxItemV1): Promise<Notice> => {
    switch (action) {
      case 'keep_mine': {
        const answer = await worker.outbox.redo({ key: item.key })
        return answer.ok
          ? { text: t('command.saved'), failed: false }
          : { text: t(`refusal.${answer.code}`), failed: true }
      }
      case 'keep_server':
        await worker.outbox.dismiss({ key: item.key })
        return null
      case 'withdraw': {
        const { ok } = await worker.outbox.withdraw({ key: item.key })
        return { text: t(ok ? 'outbox.withdrawn' : 'outbox.withdrawFailed'), failed: !ok }
      }
      case 'rewrite':
        await navigator.clipboard.writeText(item.text)
        onOpen(item.caseId)
        return null
    }
  }
  const carryOut = async (action: OutboxAction, item: OutboxItemV1) => {
    try {
      setNotice(await perform(action, item))
      await client.invalidateQueries({ queryKey: ['outbox'] })
    } catch (reason) {
      console.error('outbox_action_failed', action, reason)
      setNotice({ text: t('command.unsure'), failed: true })
    }
  }
  return { act: (action: OutboxAction, item: OutboxItemV1) => void carryOut(action, item), notice }
}

/** The region `Vướng mắc đồng bộ`: everything the server has not confirmed, and what can be done about it. */
export function OutboxPage({ onOpen }: { onOpen: (caseId: string) => void }) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const directory = useReference()
  const { data, isError, refetch } = useQuery(workerQueries.outbox(worker))
  const { act, notice } = useOutboxActions(onOpen)
  const groups = data === undefined ? null : outboxGroups(data)
  const listOf = (items: OutboxItemV1[]) => (
    <ul className={styles.items}>
      {items.map((item) => (
        <OutboxItem
          key={item.key}
          item={item}
          blocker={data?.find((other) => other.key === item.blockedBy) ?? null}
          directory={directory}
          onAct={act}
          onOpen={onOpen}
        />
      ))}
    </ul>
  )
  return (
    <section className={styles.page} aria-label={t('outbox.region')}>
      <h1>{t('outbox.region')}</h1>
      <p className={styles.intro}>{t('outbox.intro')}</p>
      <p className={styles.notice} role={notice?.failed === true ? 'alert' : undefined} aria-live="polite">
        {notice?.text}
      </p>
      {isError && groups === null && <ErrorState onRetry={() => void refetch()} />}
      {!isError && groups === null && <LoadingState />}
      {groups !== null && groups.troubled.length + groups.waiting.length === 0 && (
        <EmptyState title={t('outbox.empty')} hint={t('outbox.emptyHint')} />
      )}
      {groups !== null && groups.troubled.length > 0 && (
        <>
          <h2>{t('outbox.troubled')}</h2>
          {listOf(groups.troubled)}
        </>
      )}
      {groups !== null && groups.waiting.length > 0 && (
        <>
          <h2>{t('outbox.waiting')}</h2>
          {listOf(groups.waiting)}
        </>
      )}
    </section>
  )
}
