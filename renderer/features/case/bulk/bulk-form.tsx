import { Button, Group, Stack } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandName } from '../../../../shared/domain/command.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useLanguage } from '../../../components/use-language.ts'

export type BulkFormProps = Readonly<{
  command: CommandName
  count: number
  /** Why it cannot be given yet; null when it can. */
  reason: string | null
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}>

/** What a command on many cases needs, asked once for all of them. Ctrl+Enter gives it. */
export function BulkForm({ command, count, reason, onSubmit, onClose, children }: BulkFormProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = t(`command.name.${command}`)
  const submit = () => {
    if (reason === null) onSubmit()
  }
  useHotkeys([['mod+Enter', submit]], [])
  return (
    <DialogFrame title={t('bulk.dialogTitle', { name, n: formatCount(count, language) })} opened onClose={onClose}>
      <Stack gap="sm">
        {children}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            {t('frame.cancel')}
          </Button>
          <ReasonedButton size="xs" reason={reason} onClick={submit}>
            {name}
          </ReasonedButton>
        </Group>
      </Stack>
    </DialogFrame>
  )
}
