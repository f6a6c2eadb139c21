import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { AgencyField } from '../ask/agency-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { GivenTransfer } from './given-transfer.tsx'

/** A transfer is approved as proposed; the city's coordinator may send the case to another agency. */
export function ApproveTransferDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const [target, setTarget] = useState(row.proposal?.targetAgency ?? null)
  const coordinates = directory.data.me.grants.some((grant) => grant.role === 'city_coordinator')
  const preview = usePreview(
    target === null ? null : { caseId: row.id, name: 'approveTransfer', args: { targetAgency: target } },
  )
  const dueAtMs = preview.after?.proposal?.answerDueAtMs
  const submit = () => {
    if (target !== null) void run('approveTransfer', { targetAgency: target }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="approveTransfer"
      caseNumber={row.caseNumber}
      missing={target === null ? [t('dialog.target')] : []}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <GivenTransfer row={row} directory={directory} />
      {coordinates && (
        <AgencyField
          label={t('dialog.target')}
          directory={directory}
          own={row.agency}
          value={target}
          onChange={setTarget}
        />
      )}
      <EffectLine
        words={typeof dueAtMs === 'number' ? t('dialog.transferStage.receiver', { moment: moment(dueAtMs) }) : ''}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
