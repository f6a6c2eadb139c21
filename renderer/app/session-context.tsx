import { createContext, use } from 'react'
import type { SessionStateV1 } from '../../shared/ipc/bridge.ts'
import type { QueueMemoryStore } from '../features/queue/queue-memory.ts'

export type DeskSession = Readonly<{
  session: Extract<SessionStateV1, { phase: 'signed_in' }>
  /** Shows the sign-in page again because the token has run out. */
  onSignIn: () => void
  /** Where the officer was in the list; null until the list was first opened. */
  queueMemory: QueueMemoryStore
}>

export const SessionContext = createContext<DeskSession | null>(null)

export function useDeskSession(): DeskSession {
  const session = use(SessionContext)
  if (session === null) throw new Error('useDeskSession needs somebody signed in')
  return session
}
