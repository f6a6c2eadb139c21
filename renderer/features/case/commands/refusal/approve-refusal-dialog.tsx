import { useTranslation } from 'react-i18next'
import { RefusalProposal } from '../../refusal-proposal.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** The refusal as the citizen will read it, and that the case ends with it: asked before it is given. */
export function ApproveRefusalDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const preview = usePreview({ caseId: row.id, name: 'approveRefusal', args: {} })
  return (
    <DialogForm
      command="approveRefusal"
      caseNumber={row.caseNumber}
      missing={[]}
      nothingToFill
      problem={preview.problem}
      onSubmit={() => void run('approveRefusal', {}).then((done) => done && onClose())}
      onClose={onClose}
    >
      {row.proposal !== null && <RefusalProposal proposal={row.proposal} directory={directory} />}
      <EffectLine words={t('dialog.refusalEffect')} problem={preview.problem} />
    </DialogForm>
  )
}
