import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { calendarScale, formatClock, formatDuration } from '../../../../shared/text/format-duration.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { DeadlineBar } from '../../../components/marks/deadline-bar.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { useServerNow } from '../use-server-now.ts'
import { clocksOf, sharesOf } from './deadline-view.ts'
import type { ClockView } from './deadline-view.ts'
import styles from './deadline.module.css'
import { WhyDialog } from './why-dialog.tsx'

type DocumentWord = keyof typeof vietnamese.case.document
const isDocument = (code: string): code is DocumentWord => Object.hasOwn(vietnamese.case.document, code)

function ClockLine({ view }: { view: ClockView }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  return (
    <tr data-phase={view.phase} data-late={view.late || undefined}>
      <th scope="row">{t(`case.clock.${view.clock}`)}</th>
      <td>
        {view.phase === 'paused' && t('case.pausedSince', { moment: moment(view.pausedFromMs ?? 0) })}
        {view.phase !== 'paused' && (view.dueAtMs === null ? '–' : t('case.due', { moment: moment(view.dueAtMs) }))}
      </td>
      <td>
        {view.phase === 'not_started' && t('case.notStarted')}
        {view.phase === 'follows' && t('case.followsMain')}
        {view.phase === 'done' && view.doneAtMs !== null && t('case.doneAt', { moment: moment(view.doneAtMs) })}
        {(view.phase === 'running' || view.phase === 'paused') &&
          view.elapsedMs !== null &&
          t('case.elapsedShort', { duration: formatDuration(view.elapsedMs, calendarScale, language) })}
      </td>
    </tr>
  )
}

function LegalTime({ detail, directory }: { detail: CaseDetailV1; directory: Directory }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { deadline } = detail
  const scale = directory.scaleOf(detail.case.agency)
  const { workingMsTotal: total, workingMsLeft: left } = deadline
  const shares = sharesOf(detail)
  const paused = deadline.pausedFromMs !== null
  const used = total === null || left === null ? null : Math.max(0, total - left)
  return (
    <div className={styles.legal}>
      <DeadlineBar
        status={deadline.status}
        receptionShare={shares.reception}
        processingShare={shares.processing}
        words={left === null ? t('case.clock.none') : formatClock({ leftMs: left, paused }, scale, language)}
        hint=""
        provisional={deadline.provisional}
      />
      {used !== null && total !== null && (
        <span className={styles.used}>
          {t('case.legalTime')}:{' '}
          {t('case.legalUsed', {
            used: formatDuration(used, scale, language),
            total: formatDuration(total, scale, language),
          })}
        </span>
      )}
    </div>
  )
}

/** Real time since the citizen sent it: it never stops for office hours, pauses or transfers. */
function RealTime({ row }: { row: CaseDetailV1['case'] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const nowMs = useServerNow()
  const { clocks } = row
  const endMs = clocks.answeredAtMs ?? clocks.closedAtMs ?? nowMs
  return (
    <div className={styles.real}>
      <span>
        {formatDuration(Math.max(0, endMs - clocks.submittedAtMs), calendarScale, language)} {t('case.overall')}
      </span>
      <span className={styles.used}>{t('case.elapsed')}</span>
    </div>
  )
}

/** A reference `document#article` in words; an unknown document is named by its code. */
function useRule(reference: string): string {
  const { t } = useTranslation()
  const [code = '', article] = reference.split('#')
  const document = isDocument(code) ? t(`case.document.${code}`) : code
  return article === undefined ? document : t('case.article', { document, article })
}

/** The region `Thời hạn`: both clocks, legal and elapsed time together, the rule, and why. */
export function DeadlinePanel({ detail, directory }: { detail: CaseDetailV1; directory: Directory }) {
  const { t } = useTranslation()
  const nowMs = useServerNow()
  const [why, setWhy] = useState(false)
  const { deadline } = detail
  const rule = useRule(deadline.articleRef)
  return (
    <section className={styles.panel} aria-label={t('case.deadline')}>
      <div className={styles.times}>
        <LegalTime detail={detail} directory={directory} />
        <RealTime row={detail.case} />
      </div>
      <table className={styles.clocks}>
        <tbody>
          {clocksOf(detail.case, nowMs).map((view) => (
            <ClockLine key={view.clock} view={view} />
          ))}
        </tbody>
      </table>
      <div className={styles.foot}>
        {rule !== '' && (
          <span>
            {t('case.rule')}: {rule}
            {deadline.provisional && ` (${t('frame.temporaryRule')})`}
          </span>
        )}
        {rule === '' && deadline.provisional && <span>* {t('case.provisionalRule')}</span>}
        <Button size="compact-xs" variant="default" onClick={() => setWhy(true)}>
          {t('case.why')}
        </Button>
      </div>
      <WhyDialog
        caseNumber={detail.case.caseNumber}
        spans={deadline.spans}
        opened={why}
        onClose={() => setWhy(false)}
      />
    </section>
  )
}
