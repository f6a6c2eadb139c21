import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileRowV1 } from '../../../../shared/contract/rows.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { evidenceState } from '../../../platform/evidence/evidence-state.ts'
import { useEvidenceActions, useLocalEvidence } from '../../../platform/evidence/use-evidence.ts'
import styles from './content.module.css'

/** How far a file is: on this device, on its way, sent, or refused with the reason and what to do. */
export function FileState({ file }: { file: FileRowV1 }) {
  const { t } = useTranslation()
  const { retry, giveUp } = useEvidenceActions()
  const [asking, setAsking] = useState(false)
  const local = useLocalEvidence().find((one) => one.id === file.id) ?? null
  const { word, n, why, code } = evidenceState(file, local)
  return (
    <span className={styles.fileState} data-state={word}>
      <span aria-live={word === 'refused' ? 'assertive' : 'off'}>{t(`evidence.state.${word}`, { n })}</span>
      {why !== null && (
        <>
          <span className={styles.fileWhy}>{t(`evidence.why.${why}`, { code })}</span>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('evidence.retryOf', { name: file.name })}
            onClick={() => retry(file.id)}
          >
            {t('evidence.retry')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => setAsking(true)}>
            {t('evidence.giveUp')}
          </Button>
          <ConfirmDialog
            title={t('evidence.giveUpTitle', { name: file.name })}
            body={t('evidence.giveUpBody')}
            confirmLabel={t('evidence.giveUp')}
            opened={asking}
            onClose={() => setAsking(false)}
            onConfirm={() => {
              setAsking(false)
              giveUp(file.id)
            }}
          />
        </>
      )}
    </span>
  )
}
