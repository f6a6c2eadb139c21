import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandDialogProps } from './dialog-props.ts'
import styles from './commands.module.css'
import { DialogForm } from './dialog-form.tsx'

/** A reply goes back with a comment, tied to the passage that was selected in it, if any. */
export function ReturnDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const [passage, setPassage] = useState<string | null>(null)
  const reply = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    const takeSelection = () => {
      const selection = document.getSelection()
      const inside = selection !== null && reply.current?.contains(selection.anchorNode) === true
      const text = inside ? selection.toString().trim() : ''
      // A selection elsewhere (in the comment field) leaves the passage as it was chosen.
      if (inside) setPassage(text === '' ? null : text)
    }
    document.addEventListener('selectionchange', takeSelection)
    return () => document.removeEventListener('selectionchange', takeSelection)
  }, [])
  const submit = () => {
    void run('returnReply', { comment: comment.trim(), passage }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="returnReply"
      caseNumber={detail.case.caseNumber}
      missing={comment.trim() === '' ? [t('command.field.comment')] : []}
      onSubmit={submit}
      onClose={onClose}
    >
      <div>
        <p className={styles.label}>{t('command.field.passage')}</p>
        <p ref={reply} className={styles.passageSource}>
          {detail.case.reply?.text}
        </p>
        {passage === null ? (
          <p className={styles.quiet}>{t('command.field.passageHint')}</p>
        ) : (
          <blockquote className={styles.passage}>{passage}</blockquote>
        )}
      </div>
      <Textarea
        label={t('command.field.comment')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        data-autofocus
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
