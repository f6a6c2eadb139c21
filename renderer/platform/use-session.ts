import { useEffect, useState } from 'react'
import type { SessionStateV1 } from '../../shared/ipc/bridge.ts'
import { useServices } from './desk-services.tsx'

/** Who is signed in, kept current; null until main has answered the first time. */
export function useSession(): SessionStateV1 | null {
  const { bridge } = useServices()
  const [session, setSession] = useState<SessionStateV1 | null>(null)
  useEffect(() => {
    const stop = bridge.on('session:changed', (next) => setSession(next))
    const readFirst = async () => {
      try {
        const state = await bridge.call('session:get-state')
        setSession((known) => known ?? state)
      } catch (reason) {
        console.error('session_state_unreadable', reason)
      }
    }
    void readFirst()
    return stop
  }, [bridge])
  return session
}
