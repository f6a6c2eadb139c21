import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cityDate, dayEndMs } from '../ask/city-time.ts'
import { DateField } from '../ask/date-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

const usualDays = 2
const dayMs = 86_400_000

/** A case is taken along to work on without a network, until the end of a day. */
export function CheckOutDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [date, setDate] = useState(() => cityDate(Date.now() + usualDays * dayMs))
  const untilMs = dayEndMs(date)
  const preview = usePreview(untilMs === null ? null : { caseId: row.id, name: 'checkOut', args: { untilMs } })
  const submit = () => {
    if (untilMs !== null) void run('checkOut', { untilMs }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="checkOut"
      caseNumber={row.caseNumber}
      missing={untilMs === null ? [t('dialog.until')] : []}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <DateField
        label={t('dialog.until')}
        description={t('dialog.untilHint')}
        kind="day"
        start={date}
        onChange={setDate}
        autofocus
      />
      <EffectLine words="" problem={preview.problem} />
    </DialogForm>
  )
}
