import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { HashRouter } from 'react-router'
import type { SessionStateV1 } from '../../shared/ipc/bridge.ts'
import { LoadingState } from '../components/screen-states.tsx'
import { useAfterPaint } from '../components/use-after-paint.ts'
import { createQueueMemoryStore } from '../features/queue/queue-memory.ts'
import { useSession } from '../platform/use-session.ts'
import { laterScreen } from './later-screen.tsx'
import { DeskRoutes } from './routes.tsx'
import { SessionContext } from './session-context.tsx'

// Most starts are already signed in.
const SignInPage = laterScreen(async () => (await import('../features/sign-in/sign-in-page.tsx')).SignInPage)

const StillDrawer = lazy(async () => ({ default: (await import('./still/still-drawer.tsx')).StillDrawer }))

type SignedIn = Extract<SessionStateV1, { phase: 'signed_in' }>

// Said before the router starts: a redirect would cost the first frame.
function startAtQueue(): void {
  if (window.location.hash === '') window.history.replaceState(null, '', '#/hang-doi')
}

function SignedInDesk({ session, onSignIn }: { session: SignedIn; onSignIn: () => void }) {
  useState(startAtQueue)
  const [queueMemory] = useState(createQueueMemoryStore)
  const client = useQueryClient()
  // The next person to sign in must not see what was answered to this one.
  useEffect(() => () => client.clear(), [client])
  const [painted, setPainted] = useState(false)
  useAfterPaint(() => setPainted(true))
  const value = useMemo(() => ({ session, onSignIn, queueMemory }), [session, onSignIn, queueMemory])
  return (
    <SessionContext value={value}>
      <HashRouter>
        <DeskRoutes />
      </HashRouter>
      {painted && (
        <Suspense>
          <StillDrawer />
        </Suspense>
      )}
    </SessionContext>
  )
}

/** Signed out: the sign-in page. Signed in: the desk, even when the token has run out; signing in again is then one step away. */
export function DeskApp() {
  const session = useSession()
  const [askedAgain, setAskedAgain] = useState(false)
  if (session.phase === 'signed_out') {
    return (
      <Suspense fallback={<LoadingState />}>
        <SignInPage serverUrl={session.serverUrl} reason={session.reason} onDone={() => setAskedAgain(false)} />
      </Suspense>
    )
  }
  if (askedAgain && session.needsSignIn) {
    return (
      <Suspense fallback={<LoadingState />}>
        <SignInPage serverUrl={session.serverUrl} reason="expired" onDone={() => setAskedAgain(false)} />
      </Suspense>
    )
  }
  return <SignedInDesk key={session.accountId} session={session} onSignIn={() => setAskedAgain(true)} />
}
