import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../../../../../shared/text/format-moment.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** A promise made in the reply is kept: which one, and how. */
export function SettleDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const open = row.commitments.filter((commitment) => commitment.settledAtMs === null)
  const [chosen, setChosen] = useState(open[0]?.id ?? null)
  const [note, setNote] = useState('')
  const submit = () => {
    if (chosen === null) return
    void run('settleCommitment', { id: chosen, note: note.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="settleCommitment"
      caseNumber={row.caseNumber}
      missing={[
        ...(chosen === null ? [t('dialog.commitment')] : []),
        ...(note.trim() === '' ? [t('dialog.commitmentNote')] : []),
      ]}
      onSubmit={submit}
      onClose={onClose}
    >
      <Radio.Group label={t('dialog.commitment')} value={chosen} onChange={setChosen}>
        <Stack gap={6} mt={4}>
          {open.map((commitment) => (
            <Radio
              key={commitment.id}
              size="xs"
              value={commitment.id}
              label={commitment.text}
              description={t('dialog.commitmentDue', { date: formatDate(commitment.dueAtMs) })}
            />
          ))}
        </Stack>
      </Radio.Group>
      <WordsField label={t('dialog.commitmentNote')} value={note} onChange={setNote} autofocus />
    </DialogForm>
  )
}
