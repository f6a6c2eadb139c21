import {
  IconCloudCheck,
  IconCloudOff,
  IconClockExclamation,
  IconLock,
  IconRefresh,
  IconUserExclamation,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../components/use-language.ts'
import { useMoments } from '../../components/use-moments.ts'
import { useLocalEvidence } from '../../platform/evidence/use-evidence.ts'
import { useServices } from '../../platform/desk-services.tsx'
import type { ReferenceData } from '../../platform/use-reference.ts'
import { calendarScale, formatDuration } from '../../../shared/text/format-duration.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import styles from './frame.module.css'
import type { StatusView, runningSuccession } from './status-view.ts'

const icons = {
  synced: IconCloudCheck,
  syncing: IconRefresh,
  offline: IconCloudOff,
  needs_sign_in: IconUserExclamation,
  locked: IconLock,
} as const

function hintOf({ state, tooOld, isBlocked }: StatusView, t: TFunction): string | undefined {
  if (isBlocked) return t('status.blockedHint')
  if (tooOld !== null) return t(`frame.tooOld.${tooOld}`)
  return state === 'offline' ? t('status.offlineHint') : undefined
}

function SyncPart({ view }: { view: StatusView }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const filesWaiting = useLocalEvidence().filter((file) => file.given).length
  const Icon = icons[view.state]
  const count = (value: number) => formatCount(value, language)
  const progressWords = ({ loaded, total }: NonNullable<StatusView['progress']>) =>
    total === null
      ? t('status.progressOpen', { loaded: count(loaded) })
      : t('status.progress', { loaded: count(loaded), total: count(total) })
  const parts = [
    view.progress && progressWords(view.progress),
    view.tooOld && t(`status.tooOld.${view.tooOld}`),
    view.isBlocked && t('status.blocked'),
    view.waiting > 0 && t('status.waiting', { n: count(view.waiting) }),
    filesWaiting > 0 && t('status.filesWaiting', { n: count(filesWaiting) }),
    view.completeAtMs === null
      ? t('status.neverComplete')
      : t('status.completeAt', { moment: moment(view.completeAtMs) }),
  ].filter((part) => typeof part === 'string')
  return (
    <output aria-label={t('status.name')} className={styles.sync} data-state={view.state} title={hintOf(view, t)}>
      <Icon size={15} stroke={1.8} aria-hidden />
      <strong>{t(`status.${view.state}`)}</strong>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </output>
  )
}

function ClockWarning({ errorMs }: { errorMs: number }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const duration = formatDuration(Math.abs(errorMs), calendarScale, language)
  return (
    <span className={styles.clockWarning} title={t('status.clockHint')}>
      <IconClockExclamation size={15} aria-hidden />
      {errorMs > 0 ? t('status.clockAhead', { duration }) : t('status.clockBehind', { duration })}
    </span>
  )
}

export type StatusBarProps = Readonly<{
  view: StatusView
  me: ReferenceData['me']
  agencyName: (id: string | null) => string
  displayName: string
  /** How many open cases the server is computing deadlines of anew. */
  recomputing: number
  /** The reorganisation that moves cases of the own agencies now. */
  succession: ReturnType<typeof runningSuccession>
  onSignIn: () => void
}>

/** The bottom bar: sync state, waiting changes, clock error, and who is signed in, in which role and agency. */
export function StatusBar({ view, me, agencyName, displayName, recomputing, succession, onSignIn }: StatusBarProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { worker } = useServices()
  const grants = me.grants.map((grant) => `${t(`words.role.${grant.role}`)}, ${agencyName(grant.agency)}`)
  const syncNow = () => {
    worker.sync.now().catch((reason: unknown) => console.error('sync_not_started', reason))
  }
  return (
    <footer className={styles.status}>
      <SyncPart view={view} />
      {view.state === 'needs_sign_in' ? (
        <button type="button" className={styles.statusAction} onClick={onSignIn}>
          {t('status.signIn')}
        </button>
      ) : (
        <button type="button" className={styles.statusAction} onClick={syncNow} title={t('status.syncNow')}>
          <IconRefresh size={14} aria-hidden />
          <span className="visually-hidden">{t('status.syncNow')}</span>
        </button>
      )}
      {recomputing > 0 && (
        <span className={styles.clockWarning} title={t('status.recomputingHint')}>
          {t('status.recomputing', { n: formatCount(recomputing, language) })}
        </span>
      )}
      {succession !== null && (
        <span
          className={styles.clockWarning}
          title={t('status.successionHint', { names: succession.agencies.map(agencyName).join(', ') })}
        >
          {t('status.succession', { n: formatCount(succession.left, language) })}
        </span>
      )}
      {view.clockErrorMs !== null && <ClockWarning errorMs={view.clockErrorMs} />}
      <span className={styles.who} title={grants.join('\n')}>
        <span className="visually-hidden">{t('status.signedInAs')}: </span>
        <strong>{displayName}</strong>
        {grants.length > 0 && <span>{grants[0]}</span>}
        {grants.length > 1 && <span>+{grants.length - 1}</span>}
      </span>
    </footer>
  )
}
