import { IconAlarm, IconAlertTriangleFilled, IconPlayerPauseFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './marks.module.css'

/** `paused` while the clock stands still in time, `stopped` where none runs. */
type DueStatus = 'on_time' | 'due_soon' | 'overdue' | 'paused' | 'stopped'

export type DeadlineBarProps = Readonly<{
  status: DueStatus
  /** Share of each clock used; above 1 is over. */
  receptionShare: number
  processingShare: number
  /** The remaining working time in words; empty where no clock runs. */
  words: string
  /** The elapsed real time and the due date, for hovering. */
  hint: string
  /** Computed by a rule that is not confirmed. */
  provisional: boolean
}>

const widthOf = (share: number) => `${Math.round(Math.max(0, Math.min(1, share)) * 100)}%`

/** A thin bar of two parts (reception, processing) over the remaining time; due soon and overdue differ by icon and weight. */
export function DeadlineBar(props: DeadlineBarProps) {
  const { t } = useTranslation()
  return (
    <span className={styles.deadline} data-status={props.status} title={props.hint}>
      <span className={styles.deadlineWords}>
        {props.status === 'due_soon' && <IconAlarm size={13} aria-hidden />}
        {props.status === 'paused' && <IconPlayerPauseFilled size={13} aria-hidden />}
        {props.status === 'overdue' && <IconAlertTriangleFilled size={13} aria-hidden />}
        <span>{props.words}</span>
        {props.provisional && props.words !== '' && (
          <abbr className={styles.temporary} title={t('case.provisionalRule')} aria-label={t('frame.temporaryRule')}>
            *
          </abbr>
        )}
      </span>
      <span className={styles.track} aria-hidden>
        <span className={styles.reception}>
          <span className={styles.fill} style={{ width: widthOf(props.receptionShare) }} />
        </span>
        <span className={styles.processing}>
          <span className={styles.fill} style={{ width: widthOf(props.processingShare) }} />
        </span>
      </span>
    </span>
  )
}
