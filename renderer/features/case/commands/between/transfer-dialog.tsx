import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { transferGrounds } from '../../../../../shared/domain/commands/between/transfer-grounds.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import { AgencyField } from '../ask/agency-field.tsx'
import { EffectLine } from '../ask/effect-line.tsx'
import { someWords, usePreview } from '../ask/use-preview.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** A transfer is proposed with a receiver, a coded ground and words for the receiver; who decides is said at once. */
export function TransferDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { case: row } = detail
  const [target, setTarget] = useState<string | null>(null)
  const [ground, setGround] = useState<string | null>(null)
  const [text, setText] = useState('')
  const preview = usePreview(
    target === null || ground === null
      ? null
      : { caseId: row.id, name: 'proposeTransfer', args: { targetAgency: target, ground, text: someWords } },
  )
  const proposal = preview.after?.proposal
  const words =
    proposal === undefined || proposal === null
      ? ''
      : t(`dialog.transferStage.${proposal.stage}`, { moment: moment(proposal.answerDueAtMs ?? proposal.proposedAtMs) })
  const submit = () => {
    if (target === null || ground === null) return
    void run('proposeTransfer', { targetAgency: target, ground, text: text.trim() }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="proposeTransfer"
      caseNumber={row.caseNumber}
      missing={[
        ...(target === null ? [t('dialog.target')] : []),
        ...(ground === null ? [t('dialog.transferGround')] : []),
        ...(text.trim() === '' ? [t('dialog.transferText')] : []),
      ]}
      problem={preview.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <AgencyField
        label={t('dialog.target')}
        directory={directory}
        own={row.agency}
        value={target}
        onChange={setTarget}
      />
      <Select
        label={t('dialog.transferGround')}
        placeholder={t('command.choose')}
        data={transferGrounds.map((value) => ({ value, label: t(`standing.transferGround.${value}`) }))}
        value={ground}
        onChange={setGround}
        openOnFocus={false}
      />
      <WordsField label={t('dialog.transferText')} value={text} onChange={setText} />
      <EffectLine words={words} problem={preview.problem} />
    </DialogForm>
  )
}
