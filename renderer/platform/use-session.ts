import { useEffect, useState } from 'react'
import type { SessionStateV1 } from '../../shared/ipc/bridge.ts'
import { useServices } from './desk-services.tsx'

/** Who is signed in, kept current. */
export function useSession(): SessionStateV1 {
  const { bridge, session: atStart } = useServices()
  const [session, setSession] = useState(atStart)
  useEffect(() => {
    let told = false
    const stop = bridge.on('session:changed', (next) => {
      told = true
      setSession(next)
    })
    // It may have changed between the start and this moment.
    const readFirst = async () => {
      try {
        const state = await bridge.call('session:get-state')
        if (!told) setSession((known) => (JSON.stringify(known) === JSON.stringify(state) ? known : state))
      } catch (reason) {
        console.error('session_state_unreadable', reason)
      }
    }
    void readFirst()
    return stop
  }, [bridge])
  return session
}
