import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noEvidenceReasons } from '../../../../../shared/domain/reply/gate/findings.ts'
import type { NoEvidenceReason } from '../../../../../shared/domain/reply/gate/findings.ts'
import { GateList } from '../../reply/gate/gate-list.tsx'
import { checkReply, isHeldBack } from '../../reply/gate/reply-check.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

const isReason = (value: string | null): value is NoEvidenceReason =>
  noEvidenceReasons.some((reason) => reason === value)

/** A reply in which the gate found something: why it carries no evidence, and why it goes up as it is. */
export function SubmitDialog({ detail, reply, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [noEvidence, setNoEvidence] = useState<NoEvidenceReason | null>(null)
  const [reason, setReason] = useState('')
  const found = checkReply(reply.text, detail, null)
  const asksEvidence = found.some(({ code }) => code === 'evidence_missing')
  const findings = noEvidence === null ? found : found.filter(({ code }) => code !== 'evidence_missing')
  const isAsked = isHeldBack(findings)
  const submit = () => {
    const overrideReason = isAsked ? reason.trim() : null
    void reply.submit({ overrideReason, noEvidence }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="submitReply"
      caseNumber={detail.case.caseNumber}
      missing={isAsked && reason.trim() === '' ? [t('gate.overrideReason')] : []}
      onSubmit={submit}
      onClose={onClose}
    >
      <GateList findings={findings} />
      {asksEvidence && (
        <Select
          label={t('gate.noEvidence')}
          description={t('gate.noEvidenceHint')}
          placeholder={t('command.choose')}
          clearable
          data={noEvidenceReasons.map((value) => ({ value, label: t(`gate.noEvidenceReason.${value}`) }))}
          value={noEvidence}
          onChange={(value) => setNoEvidence(isReason(value) ? value : null)}
        />
      )}
      {isAsked && (
        <WordsField
          label={t('gate.overrideReason')}
          description={t('gate.overrideHint')}
          value={reason}
          onChange={setReason}
          minRows={2}
          autofocus
        />
      )}
    </DialogForm>
  )
}
