import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { useMoments } from '../../components/use-moments.ts'
import { outboxStatusWord } from '../../platform/outbox-status.ts'
import type { Directory } from '../../platform/use-reference.ts'
import styles from './outbox.module.css'
import { actionsOf, errorWordOf, isTroubled } from './outbox-view.ts'
import type { OutboxAction } from './outbox-view.ts'
import { ServerSide } from './server-side.tsx'

type RefusalWord = keyof typeof vietnamese.refusal
const isRefusal = (code: string): code is RefusalWord => Object.hasOwn(vietnamese.refusal, code)

const labels = { keep_mine: 'keepMine', keep_server: 'keepServer', rewrite: 'rewrite', withdraw: 'withdraw' } as const

export type OutboxItemProps = Readonly<{
  item: OutboxItemV1
  blocker: OutboxItemV1 | null
  directory: Directory
  onAct: (action: OutboxAction, item: OutboxItemV1) => void
  onOpen: (caseId: string) => void
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

/** One queued command: what, since when, how it stands, the server's answer in words, and what can be done. */
export function OutboxItem({ item, blocker, directory, onAct, onOpen }: OutboxItemProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'keep_server' | 'withdraw' | null>(null)
  const name = t(`command.name.${item.name}`)
  const titleWords = { name, number: item.caseNumber }
  const act = (action: OutboxAction) =>
    action === 'keep_server' || action === 'withdraw' ? setAsking(action) : onAct(action, item)
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
        <span className={styles.actions}>
          {actionsOf(item).map((action, place) => (
            <Button
              key={action}
              size="compact-sm"
              variant={place === 0 && action !== 'withdraw' ? 'filled' : 'default'}
              title={t(`outbox.${labels[action]}Hint`)}
              onClick={() => act(action)}
            >
              {t(`outbox.${labels[action]}`)}
            </Button>
          ))}
        </span>
      </div>
      <Progress item={item} blocker={blocker} />
      {item.code !== null && (
        <p className={styles.answer}>
          {t('outbox.answer')}: {isRefusal(item.code) ? t(`refusal.${item.code}`) : item.code}
        </p>
      )}
      <div className={styles.compare}>
        {item.text !== '' && (
          <div className={styles.version}>
            <div className={styles.versionHead}>
              <span>{t('outbox.myWords')}</span>
              <CopyButton text={item.text} />
            </div>
            <p className={styles.words}>{item.text}</p>
          </div>
        )}
        <ServerSide result={item.result} directory={directory} />
      </div>
      <ConfirmDialog
        title={asking === 'withdraw' ? t('outbox.withdrawTitle', titleWords) : t('outbox.dropTitle', titleWords)}
        body={asking === 'withdraw' ? t('outbox.withdrawBody') : t('outbox.dropBody')}
        confirmLabel={t(asking === 'withdraw' ? 'outbox.withdraw' : 'outbox.keepServer')}
        opened={asking !== null}
        onClose={() => setAsking(null)}
        onConfirm={() => {
          if (asking !== null) onAct(asking, item)
          setAsking(null)
        }}
      />
    </li>
  )
}
