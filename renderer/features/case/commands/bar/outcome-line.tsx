import { createContext, use } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'
import type { CommandName } from '../../../../../shared/domain/command.ts'
import { useRefusalWords } from '../../../../platform/refusal-words.ts'
import styles from '../commands.module.css'
import { OutcomeStore, useOutcome } from '../use-run-command.ts'
import type { CommandOutcome } from '../use-run-command.ts'

/** How the last command on the open case went; an open dialog shows what concerns its own command. */
export const OutcomeContext = createContext(new OutcomeStore())

/** Why the last command was not taken, as an alert; nothing otherwise. */
export function OutcomeProblem({ outcome }: { outcome: CommandOutcome }) {
  const { t } = useTranslation()
  const words = useRefusalWords()
  if (outcome.kind !== 'refused' && outcome.kind !== 'failed') return null
  const why = outcome.kind === 'refused' ? words(outcome.name, outcome.code) : t('command.unsure')
  return (
    <p className={styles.outcome} role="alert">
      {t('command.failedTitle')} · {t(`command.name.${outcome.name}`)}: {why}
    </p>
  )
}

/** The same inside the dialog of a command, which covers the bar. */
export function DialogProblem({ command }: { command: CommandName }) {
  const outcome = useOutcome(use(OutcomeContext))
  const isOwn = 'name' in outcome && outcome.name === command
  return isOwn ? <OutcomeProblem outcome={outcome} /> : null
}

type OutcomeLineProps = Readonly<{ outcomes: OutcomeStore; detail: Pick<CaseDetailV1, 'case' | 'pending'> }>

/** How the last command went, in one line that keeps its place: it waits for the server, or has been sent. */
export function OutcomeLine({ outcomes, detail }: OutcomeLineProps) {
  const { t } = useTranslation()
  const outcome = useOutcome(outcomes)
  if (outcome.kind === 'refused' || outcome.kind === 'failed') return <OutcomeProblem outcome={outcome} />
  if (outcome.kind !== 'saved') return <p className={styles.outcome} aria-live="polite" />
  const words = { name: t(`command.name.${outcome.name}`), number: detail.case.caseNumber }
  const isWaiting = !outcome.shown || detail.pending.some(({ key }) => key === outcome.key)
  return (
    <p className={styles.outcome} aria-live="polite">
      {isWaiting ? `${t('command.saved')} · ${t('command.savedBody', words)}` : t('command.sentBody', words)}
    </p>
  )
}
