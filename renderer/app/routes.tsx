import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import type { RouteObject } from 'react-router'
import { LoadingState } from '../components/screen-states.tsx'
import { CasePage } from '../features/case/case-page.tsx'
import { CasePreview } from '../features/case/case-preview.tsx'
import { OutboxPage } from '../features/outbox/outbox-page.tsx'
import { QueuePage } from '../features/queue/queue-page.tsx'
import { TeamPage } from '../features/team/team-page.tsx'
import { useServices } from '../platform/desk-services.tsx'
import { workerQueries } from '../platform/worker-queries.ts'
import { DeskFrame } from './frame/desk-frame.tsx'
import { useDeskSession } from './session-context.tsx'

// Charts and settings are loaded when first opened: neither is needed to paint the queue.
const ChartsPage = lazy(async () => ({ default: (await import('../features/charts/charts-page.tsx')).ChartsPage }))
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/settings-page.tsx')).SettingsPage,
}))

const casePath = (caseId: string) => `/ho-so/${encodeURIComponent(caseId)}`

function Frame() {
  const { session, onSignIn } = useDeskSession()
  return <DeskFrame session={session} onSignIn={onSignIn} />
}

function QueueRoute() {
  const navigate = useNavigate()
  const { worker } = useServices()
  const { queueMemory } = useDeskSession()
  const { data } = useQuery(workerQueries.reference(worker))
  // The first view depends on the roles held, so the list waits for them once.
  if (data === undefined && queueMemory.read() === null) return <LoadingState lines={12} />
  const open = (caseId: string) => void navigate(casePath(caseId))
  return (
    <QueuePage
      memory={queueMemory}
      held={data?.me.grants.map((grant) => grant.role) ?? []}
      onOpen={open}
      renderPreview={(caseId) => <CasePreview caseId={caseId} onOpen={() => open(caseId)} />}
    />
  )
}

function CaseRoute() {
  const { caseId } = useParams()
  const navigate = useNavigate()
  if (caseId === undefined) return <Navigate to="/hang-doi" replace />
  return <CasePage key={caseId} caseId={caseId} onClose={() => void navigate('/hang-doi')} />
}

function TeamRoute() {
  const navigate = useNavigate()
  return <TeamPage onOpen={(caseId) => void navigate(casePath(caseId))} onQueue={() => void navigate('/hang-doi')} />
}

function OutboxRoute() {
  const navigate = useNavigate()
  return <OutboxPage onOpen={(caseId) => void navigate(casePath(caseId))} />
}

function SettingsRoute() {
  const { session } = useDeskSession()
  return <SettingsPage session={session} />
}

export const deskRoutes: RouteObject[] = [
  {
    element: <Frame />,
    children: [
      { index: true, element: <Navigate to="/hang-doi" replace /> },
      { path: '/hang-doi', element: <QueueRoute /> },
      { path: '/ho-so/:caseId', element: <CaseRoute /> },
      { path: '/bo-phan', element: <TeamRoute /> },
      { path: '/thong-ke', element: <ChartsPage /> },
      { path: '/vuong-mac', element: <OutboxRoute /> },
      { path: '/cai-dat', element: <SettingsRoute /> },
      { path: '*', element: <Navigate to="/hang-doi" replace /> },
    ],
  },
]
