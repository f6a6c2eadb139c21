import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { CaseHeader } from './case-header.tsx'
import styles from './case.module.css'
import { CitizenSide } from './content/citizen-side.tsx'
import { DeadlinePanel } from './deadline/deadline-panel.tsx'
import { StandingNotices } from './standing/standing-notices.tsx'
import { PendingList } from './pending-list.tsx'
import { useCaseDetail } from './use-case-detail.ts'

/** The case beside the list: to read it without leaving; the work itself is done in the open case. */
export function CasePreview({ caseId, onOpen }: { caseId: string; onOpen: () => void }) {
  const { t } = useTranslation()
  const directory = useReference()
  const answer = useCaseDetail(caseId)
  if (answer.kind === 'loading') return <LoadingState lines={8} />
  if (answer.kind === 'error') return <ErrorState onRetry={answer.retry} />
  if (answer.kind === 'missing') return <EmptyState title={t('case.notFound')} hint={t('case.notFoundHint')} />
  const { detail } = answer
  return (
    <section className={styles.preview} aria-label={t('queue.layout')}>
      <CaseHeader
        detail={detail}
        end={
          <Button size="compact-xs" onClick={onOpen}>
            {t('case.open')}
          </Button>
        }
      />
      <div className={styles.scroll}>
        <DeadlinePanel detail={detail} directory={directory} />
        <PendingList pending={detail.pending} />
        <StandingNotices detail={detail} directory={directory} />
        <CitizenSide key={caseId} detail={detail} directory={directory} />
      </div>
    </section>
  )
}
