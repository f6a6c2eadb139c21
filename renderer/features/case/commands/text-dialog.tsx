import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { WordsField } from './ask/words-field.tsx'
import type { ButtonCommand } from './command-order.ts'
import { DialogForm } from './dialog-form.tsx'

export type TextDialogProps = Readonly<{
  command: ButtonCommand
  caseNumber: string
  label: string
  description?: string
  /** What the text is about, shown above it. */
  about?: ReactNode
  onSubmit: (text: string) => Promise<boolean>
  onClose: () => void
}>

/** One text field: a note, a finding, a reason. The dialog stays open when the command was not taken. */
export function TextDialog({ command, caseNumber, label, description, about, onSubmit, onClose }: TextDialogProps) {
  const [text, setText] = useState('')
  const { t } = useTranslation()
  const submit = () => {
    void onSubmit(text.trim()).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command={command}
      caseNumber={caseNumber}
      missing={text.trim() === '' ? [label] : []}
      onSubmit={submit}
      onClose={onClose}
    >
      {about}
      <WordsField
        label={label}
        value={text}
        onChange={setText}
        minRows={4}
        autofocus
        {...(command === 'addNote'
          ? { description: t('command.noteHint') }
          : description === undefined
            ? {}
            : { description })}
      />
    </DialogForm>
  )
}
