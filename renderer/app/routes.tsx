import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router'
import { LoadingState } from '../components/screen-states.tsx'
import { QueuePage } from '../features/queue/queue-page.tsx'
import { useServices } from '../platform/desk-services.tsx'
import { workerQueries } from '../platform/worker-queries.ts'
import { DeskFrame } from './frame/desk-frame.tsx'
import { laterScreen } from './later-screen.tsx'
import { useDeskSession } from './session-context.tsx'

// Only the list is needed to paint the first rows; every other screen is loaded when it is first opened.
const CasePage = laterScreen(async () => (await import('../features/case/case-page.tsx')).CasePage)
const CasePreview = laterScreen(async () => (await import('../features/case/case-preview.tsx')).CasePreview)
const BulkBar = laterScreen(async () => (await import('../features/case/bulk/bulk-bar.tsx')).BulkBar)
const ExportDialog = laterScreen(async () => (await import('../features/queue/export/export-dialog.tsx')).ExportDialog)
const OutboxPage = laterScreen(async () => (await import('../features/outbox/outbox-page.tsx')).OutboxPage)
const TeamPage = laterScreen(async () => (await import('../features/team/team-page.tsx')).TeamPage)
const ChartsPage = laterScreen(async () => (await import('../features/charts/charts-page.tsx')).ChartsPage)
const AdminPage = laterScreen(async () => (await import('../features/admin/admin-page.tsx')).AdminPage)
const SettingsScreen = laterScreen(async () => (await import('./settings-screen.tsx')).SettingsScreen)

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
      renderPreview={(caseId) => (
        <Suspense fallback={<LoadingState lines={8} />}>
          <CasePreview caseId={caseId} onOpen={() => open(caseId)} />
        </Suspense>
      )}
      renderChosen={(wish) => (
        <Suspense>
          <BulkBar {...wish} onOpen={open} />
        </Suspense>
      )}
      renderExport={(wish) => (
        <Suspense>
          <ExportDialog {...wish} />
        </Suspense>
      )}
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
  return <SettingsScreen session={session} />
}

export function DeskRoutes() {
  return (
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<Navigate to="/hang-doi" replace />} />
        <Route path="/hang-doi" element={<QueueRoute />} />
        <Route path="/ho-so/:caseId" element={<CaseRoute />} />
        <Route path="/bo-phan" element={<TeamRoute />} />
        <Route path="/thong-ke" element={<ChartsPage />} />
        <Route path="/vuong-mac" element={<OutboxRoute />} />
        <Route path="/quan-tri" element={<AdminPage />} />
        <Route path="/cai-dat" element={<SettingsRoute />} />
        <Route path="*" element={<Navigate to="/hang-doi" replace />} />
      </Route>
    </Routes>
  )
}
