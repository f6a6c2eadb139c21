import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useLocalEvidence } from '../../platform/evidence/use-evidence.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'
import { workerQueries } from '../../platform/worker-queries.ts'
import { CarryBar } from './carry/carry-bar.tsx'
import { RewriteDialog } from './compare/rewrite-dialog.tsx'
import { DroppedList } from './dropped-list.tsx'
import { WaitingFiles } from './waiting-files.tsx'
import { OutboxItem } from './outbox-item.tsx'
import styles from './outbox.module.css'
import { outageOf, outboxGroups } from './outbox-view.ts'
import { useOutboxActions } from './use-outbox-actions.ts'
import type { OutboxActions } from './use-outbox-actions.ts'

function NoticeLine({ actions }: Readonly<{ actions: OutboxActions }>) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const { data: dropped = [] } = useQuery(workerQueries.dropped(worker))
  const { notice, restore } = actions
  const undone = dropped.find((item) => item.key === notice?.undo)
  return (
    <div className={styles.notice} role={notice?.failed === true ? 'alert' : undefined} aria-live="polite">
      {notice?.text}
      {undone !== undefined && (
        <Button size="compact-xs" variant="default" onClick={() => restore(undone)}>
          {t('outbox.undo')}
        </Button>
      )}
    </div>
  )
}

type GroupProps = Readonly<{
  title: string
  items: readonly OutboxItemV1[]
  all: readonly OutboxItemV1[]
  actions: OutboxActions
  onOpen: (caseId: string) => void
}>

function Group({ title, items, all, actions, onOpen }: GroupProps) {
  const directory = useReference()
  if (items.length === 0) return null
  return (
    <>
      <h2>
        {title} <span className={styles.count}>{items.length}</span>
      </h2>
      <ul className={styles.items}>
        {items.map((item, place) => (
          <OutboxItem
            key={item.key}
            item={item}
            blocker={all.find((other) => other.key === item.blockedBy) ?? null}
            directory={directory}
            onAct={actions.act}
            onOpen={onOpen}
            startsOpen={place === 0}
          />
        ))}
      </ul>
    </>
  )
}

/** The region `Vướng mắc đồng bộ`: everything the server has not confirmed, and what can be done about it. */
export function OutboxPage({ onOpen }: { onOpen: (caseId: string) => void }) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const files = useLocalEvidence().filter((file) => file.given)
  const { data, isError, refetch } = useQuery(workerQueries.outbox(worker))
  const { data: dropped = [] } = useQuery(workerQueries.dropped(worker))
  const [writing, setWriting] = useState<OutboxItemV1 | null>(null)
  const actions = useOutboxActions({ onOpen, onWrite: setWriting })
  const outage = outageOf(useSyncStatus())
  const groups = data === undefined ? null : outboxGroups(data)
  const isEmpty = groups !== null && groups.troubled.length + groups.waiting.length === 0
  return (
    <section className={styles.page} aria-label={t('outbox.region')}>
      <div className={styles.top}>
        <h1>{t('outbox.region')}</h1>
        <CarryBar canCarry={!isEmpty} onSay={actions.say} />
      </div>
      <p className={styles.intro}>{t('outbox.intro')}</p>
      {outage !== null && (
        <p className={styles.outage} role="note">
          {t(`outbox.${outage}`)}
        </p>
      )}
      <NoticeLine actions={actions} />
      {isError && groups === null && <ErrorState onRetry={() => void refetch()} />}
      {!isError && groups === null && <LoadingState />}
      {isEmpty && files.length === 0 && <EmptyState title={t('outbox.empty')} hint={t('outbox.emptyHint')} />}
      {groups !== null && (
        <>
          <Group
            title={t('outbox.troubled')}
            items={groups.troubled}
            all={data ?? []}
            actions={actions}
            onOpen={onOpen}
          />
          <Group
            title={t('outbox.waiting')}
            items={groups.waiting}
            all={data ?? []}
            actions={actions}
            onOpen={onOpen}
          />
        </>
      )}
      <WaitingFiles files={files} onOpen={onOpen} />
      <DroppedList items={dropped} onRestore={actions.restore} />
      <RewriteDialog
        item={writing}
        onClose={() => setWriting(null)}
        onSave={async (item, text) => {
          const failure = await actions.saveText(item, text)
          if (failure === null) setWriting(null)
          return failure
        }}
      />
    </section>
  )
}
