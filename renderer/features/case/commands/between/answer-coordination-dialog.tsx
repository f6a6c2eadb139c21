import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { WordsField } from '../ask/words-field.tsx'
import styles from '../commands.module.css'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { openQuestionsTo } from './open-questions.ts'

/** The question put to this agency, and its answer; where several are open, which of them. */
export function AnswerCoordinationDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const open = openQuestionsTo(row, directory.data.me.grants)
  const [chosen, setChosen] = useState(open[0]?.id ?? null)
  const [answer, setAnswer] = useState('')
  const submit = () => {
    if (chosen === null) return
    void run('answerCoordination', { id: chosen, answer: answer.trim() }).then((done) => done && onClose())
  }
  const words = (asked: (typeof open)[number]) =>
    t('dialog.askedBy', {
      agency: directory.agencyName(row.agency),
      moment: moment(asked.askedAtMs),
      due: moment(asked.dueAtMs),
    })
  return (
    <DialogForm
      command="answerCoordination"
      caseNumber={row.caseNumber}
      missing={[
        ...(chosen === null ? [t('dialog.coordinationAsked')] : []),
        ...(answer.trim() === '' ? [t('dialog.coordinationAnswer')] : []),
      ]}
      onSubmit={submit}
      onClose={onClose}
    >
      {open.length > 1 ? (
        <Radio.Group label={t('dialog.coordinationAsked')} value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={4}>
            {open.map((asked) => (
              <Radio key={asked.id} size="xs" value={asked.id} label={asked.question} description={words(asked)} />
            ))}
          </Stack>
        </Radio.Group>
      ) : (
        open.map((asked) => (
          <div key={asked.id} className={styles.given}>
            <strong>{t('dialog.coordinationAsked')}</strong>
            <p lang="vi">{asked.question}</p>
            <p className={styles.quiet}>{words(asked)}</p>
          </div>
        ))
      )}
      <WordsField label={t('dialog.coordinationAnswer')} value={answer} onChange={setAnswer} minRows={4} autofocus />
    </DialogForm>
  )
}
