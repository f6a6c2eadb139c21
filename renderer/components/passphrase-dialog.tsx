import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

export type PassphraseDialogProps = Readonly<{
  title: string
  body: string
  confirmLabel: string
  shortest: number
  /** A new passphrase is typed twice; a known one once. */
  isNew: boolean
  opened: boolean
  onClose: () => void
  /** Answers what is wrong in words, null when it is done. */
  onSubmit: (passphrase: string) => Promise<string | null>
}>

type FormProps = Omit<PassphraseDialogProps, 'title' | 'opened'>

function PassphraseForm({ body, confirmLabel, shortest, isNew, onClose, onSubmit }: FormProps) {
  const { t } = useTranslation()
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const problem = () => {
    if ([...passphrase.trim()].length < shortest) return t('carry.tooShort', { n: shortest })
    return isNew && repeated !== passphrase ? t('carry.differs') : null
  }
  const submit = async () => {
    const wrong = problem()
    setFailure(wrong)
    if (wrong !== null) return
    setBusy(true)
    setFailure(await onSubmit(passphrase))
    setBusy(false)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{body}</Text>
        <PasswordInput
          label={t('carry.passphrase')}
          description={isNew ? t('carry.passphraseHint', { n: shortest }) : undefined}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {isNew && (
          <PasswordInput
            label={t('carry.repeat')}
            value={repeated}
            onChange={(event) => setRepeated(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        {failure !== null && (
          <Text size="sm" c="red" role="alert">
            {failure}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onClose}>
            {t('frame.cancel')}
          </Button>
          <Button type="submit" size="xs" loading={busy}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Asks for the passphrase of a file and stays open, with what is wrong, until the work is done. */
export function PassphraseDialog({ title, opened, ...form }: PassphraseDialogProps) {
  return (
    <DialogFrame title={title} opened={opened} onClose={form.onClose} size="md">
      {opened && <PassphraseForm {...form} />}
    </DialogFrame>
  )
}
