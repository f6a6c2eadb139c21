import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { workerQueries } from '../../../../platform/worker-queries.ts'
import { EffectLine } from '../ask/effect-line.tsx'
import { usePreview } from '../ask/use-preview.ts'
import styles from '../commands.module.css'
import { DialogForm } from '../dialog-form.tsx'
import type { CommandDialogProps } from '../dialog-props.ts'
import { MergeCandidates } from './merge-candidates.tsx'

function Words({ title, row }: { title: string; row: CaseRowV1 }) {
  const { t } = useTranslation()
  const moment = useMoments()
  return (
    <section className={styles.side} aria-label={title}>
      <h3>
        {title} · {row.caseNumber}
      </h3>
      <strong>{row.title}</strong>
      <p className={styles.quiet}>
        {row.place} · {moment(row.clocks.submittedAtMs)} · {t(`words.state.${row.state}`)}
      </p>
      <p lang="vi">{row.body}</p>
    </section>
  )
}

function Main({ caseId }: { caseId: string }) {
  const { t } = useTranslation()
  const { worker } = useServices()
  const { data } = useQuery(workerQueries.caseDetail(worker, caseId))
  return data === undefined || data === null ? (
    <div className={styles.side} />
  ) : (
    <Words title={t('dialog.mergeMain')} row={data.case} />
  )
}

/** The main case is looked for among the cases on this device and read beside this one before they become one. */
export function MergeDialog({ detail, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const [target, setTarget] = useState<string | null>(null)
  const preview = usePreview(target === null ? null : { caseId: row.id, name: 'merge', args: { target } })
  const submit = () => {
    if (target !== null) void run('merge', { target }).then((done) => done && onClose())
  }
  return (
    <DialogForm
      command="merge"
      caseNumber={row.caseNumber}
      missing={target === null ? [t('dialog.mergeMain')] : []}
      problem={preview.problem}
      size="xl"
      onSubmit={submit}
      onClose={onClose}
    >
      <MergeCandidates row={row} chosen={target} onChoose={setTarget} />
      <div className={styles.beside}>
        <Words title={t('dialog.mergeThis')} row={row} />
        {target === null ? (
          <div className={styles.side}>
            <p className={styles.quiet}>{t('dialog.mergeChoose')}</p>
          </div>
        ) : (
          <Main caseId={target} />
        )}
      </div>
      <EffectLine words={target === null ? '' : t('dialog.mergeEffect')} problem={preview.problem} />
    </DialogForm>
  )
}
