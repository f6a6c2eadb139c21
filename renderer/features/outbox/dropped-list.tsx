import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DroppedItemV1 } from '../../../shared/ipc/outbox-contract.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useMoments } from '../../components/use-moments.ts'
import styles from './outbox.module.css'

export type DroppedListProps = Readonly<{ items: readonly DroppedItemV1[]; onRestore: (item: DroppedItemV1) => void }>

/** What was withdrawn, given up or rewritten, with its words and the way back, closed until wanted. */
export function DroppedList({ items, onRestore }: DroppedListProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  if (items.length === 0) return null
  return (
    <details className={styles.dropped}>
      <summary>{t('outbox.dropped', { n: formatCount(items.length, language) })}</summary>
      <p className={styles.quiet}>{t('outbox.droppedHint')}</p>
      <ul className={styles.items}>
        {items.map((item) => (
          <li
            key={item.key}
            className={styles.item}
            aria-label={`${item.caseNumber}, ${t(`command.name.${item.name}`)}`}
          >
            <div className={styles.head}>
              <span className={styles.number}>{item.caseNumber}</span>
              <strong>{t(`command.name.${item.name}`)}</strong>
              <span className={styles.actions}>
                {item.text !== '' && <CopyButton text={item.text} />}
                <Button size="compact-sm" variant="default" onClick={() => onRestore(item)}>
                  {t('outbox.restore')}
                </Button>
              </span>
            </div>
            <p className={styles.progress}>
              {t(`outbox.way.${item.way}`, { moment: moment(item.droppedAtMs) })} ·{' '}
              {t('outbox.keptUntil', { moment: moment(item.keptUntilMs) })}
            </p>
            {item.text !== '' && <p className={styles.words}>{item.text}</p>}
          </li>
        ))}
      </ul>
    </details>
  )
}
