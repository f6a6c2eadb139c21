import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { GivenTransfer } from './given-transfer.tsx'

/** What comes with a transfer, and when it must be received here, before it is taken. */
export function AcceptTransferDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const preview = usePreview({ caseId: row.id, name: 'acceptTransfer', args: {} })
  const dueAtMs = preview.after?.clocks.receptionDueAtMs
  return (
    <DialogForm
      command="acceptTransfer"
      caseNumber={row.caseNumber}
      missing={[]}
      nothingToFill
      problem={preview.problem}
      onSubmit={() => void run('acceptTransfer', {}).then((done) => done && onClose())}
      onClose={onClose}
    >
      <GivenTransfer row={row} directory={directory} />
      <EffectLine
        words={typeof dueAtMs === 'number' ? t('dialog.transferAccept', { moment: moment(dueAtMs) }) : ''}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
