import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { MarkedText } from '../../../components/marks/marked-text.tsx'
import { withRefused } from '../../../platform/evidence/evidence-state.ts'
import { useLocalEvidence } from '../../../platform/evidence/use-evidence.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { PlaceBlock } from '../place/place-block.tsx'
import { CaseFacts } from './case-facts.tsx'
import styles from './content.module.css'
import { PhotoStrip } from './photo-strip.tsx'
import { Timeline } from './timeline.tsx'

/** The left side of the case: the citizen's words as they were written, pictures, place, and what happened since. */
export function CitizenSide({ detail, directory }: { detail: CaseDetailV1; directory: Directory }) {
  const { t } = useTranslation()
  const { case: row } = detail
  const files = withRefused(detail.files, row.id, useLocalEvidence())
  const reported = files.filter((file) => file.role === 'report')
  const evidence = files.filter((file) => file.role !== 'report')
  return (
    <div className={styles.side}>
      <section className={styles.block}>
        <h2 className={styles.title}>
          <MarkedText text={row.title} />
        </h2>
        <p className={styles.body} lang="vi">
          <MarkedText text={row.body} />
        </p>
      </section>
      <PhotoStrip title={t('case.photos')} caseNumber={row.caseNumber} files={reported} />
      <CaseFacts detail={detail} directory={directory} />
      <PlaceBlock row={row} directory={directory} />
      <PhotoStrip title={t('case.evidence')} caseNumber={row.caseNumber} files={evidence} />
      <section className={styles.block}>
        <h3 className={styles.blockTitle}>{t('case.timeline')}</h3>
        <Timeline events={detail.events} files={files} directory={directory} empty={t('case.timelineEmpty')} />
      </section>
    </div>
  )
}
