import type { ReactNode } from 'react'
import styles from './standing.module.css'

export type NoticeProps = Readonly<{
  icon: ReactNode
  title: string
  /** Who and when, in muted words after the title. */
  meta?: string
  /** Until when somebody must have answered. */
  due?: Readonly<{ words: string; late: boolean }> | null
  tone?: 'plain' | 'warn'
  children?: ReactNode
}>

/** One thing that is going on around a case, in a line or a few. */
export function Notice({ icon, title, meta, due = null, tone = 'plain', children }: NoticeProps) {
  return (
    <li className={styles.notice} data-tone={tone}>
      {icon}
      <div>
        <strong>{title}</strong>
        {meta !== undefined && meta !== '' && <span className={styles.meta}>{meta}</span>}
        {due !== null && (
          <span className={styles.meta} data-late={due.late || undefined}>
            {due.words}
          </span>
        )}
        {children}
      </div>
    </li>
  )
}
