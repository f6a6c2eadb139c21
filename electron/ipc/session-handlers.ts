import type { Vault } from '../main/vault/vault.ts'
import type { BridgeHandlers } from './answer-call.ts'

type SessionHandlers = Pick<
  BridgeHandlers,
  'session:get-state' | 'session:list-accounts' | 'session:sign-in' | 'session:sign-out'
>

export function sessionHandlers(vault: Vault): SessionHandlers {
  return {
    'session:get-state': () => vault.state,
    'session:list-accounts': () => vault.listAccounts(),
    'session:sign-in': ({ username }) => vault.signIn(username),
    'session:sign-out': () => vault.signOut(),
  }
}
