import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../../components/use-moments.ts'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { GivenExtension } from './given-extension.tsx'

/** The wish for more time, and the deadline the case has once it is granted. */
export function GrantDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const preview = usePreview({ caseId: row.id, name: 'grantExtension', args: {} })
  const dueAtMs = preview.after?.clocks.dueAtMs
  return (
    <DialogForm
      command="grantExtension"
      caseNumber={row.caseNumber}
      missing={[]}
      nothingToFill
      problem={preview.problem}
      onSubmit={() => void run('grantExtension', {}).then((done) => done && onClose())}
      onClose={onClose}
    >
      <GivenExtension row={row} directory={directory} />
      <EffectLine
        words={typeof dueAtMs === 'number' ? t('dialog.newDue', { moment: moment(dueAtMs) }) : ''}
        problem={preview.problem}
      />
    </DialogForm>
  )
}
