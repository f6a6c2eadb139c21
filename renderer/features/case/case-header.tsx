import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { LevelMark } from '../../components/marks/level-mark.tsx'
import { StateMark } from '../../components/marks/state-mark.tsx'
import styles from './case.module.css'

export type CaseHeaderProps = Readonly<{ detail: CaseDetailV1; start?: ReactNode; end?: ReactNode }>

/** The heading of the region `Hồ sơ`: the case number, its level and its state, provisional or not. */
export function CaseHeader({ detail, start, end }: CaseHeaderProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  return (
    <header className={styles.header}>
      {start}
      <h1 className={styles.number}>{row.caseNumber}</h1>
      <LevelMark level={row.level} withLabel />
      <StateMark label={t(`words.state.${row.state}`)} provisional={detail.provisional} />
      {end !== undefined && <span className={styles.headerEnd}>{end}</span>}
    </header>
  )
}
