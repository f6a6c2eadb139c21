import { createContext, use } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandName } from '../../../../../shared/domain/command.ts'
import styles from '../commands.module.css'
import type { CommandOutcome } from '../use-run-command.ts'

/** How the last command on the open case went; an open dialog shows what concerns its own command. */
export const OutcomeContext = createContext<CommandOutcome>({ kind: 'idle' })

/** Why the last command was not taken, as an alert; nothing otherwise. */
export function OutcomeProblem({ outcome }: { outcome: CommandOutcome }) {
  const { t } = useTranslation()
  if (outcome.kind !== 'refused' && outcome.kind !== 'failed') return null
  const why = outcome.kind === 'refused' ? t(`refusal.${outcome.code}`) : t('command.unsure')
  return (
    <p className={styles.outcome} role="alert">
      {t('command.failedTitle')} · {t(`command.name.${outcome.name}`)}: {why}
    </p>
  )
}

/** The same inside the dialog of a command, which covers the bar. */
export function DialogProblem({ command }: { command: CommandName }) {
  const outcome = use(OutcomeContext)
  const isOwn = 'name' in outcome && outcome.name === command
  return isOwn ? <OutcomeProblem outcome={outcome} /> : null
}

/** How the last command went, in one line that keeps its place. */
export function OutcomeLine({ outcome, caseNumber }: { outcome: CommandOutcome; caseNumber: string }) {
  const { t } = useTranslation()
  if (outcome.kind === 'refused' || outcome.kind === 'failed') return <OutcomeProblem outcome={outcome} />
  return (
    <p className={styles.outcome} aria-live="polite">
      {outcome.kind === 'saved' &&
        `${t('command.saved')} · ${t('command.savedBody', { name: t(`command.name.${outcome.name}`), number: caseNumber })}`}
    </p>
  )
}
