import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import type { ButtonCommand } from './command-order.ts'
import styles from './commands.module.css'

export type DialogFormProps = Readonly<{
  command: ButtonCommand
  caseNumber: string
  /** Names of the fields still to fill; the button says so instead of failing. */
  missing: readonly string[]
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}>

/** A dialog for what one command needs; its button carries the command's own name. */
export function DialogForm({ command, caseNumber, missing, onSubmit, onClose, children }: DialogFormProps) {
  const { t } = useTranslation()
  const name = t(`command.name.${command}`)
  const reason = missing.length === 0 ? null : t('command.missing', { fields: missing.join(', ') })
  return (
    <DialogFrame title={t('command.dialogTitle', { name, number: caseNumber })} opened onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === null) onSubmit()
        }}
      >
        <Stack gap="sm">
          {children}
          <Group justify="flex-end" gap="xs">
            <span className={styles.missing} aria-hidden>
              {reason}
            </span>
            <Button size="xs" variant="default" onClick={onClose}>
              {t('frame.cancel')}
            </Button>
            <ReasonedButton size="xs" reason={reason} onClick={onSubmit}>
              {name}
            </ReasonedButton>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  )
}
