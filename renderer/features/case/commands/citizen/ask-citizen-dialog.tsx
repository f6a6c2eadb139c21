import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { EffectLine } from '../ask/effect-line.tsx'
import { someWords, usePreview } from '../ask/use-preview.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** A question the citizen reads as it is written, with the end of the wait for the answer. */
export function AskCitizenDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const [question, setQuestion] = useState('')
  const preview = usePreview({ caseId: row.id, name: 'askCitizen', args: { question: someWords } })
  const dueAtMs = preview.after?.questions.at(-1)?.answerDueAtMs
  const submit = () => {
    void run('askCitizen', { question: question.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="askCitizen"
      caseNumber={row.caseNumber}
      missing={question.trim() === '' ? [t('dialog.question')] : []}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <WordsField
        label={t('dialog.question')}
        description={t('dialog.questionHint')}
        value={question}
        onChange={setQuestion}
        minRows={4}
        autofocus
      />
      <EffectLine
        words={dueAtMs === undefined ? '' : t('dialog.answerDue', { moment: moment(dueAtMs) })}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
