import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalEvidenceV1 } from '../../../shared/ipc/evidence.ts'
import { formatBytes } from '../../../shared/text/format-number.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useLanguage } from '../../components/use-language.ts'
import { useMoments } from '../../components/use-moments.ts'
import { evidenceState } from '../../platform/evidence/evidence-state.ts'
import { useEvidenceActions } from '../../platform/evidence/use-evidence.ts'
import styles from './outbox.module.css'
import { errorWordOf } from './outbox-view.ts'

export type WaitingFilesProps = Readonly<{
  files: readonly LocalEvidenceV1[]
  onOpen: (caseId: string) => void
}>

/** What a file waits for, in words: its state, since when, how large, and the last error of the network. */
function useProgress(file: LocalEvidenceV1): string {
  const { t } = useTranslation()
  const moment = useMoments()
  const language = useLanguage()
  const { word, n } = evidenceState({ type: file.type, stored: false }, file)
  const isTrying = file.phase === 'on_device' && file.code !== null
  const parts = [
    t(`evidence.state.${word}`, { n }),
    t('outbox.since', { moment: moment(file.addedAtMs) }),
    formatBytes(file.sizeBytes, language),
    isTrying && file.code !== null
      ? t('outbox.lastError', { code: t(`outbox.error.${errorWordOf(file.code)}`, { code: file.code }) })
      : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function WaitingFile({ file, onOpen }: { file: LocalEvidenceV1; onOpen: (caseId: string) => void }) {
  const { t } = useTranslation()
  const { retry, giveUp } = useEvidenceActions()
  const progress = useProgress(file)
  const { why, code } = evidenceState({ type: file.type, stored: false }, file)
  const name = file.name === '' ? t('evidence.nameLost') : file.name
  const { caseId } = file
  const [asking, setAsking] = useState(false)
  return (
    <li className={styles.item} data-troubled={why !== null || undefined} aria-label={name}>
      <div className={styles.head}>
        <strong>{name}</strong>
        <span className={styles.actions}>
          {caseId !== null && (
            <Button size="compact-sm" variant="default" onClick={() => onOpen(caseId)}>
              {t('case.open')}
            </Button>
          )}
          {why !== null && (
            <>
              <Button size="compact-sm" variant="filled" onClick={() => retry(file.id)}>
                {t('evidence.retry')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                title={t('evidence.giveUpBody')}
                onClick={() => setAsking(true)}
              >
                {t('evidence.giveUp')}
              </Button>
            </>
          )}
        </span>
      </div>
      <p className={styles.progress}>{progress}</p>
      <ConfirmDialog
        title={t('evidence.giveUpTitle', { name })}
        body={t('evidence.giveUpBody')}
        confirmLabel={t('evidence.giveUp')}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          giveUp(file.id)
        }}
      />
      {why !== null && <p className={styles.answer}>{t(`evidence.why.${why}`, { code })}</p>}
    </li>
  )
}

/** The files that a command names and the server has not got yet, each with its state. */
export function WaitingFiles({ files, onOpen }: WaitingFilesProps) {
  const { t } = useTranslation()
  if (files.length === 0) return null
  return (
    <>
      <h2>{t('evidence.waitingTitle')}</h2>
      <p className={styles.intro}>{t('evidence.waitingHint')}</p>
      <ul className={styles.items}>
        {files.map((file) => (
          <WaitingFile key={file.id} file={file} onOpen={onOpen} />
        ))}
      </ul>
    </>
  )
}
