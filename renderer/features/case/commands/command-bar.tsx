import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import type { Directory } from '../../../platform/use-reference.ts'
import { useRefusalWords } from '../../../platform/refusal-words.ts'
import { giveAtOnce } from './bar/immediate.ts'
import { OtherCommands } from './bar/other-commands.tsx'
import { OutcomeContext, OutcomeLine } from './bar/outcome-line.tsx'
import { buttonsOf } from './command-order.ts'
import type { ButtonCommand, CommandButton } from './command-order.ts'
import styles from './commands.module.css'
import type { ReplyInHand } from './dialog-props.ts'
import type { CommandRunner } from './use-run-command.ts'

// Reading a case needs none of the dialogs.
const CommandDialog = lazy(async () => ({ default: (await import('./command-dialog.tsx')).CommandDialog }))

export type CommandBarProps = Readonly<{
  detail: CaseDetailV1
  directory: Directory
  runner: CommandRunner
  reply: ReplyInHand
}>

type ButtonsProps = Readonly<{
  buttons: readonly CommandButton[]
  quiet?: boolean
  onGive: (name: ButtonCommand) => void
}>

function Buttons({ buttons, quiet = false, onGive }: ButtonsProps) {
  const { t } = useTranslation()
  const words = useRefusalWords()
  return buttons.map((button) => (
    <ReasonedButton
      key={button.name}
      size={quiet ? 'compact-xs' : 'xs'}
      variant={button.primary ? 'filled' : quiet ? 'subtle' : 'default'}
      reason={button.code === null ? null : words(button.name, button.code)}
      onClick={() => onGive(button.name)}
    >
      {t(`command.name.${button.name}`)}
    </ReasonedButton>
  ))
}

/** A dialog that closes gives the focus back to the button that opened it, or to the bar when that button is gone. */
function useFocusReturn(isOpen: boolean) {
  const bar = useRef<HTMLDivElement>(null)
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    if (isOpen || opener.current === null) return
    const from = opener.current
    opener.current = null
    const target = from.isConnected ? from : bar.current?.querySelector('button')
    if (target instanceof HTMLElement) target.focus()
  }, [isOpen])
  const remember = () => {
    opener.current = document.activeElement
  }
  return { bar, remember }
}

/** The command buttons in their one fixed place: the next sensible one filled, the impossible ones saying why. */
export function CommandBar({ detail, directory, runner, reply }: CommandBarProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<ButtonCommand | null>(null)
  const { bar, remember } = useFocusReturn(open !== null)
  const { run, outcomes, clear } = runner
  const { first, further, others } = buttonsOf(detail.commands, detail.case.state)
  const give = (name: ButtonCommand) => {
    clear()
    if (!giveAtOnce(name, { detail, run, reply })) {
      remember()
      setOpen(name)
    }
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('case.commands')} ref={bar}>
      <div className={styles.buttons}>
        {detail.commands.length === 0 && <span className={styles.quiet}>{t('case.noCommands')}</span>}
        <Buttons buttons={first} onGive={give} />
      </div>
      <div className={styles.further}>
        <Buttons buttons={further} quiet onGive={give} />
        <span className={styles.end}>
          <OtherCommands others={others} />
        </span>
      </div>
      <OutcomeLine outcomes={outcomes} detail={detail} />
      {open !== null && (
        <OutcomeContext value={outcomes}>
          <Suspense fallback={null}>
            <CommandDialog
              command={open}
              detail={detail}
              directory={directory}
              run={run}
              reply={reply}
              onClose={() => setOpen(null)}
            />
          </Suspense>
        </OutcomeContext>
      )}
    </div>
  )
}
