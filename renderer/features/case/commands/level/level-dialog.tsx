import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandDialogProps } from '../dialog-props.ts'
import { DialogForm } from '../dialog-form.tsx'
import { LevelField } from './level-field.tsx'

/** Changing the level recomputes the deadline, so it always has a reason. */
export function LevelDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [level, setLevel] = useState(detail.case.level)
  const [reason, setReason] = useState('')
  const submit = () => {
    void run('setLevel', { level, reason: reason.trim() }).then((done) => done && onClose())
  }
  const missing = [
    ...(level === detail.case.level ? [t('command.field.level')] : []),
    ...(reason.trim() === '' ? [t('command.field.reason')] : []),
  ]
  return (
    <DialogForm
      command="setLevel"
      caseNumber={detail.case.caseNumber}
      missing={missing}
      onSubmit={submit}
      onClose={onClose}
    >
      <LevelField value={level} onChange={setLevel} />
      <Textarea
        label={t('command.field.reason')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
