import type { ContractRouterClient } from '@orpc/contract'
import { createContext, use } from 'react'
import type { ReactNode } from 'react'
import type { DeskBridge, SessionStateV1 } from '../../shared/ipc/bridge.ts'
import type { workerContract } from '../../shared/ipc/worker-contract.ts'
import type { ServerAsk } from './server-ask.ts'
import type { OnlineApi } from './online-api.ts'
import type { PreferenceStore } from './preferences.ts'

export type WorkerClient = ContractRouterClient<typeof workerContract>

/** Everything a screen can reach outside itself; tests hand in fakes of the same shape. */
export type DeskServices = Readonly<{
  bridge: DeskBridge
  worker: WorkerClient
  preferences: PreferenceStore
  online: OnlineApi
  /** Who was signed in when the page started. */
  session: SessionStateV1
  /** What only the server knows: administration, reports. Everything of a case comes from the worker. */
  ask: ServerAsk
}>

const ServicesContext = createContext<DeskServices | null>(null)

export function ServicesProvider({ services, children }: { services: DeskServices; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>
}

export function useServices(): DeskServices {
  const services = use(ServicesContext)
  if (services === null) throw new Error('useServices needs a ServicesProvider above it')
  return services
}
