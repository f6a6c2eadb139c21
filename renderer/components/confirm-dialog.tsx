import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

export type ConfirmDialogProps = Readonly<{
  title: string
  body: string
  confirmLabel: string
  opened: boolean
  onConfirm: () => void
  onClose: () => void
}>

/** Asks once, with the object's name in the title, before something is given up. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <DialogFrame title={props.title} opened={props.opened} onClose={props.onClose} size="md">
      <Stack gap="md">
        <Text size="sm">{props.body}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={props.onClose} data-autofocus>
            {t('frame.cancel')}
          </Button>
          <Button size="xs" color="red" onClick={props.onConfirm}>
            {props.confirmLabel}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  )
}
