import type { TFunction } from 'i18next'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useLocation, useNavigate } from 'react-router'
import type { Role } from '../../../shared/domain/roles.ts'
import type { ChangeV1 } from '../../../shared/ipc/worker-contract.ts'
import type { SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { LoadingState } from '../../components/screen-states.tsx'
import { useAfterPaint } from '../../components/use-after-paint.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { useReference } from '../../platform/use-reference.ts'
import { useSyncStatus } from '../../platform/use-sync-status.ts'
import { useWorkerChanges } from '../../platform/use-worker-changes.ts'
import { ErrorBoundary } from '../error-boundary.tsx'
import styles from './frame.module.css'
import { NavigationRail } from './navigation-rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { recomputingCases, runningSuccession, statusViewOf } from './status-view.ts'
import type { StatusView } from './status-view.ts'
import { useTouched } from './use-touched.ts'

const LaterParts = lazy(async () => ({ default: (await import('./later-parts.tsx')).LaterParts }))

async function showToast(title: string, message: string): Promise<void> {
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ title, message, autoClose: false })
}

type Notice = 'restarting' | 'damaged' | 'too_new' | 'not_upgraded' | null

/** Notices about the worker itself; they stay until the worker has said something new. */
function useWorkerNotice(): Notice {
  const { t } = useTranslation()
  const { bridge } = useServices()
  const [notice, setNotice] = useState<Notice>(null)
  useEffect(
    () => bridge.on('worker:restarting', ({ reason }) => setNotice(reason === 'signed_out' ? null : 'restarting')),
    [bridge],
  )
  useWorkerChanges((change: ChangeV1) => {
    if (change.kind === 'vault' && change.phase !== 'open' && change.phase !== 'closed') return setNotice(change.phase)
    setNotice((current) => (current === 'restarting' ? null : current))
    if (change.kind === 'recovered' && change.commands + change.drafts > 0) {
      const message = t('frame.recoveredBody', { commands: change.commands, drafts: change.drafts })
      void showToast(t('frame.recoveredTitle'), message)
    }
    if (change.kind === 'rescued') {
      const { sent, troubled, refused } = change
      const parts = [
        t('frame.rescuedBody', { sent }),
        troubled > 0 ? t('frame.rescuedTroubled', { troubled }) : '',
        refused > 0 ? t('frame.rescuedRefused', { refused }) : '',
      ]
      void showToast(t('frame.rescuedTitle'), parts.filter(Boolean).join(' '))
    }
    return undefined
  })
  return notice
}

/** What the bar above everything says: a fault of the worker first, then app and server that do not fit. */
function noticeTextOf(notice: Notice, { tooOld }: StatusView, t: TFunction): string | null {
  if (notice === 'restarting') return t('frame.workerRestarting')
  if (notice === 'damaged') return t('frame.vaultDamaged')
  if (notice === 'too_new') return t('frame.vaultTooNew')
  if (notice === 'not_upgraded') return t('frame.vaultNotUpgraded')
  return tooOld === null ? null : t(`frame.tooOld.${tooOld}`)
}

/** Routes asked for by a notification, the tray or a link; only a path inside the app is followed. */
function useOutsideNavigation(): void {
  const { bridge } = useServices()
  const navigate = useNavigate()
  useEffect(
    () =>
      bridge.on('window:navigate', ({ route }) => {
        if (route.startsWith('/') && !route.startsWith('//')) void navigate(route)
      }),
    [bridge, navigate],
  )
}

export type DeskFrameProps = Readonly<{
  session: Extract<SessionStateV1, { phase: 'signed_in' }>
  onSignIn: () => void
}>

export function DeskFrame({ session, onSignIn }: DeskFrameProps) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const directory = useReference()
  const status = statusViewOf(useSyncStatus(), session.needsSignIn)
  const [passedOn, setPassedOn] = useState<readonly Role[]>([])
  const own = directory.data.me.grants.map((grant) => grant.role)
  const noticeText = noticeTextOf(useWorkerNotice(), status, t)
  const [painted, setPainted] = useState(false)
  useAfterPaint(() => setPainted(true))
  const recomputing = recomputingCases(directory.data.notices)
  const mine = directory.data.me.grants.map((grant) => grant.agency)
  const succession = runningSuccession(directory.data.notices, mine)
  useOutsideNavigation()
  const touched = useTouched()
  return (
    <div className={styles.frame}>
      {noticeText !== null && (
        <div className={styles.notice} role="alert">
          {noticeText}
        </div>
      )}
      <NavigationRail own={own} passedOn={passedOn} troubled={status.troubled} />
      <main className={styles.content} tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<LoadingState />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <StatusBar
        view={status}
        me={directory.data.me}
        agencyName={directory.agencyName}
        displayName={session.displayName}
        recomputing={recomputing}
        succession={succession}
        onSignIn={onSignIn}
      />
      {painted && (
        <Suspense fallback={null}>
          <LaterParts touched={touched} onPassedOn={setPassedOn} />
        </Suspense>
      )}
    </div>
  )
}
