import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { Findings } from './findings.tsx'

/** Publishing a reply that holds personal data: what was found, and why it may stay. */
export function PersonalDataDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [reason, setReason] = useState('')
  const { reply } = row
  if (reply === null) return null
  return (
    <DialogForm
      command="publish"
      caseNumber={row.caseNumber}
      missing={reason.trim() === '' ? [t('dialog.personalDataReason')] : []}
      onSubmit={() => void run('publish', { personalDataReason: reason.trim() }).then((done) => done && onClose())}
      onClose={onClose}
    >
      <Findings text={reply.text} approved />
      <WordsField label={t('dialog.personalDataReason')} value={reason} onChange={setReason} minRows={2} autofocus />
    </DialogForm>
  )
}
