import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cityMinute, minuteMs } from '../ask/city-time.ts'
import { DateField } from '../ask/date-field.tsx'
import { WordsField } from '../ask/words-field.tsx'
import styles from '../commands.module.css'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { pointOf, pointText } from './typed-point.ts'

/** What was seen at the place, when, and where exactly if that is known. */
export function VisitDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [id] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const [at, setAt] = useState(() => cityMinute(Date.now()))
  const [typedPoint, setTypedPoint] = useState('')
  const occurredAtMs = minuteMs(at)
  const point = pointOf(typedPoint)
  const { point: reported } = row
  const submit = () => {
    if (occurredAtMs === null || point === undefined) return
    void run('recordVisit', { id, text: text.trim(), occurredAtMs, point }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="recordVisit"
      caseNumber={row.caseNumber}
      missing={[
        ...(text.trim() === '' ? [t('dialog.visitText')] : []),
        ...(occurredAtMs === null ? [t('dialog.visitAt')] : []),
        ...(point === undefined ? [t('dialog.visitPoint')] : []),
      ]}
      onSubmit={submit}
      onClose={onClose}
    >
      <WordsField label={t('dialog.visitText')} value={text} onChange={setText} minRows={4} autofocus />
      <DateField label={t('dialog.visitAt')} kind="moment" start={at} onChange={setAt} />
      <div className={styles.row}>
        <TextInput
          label={t('dialog.visitPoint')}
          description={t('dialog.visitPointHint')}
          error={point === undefined ? t('dialog.visitPointWrong') : null}
          value={typedPoint}
          onChange={(event) => setTypedPoint(event.currentTarget.value)}
        />
        {reported !== null && (
          <Button size="xs" variant="default" onClick={() => setTypedPoint(pointText(reported))}>
            {t('dialog.visitPointOfCase')}
          </Button>
        )}
      </div>
    </DialogForm>
  )
}
