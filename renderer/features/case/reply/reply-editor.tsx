import { Select, Textarea } from '@mantine/core'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { canonicalReply, isEmptyReply } from '../../../../shared/domain/reply-text.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { addressToken } from '../../../../shared/language/reply-tokens.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { GateList } from './gate/gate-list.tsx'
import { checkReply } from './gate/reply-check.ts'
import { Returned } from './returned.tsx'
import { countWords } from './reply-view.ts'
import styles from './reply.module.css'
import type { Draft } from './use-draft.ts'

function SavedState({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { status } = draft
  switch (status.kind) {
    case 'saved':
      return <span>{t('reply.savedAt', { moment: moment(status.atMs) })}</span>
    case 'saving':
      return <span>{t('reply.saving')}</span>
    case 'failed':
      return <strong className={styles.failed}>{t('reply.saveFailed')}</strong>
    case 'untouched':
      return (
        <span>
          {draft.restoredAtMs === null
            ? t('reply.untouched')
            : t('reply.restored', { moment: moment(draft.restoredAtMs) })}
        </span>
      )
  }
}

export type ReplyEditorProps = Readonly<{
  draft: Draft
  detail: CaseDetailV1
  /** Texts to start from, filled in for this case. */
  templates: readonly Readonly<{ id: string; name: string; text: string }>[]
}>

/** The reply being written, with how much there is of it and whether it is safe on this device. */
export function ReplyEditor({ draft, detail, templates }: ReplyEditorProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const field = useRef<HTMLTextAreaElement>(null)
  // The list follows the typing without holding it up.
  const text = useDeferredValue(draft.text)
  const findings = useMemo(() => checkReply(text, detail, null), [text, detail])
  const jump = (from: number, to: number) => {
    // The gate reads the canonical text, which is never longer before a place than what was typed.
    const words = canonicalReply(text).slice(from, to)
    const at = Math.max(0, draft.text.indexOf(words, from))
    field.current?.focus()
    field.current?.setSelectionRange(at, at + words.length)
  }
  return (
    <div className={styles.editor}>
      <Returned reply={detail.case.reply} />
      {templates.length > 0 && (
        <Select
          size="xs"
          aria-label={t('reply.template')}
          placeholder={t('reply.template')}
          data={templates.map((template) => ({ value: template.id, label: template.name }))}
          value={null}
          onChange={(id) => {
            const template = templates.find((candidate) => candidate.id === id)
            if (template === undefined) return
            draft.edit(draft.text.trim() === '' ? template.text : `${draft.text.trimEnd()}\n\n${template.text}`)
          }}
        />
      )}
      <Textarea
        ref={field}
        aria-label={t('reply.editor')}
        placeholder={t('reply.placeholder')}
        classNames={{ root: styles.grow ?? '', wrapper: styles.grow ?? '', input: styles.input ?? '' }}
        value={draft.text}
        maxLength={20_000}
        lang="vi"
        onChange={(event) => draft.edit(event.currentTarget.value)}
        onBlur={() => void draft.flush()}
      />
      <div className={styles.foot}>
        <span aria-live="polite">
          <SavedState draft={draft} />
        </span>
        <span>{t('reply.words', { n: formatCount(countWords(draft.text), language) })}</span>
      </div>
      {!isEmptyReply(text) && <GateList findings={findings} onJump={jump} />}
      <p className={styles.hint}>{t('reply.placeholderHint', { token: addressToken })}</p>
    </div>
  )
}
