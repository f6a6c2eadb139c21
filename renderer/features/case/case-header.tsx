import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { LevelMark } from '../../components/level-mark.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import styles from './case.module.css'

/** The heading of the region `Hồ sơ`: the case number, its level and its state, provisional or not. */
export function CaseHeader({ detail, children }: { detail: CaseDetailV1; children: ReactNode }) {
  const { t } = useTranslation()
  const { case: row } = detail
  return (
    <header className={styles.header}>
      <h1 className={styles.number}>{row.caseNumber}</h1>
      <LevelMark level={row.level} withLabel />
      <StateMark label={t(`words.state.${row.state}`)} provisional={detail.provisional} />
      <span className={styles.headerEnd}>{children}</span>
    </header>
  )
}
