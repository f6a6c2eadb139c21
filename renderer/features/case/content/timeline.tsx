import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { MarkedText } from '../../../components/marks/marked-text.tsx'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from './content.module.css'
import { EventExtra } from './event-extra.tsx'
import { eventKeyOf } from './event-words.ts'

export type TimelineProps = Readonly<{
  events: CaseDetailV1['events']
  /** The files of the case: entries name theirs by id. */
  files: CaseDetailV1['files']
  directory: Directory
  empty: string
}>

/** Newest first; what the server has not confirmed is dashed, what was recorded offline and arrived late says so. */
export function Timeline({ events, files, directory, empty }: TimelineProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  if (events.length === 0) return <p className={styles.quiet}>{empty}</p>
  const newestFirst = events.toSorted((a, b) => b.atMs - a.atMs)
  return (
    <ol className={styles.timeline}>
      {newestFirst.map((event) => (
        <li key={event.id} className={styles.event} data-pending={event.pending || undefined}>
          <div className={styles.eventHead}>
            <strong>{t(eventKeyOf(event))}</strong>
            {event.actor !== null && <span>{directory.officialName(event.actor)}</span>}
            {event.pending && <em>{t('frame.provisional')}</em>}
            {event.late && <em>{t('case.late')}</em>}
            <time dateTime={new Date(event.atMs).toISOString()}>{moment(event.atMs)}</time>
          </div>
          {event.text !== '' && (
            <p className={styles.eventText}>
              <MarkedText text={event.text} />
            </p>
          )}
          {event.extra !== null && <EventExtra extra={event.extra} files={files} />}
        </li>
      ))}
    </ol>
  )
}
