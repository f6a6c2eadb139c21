import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueueFactsV1 } from '../../../../shared/ipc/queue-contract.ts'
import { WordsField } from '../commands/ask/words-field.tsx'
import { BulkForm } from './bulk-form.tsx'
import type { BulkRun } from './use-bulk-run.ts'

type BulkNoteDialogProps = Readonly<{ rows: readonly QueueFactsV1[]; bulk: BulkRun; onClose: () => void }>

/** One note, written on each of the chosen cases. */
export function BulkNoteDialog({ rows, bulk, onClose }: BulkNoteDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const label = t('command.field.note')
  const submit = () => {
    void bulk.run('addNote', rows, () => ({ id: crypto.randomUUID(), text: text.trim() }))
    onClose()
  }
  return (
    <BulkForm
      command="addNote"
      count={rows.length}
      reason={text.trim() === '' ? t('command.missing', { fields: label }) : null}
      onSubmit={submit}
      onClose={onClose}
    >
      <WordsField
        label={label}
        value={text}
        onChange={setText}
        minRows={4}
        autofocus
        description={t('command.noteHint')}
      />
    </BulkForm>
  )
}
