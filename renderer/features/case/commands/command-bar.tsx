import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import type { Directory } from '../../../platform/use-reference.ts'
import { CommandDialog, isImmediate } from './command-dialog.tsx'
import { buttonsOf } from './command-order.ts'
import type { ButtonCommand } from './command-order.ts'
import styles from './commands.module.css'
import type { CommandOutcome, RunCommand } from './use-run-command.ts'

export type CommandBarProps = Readonly<{
  detail: CaseDetailV1
  directory: Directory
  run: RunCommand
  outcome: CommandOutcome
  /** Submits what the editor holds; the bar does not know the text. */
  onSubmitReply: () => Promise<boolean>
}>

/** How the last command went, in one line that keeps its place. */
function OutcomeLine({ outcome, caseNumber }: { outcome: CommandOutcome; caseNumber: string }) {
  const { t } = useTranslation()
  if (outcome.kind === 'refused' || outcome.kind === 'failed') {
    const why = outcome.kind === 'refused' ? t(`refusal.${outcome.code}`) : t('command.unsure')
    return (
      <p className={styles.outcome} role="alert">
        {t('command.failedTitle')} · {t(`command.name.${outcome.name}`)}: {why}
      </p>
    )
  }
  return (
    <p className={styles.outcome} aria-live="polite">
      {outcome.kind === 'saved' &&
        `${t('command.saved')} · ${t('command.savedBody', { name: t(`command.name.${outcome.name}`), number: caseNumber })}`}
    </p>
  )
}

/** The command buttons in their one fixed place: the next sensible one filled, the impossible ones saying why. */
export function CommandBar({ detail, directory, run, outcome, onSubmitReply }: CommandBarProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ButtonCommand | null>(null)
  const buttons = buttonsOf(detail.commands)
  const give = (name: ButtonCommand) => {
    if (!isImmediate(name)) return setOpen(name)
    const { reply } = detail.case
    if (name === 'submitReply') void onSubmitReply()
    else if (name === 'approveReply') {
      if (reply !== null) void run(name, { revision: reply.revision, hash: reply.hash, personalDataReason: null })
    } else void run(name, {})
    return undefined
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('case.commands')}>
      <div className={styles.buttons}>
        {buttons.length === 0 && <span className={styles.quiet}>{t('case.noCommands')}</span>}
        {buttons.map((button) => (
          <ReasonedButton
            key={button.name}
            size="xs"
            variant={button.primary ? 'filled' : 'default'}
            reason={button.code === null ? null : t(`refusal.${button.code}`)}
            onClick={() => give(button.name)}
          >
            {t(`command.name.${button.name}`)}
          </ReasonedButton>
        ))}
      </div>
      <OutcomeLine outcome={outcome} caseNumber={detail.case.caseNumber} />
      {open !== null && (
        <CommandDialog command={open} detail={detail} directory={directory} run={run} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}
