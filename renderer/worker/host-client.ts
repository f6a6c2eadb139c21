import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { hostContract } from '../../shared/ipc/host-contract.ts'
import type { HostPort } from './host-port.ts'

/** The main process's services over the port it gave. */
export function createHostClient(port: MessagePort): HostPort {
  const client: ContractRouterClient<typeof hostContract> = createORPCClient(new RPCLink({ port }))
  port.start()
  return client
}
