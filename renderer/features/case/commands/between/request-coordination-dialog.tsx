import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { AgencyField } from '../ask/agency-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { someWords, usePreview } from '../ask/use-preview.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** Another agency is asked for its part; its own deadline, before the lead's, is shown before it is asked. */
export function RequestCoordinationDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const [id] = useState(() => crypto.randomUUID())
  const [agency, setAgency] = useState<string | null>(null)
  const [question, setQuestion] = useState('')
  const preview = usePreview(
    agency === null ? null : { caseId: row.id, name: 'requestCoordination', args: { id, agency, question: someWords } },
  )
  const dueAtMs = preview.after?.coordination.at(-1)?.dueAtMs
  const submit = () => {
    if (agency === null) return
    void run('requestCoordination', { id, agency, question: question.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="requestCoordination"
      caseNumber={row.caseNumber}
      missing={[
        ...(agency === null ? [t('dialog.agency')] : []),
        ...(question.trim() === '' ? [t('dialog.coordinationQuestion')] : []),
      ]}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <AgencyField
        label={t('dialog.agency')}
        directory={directory}
        own={row.agency}
        value={agency}
        onChange={setAgency}
      />
      <WordsField label={t('dialog.coordinationQuestion')} value={question} onChange={setQuestion} />
      <EffectLine
        words={dueAtMs === undefined ? '' : t('dialog.coordinationDue', { moment: moment(dueAtMs) })}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
