import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { Findings } from './findings.tsx'

/** Approving or publishing a reply that holds personal data: what was found, and why it may stay. */
export function PersonalDataDialog({ command, detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [reason, setReason] = useState('')
  const { reply } = row
  if (reply === null || (command !== 'approveReply' && command !== 'publish')) return null
  const give = () => {
    const personalDataReason = reason.trim()
    return command === 'publish'
      ? run(command, { personalDataReason })
      : run(command, { revision: reply.revision, hash: reply.hash, personalDataReason })
  }
  return (
    <DialogForm
      command={command}
      caseNumber={row.caseNumber}
      missing={reason.trim() === '' ? [t('dialog.personalDataReason')] : []}
      onSubmit={() => void give().then((done) => done && onClose())}
      onClose={onClose}
    >
      <Findings text={reply.text} approved={command === 'publish'} />
      <WordsField label={t('dialog.personalDataReason')} value={reason} onChange={setReason} minRows={2} autofocus />
    </DialogForm>
  )
}
