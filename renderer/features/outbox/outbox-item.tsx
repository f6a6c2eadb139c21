import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useMoments } from '../../components/use-moments.ts'
import { useRefusalWords } from '../../platform/refusal-words.ts'
import { outboxStatusWord } from '../../platform/outbox/outbox-status.ts'
import type { Directory } from '../../platform/use-reference.ts'
import { Comparison } from './compare/comparison.tsx'
import styles from './outbox.module.css'
import { actionsOf, errorWordOf, fixedReasonOf, isTroubled } from './outbox-view.ts'
import type { OutboxAction } from './outbox-view.ts'

const labels = {
  keep_mine: { label: 'keepMine', hint: 'keepMineHint' },
  keep_server: { label: 'keepServer', hint: 'keepServerHint' },
  rewrite: { label: 'rewrite', hint: 'rewriteHint' },
  reopen: { label: 'rewrite', hint: 'reopenHint' },
  edit: { label: 'edit', hint: 'editHint' },
  retry: { label: 'retry', hint: 'retryHint' },
  withdraw: { label: 'withdraw', hint: 'withdrawHint' },
} as const

export type OutboxItemProps = Readonly<{
  item: OutboxItemV1
  blocker: OutboxItemV1 | null
  directory: Directory
  onAct: (action: OutboxAction, item: OutboxItemV1) => void
  onOpen: (caseId: string) => void
  /** Its comparison is open from the start. */
  startsOpen: boolean
}>

function Progress({ item, blocker }: Pick<OutboxItemProps, 'item' | 'blocker'>) {
  const { t } = useTranslation()
  const moment = useMoments()
  const parts = [
    t(`outbox.status.${outboxStatusWord(item)}`),
    t('outbox.since', { moment: moment(item.createdAtMs) }),
    item.attempts > 0 ? t('outbox.attempts', { n: item.attempts }) : '',
    item.lastError === null
      ? ''
      : t('outbox.lastError', { code: t(`outbox.error.${errorWordOf(item.lastError)}`, { code: item.lastError }) }),
    blocker === null ? '' : t('outbox.blockedBy', { name: t(`command.name.${blocker.name}`) }),
  ]
  return <p className={styles.progress}>{parts.filter((part) => part !== '').join(' · ')}</p>
}

function Actions({ item, onChoose }: Readonly<{ item: OutboxItemV1; onChoose: (action: OutboxAction) => void }>) {
  const { t } = useTranslation()
  return (
    <span className={styles.actions}>
      {actionsOf(item).map((action, place) => (
        <Button
          key={action}
          size="compact-sm"
          variant={place === 0 && isTroubled(item) ? 'filled' : 'default'}
          title={t(`outbox.${labels[action].hint}`)}
          onClick={() => onChoose(action)}
        >
          {t(`outbox.${labels[action].label}`)}
        </Button>
      ))}
    </span>
  )
}

/** The words of a command that waits, or, for one that was refused, the comparison that opens on demand. */
function Content({ item, directory, startsOpen }: Pick<OutboxItemProps, 'item' | 'directory' | 'startsOpen'>) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(startsOpen)
  if (!isTroubled(item)) return item.text === '' ? null : <p className={styles.words}>{item.text}</p>
  return (
    <>
      <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        {t('outbox.compare')}
      </button>
      {open ? (
        <Comparison itemKey={item.key} directory={directory} />
      ) : (
        item.text !== '' && <p className={styles.glance}>{item.text}</p>
      )}
    </>
  )
}

/** One queued command: what, since when, how it stands, the server's answer in words, and what can be done. */
export function OutboxItem({ item, blocker, directory, onAct, onOpen, startsOpen }: OutboxItemProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const name = t(`command.name.${item.name}`)
  const words = useRefusalWords()
  const fixed = fixedReasonOf(item)
  const dropTitle = t('outbox.dropTitle', { name, number: item.caseNumber })
  return (
    <li
      className={styles.item}
      data-troubled={isTroubled(item) || undefined}
      aria-label={`${item.caseNumber}, ${name}`}
    >
      <div className={styles.head}>
        <button
          type="button"
          className={styles.caseLink}
          onClick={() => onOpen(item.caseId)}
          title={t('outbox.openCase', { number: item.caseNumber })}
        >
          {item.caseNumber}
        </button>
        <strong>{name}</strong>
        <Actions
          item={item}
          onChoose={(action) => (action === 'keep_server' ? setAsking(true) : onAct(action, item))}
        />
      </div>
      <Progress item={item} blocker={blocker} />
      {item.code !== null && (
        <p className={styles.answer}>
          {t('outbox.answer')}: {words(item.name, item.code)}
        </p>
      )}
      {fixed !== null && <p className={styles.quiet}>{t(`outbox.${fixed}`)}</p>}
      <Content item={item} directory={directory} startsOpen={startsOpen} />
      <ConfirmDialog
        title={dropTitle}
        body={t('outbox.dropBody')}
        confirmLabel={t('outbox.keepServer')}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          onAct('keep_server', item)
          setAsking(false)
        }}
      />
    </li>
  )
}
