import { Button, Group, Stack } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { use } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefusalCode } from '../../../../shared/domain/command.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useRefusalWords } from '../../../platform/refusal-words.ts'
import { DialogProblem, OutcomeContext } from './bar/outcome-line.tsx'
import { useOutcome } from './use-run-command.ts'
import type { ButtonCommand } from './command-order.ts'
import styles from './commands.module.css'

export type DialogFormProps = Readonly<{
  command: ButtonCommand
  caseNumber: string
  /** Names of the fields still to fill; the button says so instead of failing. */
  missing: readonly string[]
  /** Why the rules would refuse what is filled in, known before it is given. */
  problem?: RefusalCode | null
  size?: string
  /** Nothing is to be filled in: the focus stands on the command at once. */
  nothingToFill?: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}>

/** A dialog for what one command needs; its button carries the command's own name. Enter in a field and Ctrl+Enter in a text give it. */
export function DialogForm(props: DialogFormProps) {
  const {
    command,
    caseNumber,
    missing,
    problem = null,
    size = 'lg',
    nothingToFill = false,
    onSubmit,
    onClose,
    children,
  } = props
  const { t } = useTranslation()
  const words = useRefusalWords()
  const isRunning = useOutcome(use(OutcomeContext)).kind === 'running'
  const name = t(`command.name.${command}`)
  const refused = problem === null ? null : words(command, problem)
  const reason = missing.length === 0 ? refused : t('command.missing', { fields: missing.join(', ') })
  const submit = () => {
    if (reason === null && !isRunning) onSubmit()
  }
  // In a text of several lines Enter is a new line: Ctrl+Enter sends from everywhere.
  useHotkeys([['mod+Enter', submit]], [])
  return (
    <DialogFrame title={t('command.dialogTitle', { name, number: caseNumber })} opened onClose={onClose} size={size}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          {children}
          <DialogProblem command={command} />
          <Group justify="flex-end" gap="xs">
            <span className={styles.missing} aria-hidden>
              {reason}
            </span>
            <Button size="xs" variant="default" onClick={onClose}>
              {t('frame.cancel')}
            </Button>
            <ReasonedButton
              size="xs"
              reason={reason}
              onClick={submit}
              {...(nothingToFill ? { 'data-autofocus': true } : {})}
            >
              {name}
            </ReasonedButton>
            {/* Without a button of this type Enter in a field would do nothing. */}
            <button type="submit" aria-label={name} hidden tabIndex={-1} />
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  )
}
