import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './screen-states.module.css'

const skeletonDelayMs = 200

/** Says what would be here and how it gets here. */
export function EmptyState({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className={styles.state} role="note">
      <p className={styles.title}>{title}</p>
      <p className={styles.hint}>{hint}</p>
      {children}
    </div>
  )
}

/** Says what failed, what is safe, and offers the next step. */
export function ErrorState({ onRetry, title, hint }: { onRetry: () => void; title?: string; hint?: string }) {
  const { t } = useTranslation()
  return (
    <div className={styles.state} role="alert">
      <IconAlertCircle size={24} aria-hidden />
      <p className={styles.title}>{title ?? t('frame.loadFailed')}</p>
      <p className={styles.hint}>{hint ?? t('frame.loadFailedHint')}</p>
      <Button variant="default" size="xs" onClick={onRetry}>
        {t('frame.retry')}
      </Button>
    </div>
  )
}

/** Grey lines, only after 200 ms: what arrives sooner never flickers. */
export function LoadingState({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), skeletonDelayMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={styles.loading} aria-busy="true">
      <span className="visually-hidden">{t('frame.loading')}</span>
      {late && Array.from({ length: lines }, (_, line) => <span key={line} className={styles.line} />)}
    </div>
  )
}
