import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { maxFilesPerCommand } from '../../../../../shared/contract/command-args.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { useSyncStatus } from '../../../../platform/use-sync-status.ts'
import { WordsField } from '../ask/words-field.tsx'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import styles from './evidence.module.css'
import { FileDrop } from './file-drop.tsx'
import { PickedList } from './picked-list.tsx'
import { PickedSession } from './picked-session.ts'

/** Photos and documents with words to them; the words travel first, the files when the server knows of them. */
export function EvidenceDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [id] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const { bridge } = useServices()
  const [session] = useState(() => new PickedSession(bridge, row.id))
  const { files: picked, isTooMany } = useSyncExternalStore(session.subscribe, session.snapshot)
  useEffect(() => () => session.leave(), [session])
  const isOffline = useSyncStatus()?.state === 'offline'
  const files = picked.flatMap((one) => (one.phase === 'ready' ? [{ ...one.file, role: one.role }] : []))
  const isReading = picked.some((one) => one.phase === 'reading')
  const missing = [
    ...(isReading ? [t('evidence.stillReading')] : []),
    ...(!isReading && files.length === 0 && text.trim() === '' ? [t('evidence.textOrFile')] : []),
  ]
  const submit = async () => {
    if (!(await run('addEvidence', { id, text: text.trim(), files }))) return
    session.given()
    onClose()
  }
  return (
    <DialogForm
      command="addEvidence"
      caseNumber={row.caseNumber}
      missing={missing}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <WordsField
        label={t('evidence.text')}
        description={t('evidence.textHint')}
        value={text}
        onChange={setText}
        autofocus
      />
      <FileDrop onFiles={session.add} />
      {isTooMany && (
        <p className={styles.failed} role="alert">
          {t('evidence.tooMany', { n: maxFilesPerCommand })}
        </p>
      )}
      {picked.length > 0 && <PickedList picked={picked} onRemove={session.remove} onRole={session.setRole} />}
      {isOffline && <p className={styles.hint}>{t('evidence.offlineHint')}</p>}
    </DialogForm>
  )
}
