import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import type { CommandDialogProps } from './dialog-props.ts'
import { DialogForm } from './dialog-form.tsx'

type Ground = keyof typeof vietnamese.words.ground
const grounds = Object.keys(vietnamese.words.ground) as Ground[]

/** A refusal is proposed with a coded ground and words for the citizen; an approver decides. */
export function RefuseDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [ground, setGround] = useState<string | null>(null)
  const [text, setText] = useState('')
  const submit = () => {
    if (ground === null) return
    void run('proposeRefusal', { ground, text: text.trim() }).then((done) => done && onClose())
  }
  const missing = [
    ...(ground === null ? [t('command.field.ground')] : []),
    ...(text.trim() === '' ? [t('command.field.guidance')] : []),
  ]
  return (
    <DialogForm
      command="proposeRefusal"
      caseNumber={detail.case.caseNumber}
      missing={missing}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t('command.field.ground')}
        placeholder={t('command.choose')}
        data={grounds.map((value) => ({ value, label: t(`words.ground.${value}`) }))}
        value={ground}
        onChange={setGround}
        openOnFocus={false}
        data-autofocus
      />
      <Textarea
        label={t('command.field.guidance')}
        description={t('command.field.guidanceHint')}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
