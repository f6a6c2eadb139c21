import { useTranslation } from 'react-i18next'
import type { RefusalCode } from '../../../../../shared/domain/command.ts'
import styles from '../commands.module.css'

/** What will happen, or why it would be refused, in one line that keeps its place while it changes. */
export function EffectLine({ words, problem }: { words: string; problem: RefusalCode | null }) {
  const { t } = useTranslation()
  return (
    <p className={styles.effect} data-refused={problem !== null || undefined} aria-live="polite">
      {problem === null ? words : t(`refusal.${problem}`)}
    </p>
  )
}
