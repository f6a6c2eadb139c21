import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useMoments } from '../../components/use-moments.ts'
import { useNow } from '../../components/use-now.ts'
import { usePrinting } from '../../components/use-printing.ts'
import { useReference } from '../../platform/use-reference.ts'
import type { Directory } from '../../platform/use-reference.ts'
import { CaseHeader } from './case-header.tsx'
import styles from './case.module.css'
import { CitizenSide } from './content/citizen-side.tsx'
import { OfficerSide } from './officer-side.tsx'
import { useCaseDetail, useMarkRead } from './use-case-detail.ts'

/** Esc returns to the list, unless a dialog is open or a text is being written. */
function useEscape(onClose: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role="dialog"]') !== null) return
      const at = document.activeElement
      if (at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement) at.blur()
      else onClose()
    }
    // Before anyone else: a dialog closes on the same key and would be gone by the time a later listener looked for it.
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [onClose])
}

/** At the end of the paper: who printed it, where and when. */
function PrintedBy({ directory }: { directory: Directory }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const nowMs = useNow()
  if (!usePrinting()) return null
  const { me } = directory.data
  const agency = directory.agencyName(me.grants[0]?.agency ?? null)
  return (
    <p className={styles.printedBy}>{t('case.printedBy', { name: me.displayName, agency, moment: moment(nowMs) })}</p>
  )
}

function OpenCase({ detail, onClose }: { detail: CaseDetailV1; onClose: () => void }) {
  const { t } = useTranslation()
  const directory = useReference()
  useMarkRead(detail)
  const region = useRef<HTMLElement>(null)
  // The keyboard and the screen reader go where the eye goes.
  useEffect(() => region.current?.focus({ preventScroll: true }), [])
  return (
    <section ref={region} tabIndex={-1} className={styles.case} aria-label={t('case.region')}>
      <CaseHeader
        detail={detail}
        start={
          <ActionIcon variant="default" size={26} onClick={onClose} aria-label={t('case.back')} title={t('case.back')}>
            <IconArrowLeft size={16} aria-hidden />
          </ActionIcon>
        }
      />
      <div className={styles.sides}>
        <div className={styles.left}>
          <CitizenSide detail={detail} directory={directory} />
        </div>
        <OfficerSide detail={detail} directory={directory} />
      </div>
      <PrintedBy directory={directory} />
    </section>
  )
}

/** One case on the whole screen. */
export function CasePage({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const answer = useCaseDetail(caseId)
  useEscape(onClose)
  switch (answer.kind) {
    case 'loading':
      return <LoadingState lines={10} />
    case 'error':
      return <ErrorState onRetry={answer.retry} />
    case 'missing':
      return (
        <EmptyState title={t('case.notFound')} hint={t('case.notFoundHint')}>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('case.back')}
          </Button>
        </EmptyState>
      )
    case 'here':
      return <OpenCase detail={answer.detail} onClose={onClose} />
  }
}
