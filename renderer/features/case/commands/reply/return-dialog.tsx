import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from '../commands.module.css'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'

/** A reply goes back with a comment tied to a passage of it, chosen with the mouse or with Shift and the arrow keys. */
export function ReturnDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const [passage, setPassage] = useState<string | null>(null)
  const source = useRef<HTMLTextAreaElement>(null)
  const text = detail.case.reply?.text ?? ''
  const takeSelection = () => {
    const field = source.current
    if (field === null) return
    const chosen = text.slice(field.selectionStart, field.selectionEnd).trim()
    // A click that selects nothing leaves the passage as it was chosen.
    if (chosen !== '') setPassage(chosen)
  }
  const missing = [
    ...(passage === null ? [t('command.field.passage')] : []),
    ...(comment.trim() === '' ? [t('command.field.comment')] : []),
  ]
  // A read-only field takes no selection from the keyboard: this one takes it, and nothing else.
  useEffect(() => {
    const field = source.current
    const refuse = (event: Event) => event.preventDefault()
    field?.addEventListener('beforeinput', refuse)
    return () => field?.removeEventListener('beforeinput', refuse)
  }, [])
  return (
    <DialogForm
      command="returnReply"
      caseNumber={detail.case.caseNumber}
      missing={missing}
      onSubmit={() => void run('returnReply', { comment: comment.trim(), passage }).then((done) => done && onClose())}
      onClose={onClose}
    >
      <Textarea
        ref={source}
        label={t('command.field.passage')}
        description={t('command.field.passageHint')}
        aria-readonly
        autosize
        minRows={3}
        maxRows={9}
        lang="vi"
        data-autofocus
        value={text}
        onChange={() => undefined}
        onSelect={takeSelection}
      />
      <div className={styles.passageRow}>
        {passage === null ? (
          <p className={styles.quiet}>{t('command.field.noPassage')}</p>
        ) : (
          <blockquote className={styles.passage}>{passage}</blockquote>
        )}
        <Button size="compact-xs" variant="default" onClick={() => setPassage(text)}>
          {t('command.field.wholeReply')}
        </Button>
      </div>
      <WordsField label={t('command.field.comment')} value={comment} onChange={setComment} />
    </DialogForm>
  )
}
