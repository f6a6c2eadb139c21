import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatIsoDate } from '../../../../../shared/text/format-moment.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { workerQueries } from '../../../../platform/worker-queries.ts'
import { DateField } from '../ask/date-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { someWords, usePreview } from '../ask/use-preview.ts'
import { WordsField } from '../ask/words-field.tsx'
import styles from '../commands.module.css'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** More time is asked for with a day and a reason; the new deadline and the furthest day allowed are shown while one chooses. */
export function ExtensionDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { worker } = useServices()
  const { case: row } = detail
  const [dueDate, setDueDate] = useState('')
  const [reason, setReason] = useState('')
  const { data: limit } = useQuery(workerQueries.extensionLimit(worker, row.id))
  const preview = usePreview(
    dueDate === '' ? null : { caseId: row.id, name: 'requestExtension', args: { dueDate, reason: someWords } },
  )
  const asked = preview.after?.extensions.at(-1)
  const { dueAtMs } = row.clocks
  const furthest =
    limit === undefined
      ? undefined
      : limit === null
        ? t('dialog.extensionNoLimit')
        : t('dialog.extensionLimit', { date: formatIsoDate(limit.lastDate) })
  const submit = () => {
    void run('requestExtension', { dueDate, reason: reason.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="requestExtension"
      caseNumber={row.caseNumber}
      missing={[
        ...(dueDate === '' ? [t('dialog.extensionDate')] : []),
        ...(reason.trim() === '' ? [t('dialog.reason')] : []),
      ]}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {dueAtMs !== null && (
        <p className={styles.effect}>
          {t('dialog.current')}: <strong>{moment(dueAtMs)}</strong>
        </p>
      )}
      <DateField
        label={t('dialog.extensionDate')}
        kind="day"
        onChange={setDueDate}
        {...(furthest === undefined ? {} : { description: furthest })}
        autofocus
      />
      <EffectLine
        words={asked === undefined ? '' : t('dialog.newDue', { moment: moment(asked.dueAtMs) })}
        problem={preview.problem}
      />
      <WordsField label={t('dialog.reason')} value={reason} onChange={setReason} />
    </DialogForm>
  )
}
