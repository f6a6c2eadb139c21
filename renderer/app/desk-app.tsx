import { useMemo, useState } from 'react'
import { createHashRouter, RouterProvider } from 'react-router'
import type { SessionStateV1 } from '../../shared/ipc/bridge.ts'
import { LoadingState } from '../components/screen-states.tsx'
import { createQueueMemoryStore } from '../features/queue/queue-memory.ts'
import { SignInPage } from '../features/sign-in/sign-in-page.tsx'
import { useSession } from '../platform/use-session.ts'
import { deskRoutes } from './routes.tsx'
import { SessionContext } from './session-context.tsx'

type SignedIn = Extract<SessionStateV1, { phase: 'signed_in' }>

function SignedInDesk({ session, onSignIn }: { session: SignedIn; onSignIn: () => void }) {
  const [router] = useState(() => createHashRouter(deskRoutes))
  const [queueMemory] = useState(createQueueMemoryStore)
  const value = useMemo(() => ({ session, onSignIn, queueMemory }), [session, onSignIn, queueMemory])
  return (
    <SessionContext value={value}>
      <RouterProvider router={router} />
    </SessionContext>
  )
}

/** Signed out: the sign-in page. Signed in: the desk, even when the token has run out; signing in again is then one step away. */
export function DeskApp() {
  const session = useSession()
  const [askedAgain, setAskedAgain] = useState(false)
  if (session === null) return <LoadingState />
  if (session.phase === 'signed_out') {
    return <SignInPage serverUrl={session.serverUrl} reason={session.reason} onDone={() => setAskedAgain(false)} />
  }
  if (askedAgain && session.needsSignIn) {
    return <SignInPage serverUrl={session.serverUrl} reason="expired" onDone={() => setAskedAgain(false)} />
  }
  return <SignedInDesk key={session.accountId} session={session} onSignIn={() => setAskedAgain(true)} />
}
