import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { personalDataIn } from '../../../../../shared/domain/reply/personal-data.ts'
import { WordsField } from '../ask/words-field.tsx'
import { Findings } from '../citizen/findings.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { MissingFiles } from './missing-files-note.tsx'
import { missingFiles } from './missing-files.ts'

/** Approving a reply that holds personal data, or whose files have not arrived: why it goes out as it is. */
export function ApproveDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [dataReason, setDataReason] = useState('')
  const [filesReason, setFilesReason] = useState('')
  const { reply } = row
  if (reply === null) return null
  const asksData = personalDataIn(reply.text).length > 0
  const missing = missingFiles(detail)
  const asksFiles = missing.length > 0
  const approve = () =>
    run('approveReply', {
      revision: reply.revision,
      hash: reply.hash,
      personalDataReason: asksData ? dataReason.trim() : null,
      missingFilesReason: asksFiles ? filesReason.trim() : null,
    })
  return (
    <DialogForm
      command="approveReply"
      caseNumber={row.caseNumber}
      missing={[
        ...(asksFiles && filesReason.trim() === '' ? [t('dialog.missingFilesReason')] : []),
        ...(asksData && dataReason.trim() === '' ? [t('dialog.personalDataReason')] : []),
      ]}
      onSubmit={() => void approve().then((done) => done && onClose())}
      onClose={onClose}
    >
      {asksFiles && (
        <>
          <MissingFiles files={missing} />
          <WordsField
            label={t('dialog.missingFilesReason')}
            value={filesReason}
            onChange={setFilesReason}
            minRows={2}
            autofocus
          />
        </>
      )}
      {asksData && (
        <>
          <Findings text={reply.text} approved={false} />
          <WordsField
            label={t('dialog.personalDataReason')}
            value={dataReason}
            onChange={setDataReason}
            minRows={2}
            autofocus={!asksFiles}
          />
        </>
      )}
    </DialogForm>
  )
}
