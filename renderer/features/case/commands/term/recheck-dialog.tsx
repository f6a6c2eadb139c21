import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { DateField } from '../ask/date-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { someWords, usePreview } from '../ask/use-preview.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** A case that had its outcome is worked on again, for a reason and until a day. */
export function RecheckDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const [dueDate, setDueDate] = useState('')
  const [reason, setReason] = useState('')
  const preview = usePreview(
    dueDate === '' ? null : { caseId: row.id, name: 'orderRecheck', args: { dueDate, reason: someWords } },
  )
  const dueAtMs = preview.after?.clocks.dueAtMs
  const submit = () => {
    void run('orderRecheck', { dueDate, reason: reason.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="orderRecheck"
      caseNumber={row.caseNumber}
      missing={[
        ...(reason.trim() === '' ? [t('dialog.reason')] : []),
        ...(dueDate === '' ? [t('dialog.recheckDate')] : []),
      ]}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <WordsField label={t('dialog.reason')} value={reason} onChange={setReason} autofocus />
      <DateField label={t('dialog.recheckDate')} kind="day" onChange={setDueDate} />
      <EffectLine
        words={typeof dueAtMs === 'number' ? t('dialog.newDue', { moment: moment(dueAtMs) }) : ''}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
