import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ButtonCommand } from './command-order.ts'
import { DialogForm } from './dialog-form.tsx'

export type TextDialogProps = Readonly<{
  command: ButtonCommand
  caseNumber: string
  label: 'note' | 'reason'
  onSubmit: (text: string) => Promise<boolean>
  onClose: () => void
}>

/** One text field: a note, a finding, a reason. The dialog stays open when the command was not taken. */
export function TextDialog({ command, caseNumber, label, onSubmit, onClose }: TextDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const name = t(`command.field.${label}`)
  const submit = () => {
    void onSubmit(text.trim()).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command={command}
      caseNumber={caseNumber}
      missing={text.trim() === '' ? [name] : []}
      onSubmit={submit}
      onClose={onClose}
    >
      <Textarea
        label={name}
        description={command === 'addNote' ? t('command.noteHint') : undefined}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
