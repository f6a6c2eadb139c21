import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { filledFor, templatesFor } from '../../templates.ts'
import { groundChoices, groundText } from '../choices.ts'
import type { CommandDialogProps } from '../dialog-props.ts'
import { DialogForm } from '../dialog-form.tsx'

/** A refusal is proposed with a coded ground and words for the citizen; an approver decides. */
export function RefuseDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [ground, setGround] = useState<string | null>(null)
  const [text, setText] = useState('')
  // Words that were put in by a choice may be replaced by the next one; what the officer has written never is.
  const [offered, setOffered] = useState('')
  const offer = (next: string) => {
    if (text.trim() !== '' && text !== offered) return
    setText(next)
    setOffered(next)
  }
  const chooseGround = (next: string | null) => {
    setGround(next)
    offer(next === null ? '' : groundText(directory.data, next))
  }
  const templates = templatesFor(directory, detail.case, { kind: 'refusal', ground })
  const insert = (id: string | null) => {
    const template = templates.find((candidate) => candidate.id === id)
    if (template === undefined) return
    const filled = filledFor(template, detail.case, directory)
    if (text.trim() === '' || text === offered) offer(filled)
    else setText(`${text.trimEnd()}\n\n${filled}`)
  }
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
        data={groundChoices(directory.data)}
        value={ground}
        onChange={chooseGround}
        openOnFocus={false}
        data-autofocus
      />
      {templates.length > 0 && (
        <Select
          label={t('command.field.template')}
          placeholder={t('command.choose')}
          data={templates.map((template) => ({ value: template.id, label: template.name }))}
          value={null}
          onChange={insert}
        />
      )}
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
